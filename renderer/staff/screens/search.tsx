import { useState } from 'preact/hooks';
import type { SearchBy, Wanted } from '../../../station/contract/staff-money.ts';
import { IntentButton } from '../parts/button.tsx';
import { text, touch } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** What is typed, and how it is grouped: as it stands on the slip. `further`: what may follow, or not. */
interface Form {
  readonly keys: string;
  readonly columns: number;
  readonly mask: string;
  readonly further: string;
}

/** `_` is a character to type. */
const FORMS: Readonly<Record<SearchBy, Form>> = {
  // The alphabet of references: nothing that is misread over a counter (station/transfer/reference.ts).
  reference: { keys: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', columns: 8, mask: '____-____', further: '' },
  'card-tail': { keys: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', columns: 9, mask: '____', further: '' },
  day: { keys: '1234567890', columns: 5, mask: '____-__-__', further: ' __:__–__:__' },
  'staff-log': { keys: '1234567890', columns: 5, mask: '____-__-__', further: ' __:__–__:__' },
};

export function Search({ body }: ScreenProps<'search'>) {
  const t = text.value.money.search;
  const { keys, columns, mask, further } = FORMS[body.by];
  const [typed, setTyped] = useState('');
  const length = blanks(mask + further);
  const shown = filled(mask + further, typed);
  const isWhole = typed.length === blanks(mask) || typed.length === length;
  const newest: Wanted | null =
    body.by === 'staff-log' && typed === '' ? { kind: 'staff-log', on: null, between: null } : null;
  const wanted = isWhole ? wantedOf(body.by, shown) : newest;
  return (
    <div class="choose search">
      <h1>{t.title[body.by]}</h1>
      <p class="asked" role="status">
        {shown}
      </p>
      <div class="middle">
        <div class="keys" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
          {[...keys].map((key) => (
            <button
              key={key}
              type="button"
              class="button key"
              onClick={() => typed.length < length && setTyped(typed + key)}
            >
              {key}
            </button>
          ))}
        </div>
        {further !== '' && <p class="hint">{isWhole && wanted === null ? t.noSuchTime : t.time}</p>}
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
        <button type="button" class="button plain" onClick={() => setTyped('')}>
          {t.clear}
        </button>
        <button type="button" class="button plain" onClick={() => setTyped(typed.slice(0, -1))}>
          {t.erase}
        </button>
        <button
          type="button"
          class="button main"
          disabled={wanted === null}
          onClick={() => wanted && touch({ type: 'search', wanted })}
        >
          {newest ? t.newest : t.go}
        </button>
      </footer>
    </div>
  );
}

function blanks(mask: string): number {
  return mask.split('_').length - 1;
}

function filled(mask: string, typed: string): string {
  let next = 0;
  return mask.replaceAll('_', () => typed[next++] ?? '_');
}

/** Null: there is no such day or time. */
function wantedOf(by: SearchBy, typed: string): Wanted | null {
  switch (by) {
    case 'reference':
      return { kind: by, reference: typed };
    case 'card-tail':
      return { kind: by, cardTail: typed };
    case 'day':
    case 'staff-log':
      return dayOf(by, typed);
  }
}

/** `2023-04-10 09:00–10:30`, with the times or with blanks for them. */
function dayOf(kind: 'day' | 'staff-log', typed: string): Wanted | null {
  const [on = '', times = ''] = typed.split(' ');
  if (!isDay(on)) return null;
  if (times.includes('_')) return { kind, on, between: null };
  const [from = null, to = null] = times.split('–').map(minuteOf);
  return from === null || to === null ? null : { kind, on, between: { from, to } };
}

function isDay(on: string): boolean {
  const at = new Date(`${on}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(on);
}

function minuteOf(time: string): number | null {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}
