import { useState } from 'preact/hooks';
import type { SearchBy, Wanted } from '../../../station/contract/staff-money.ts';
import { IntentButton } from '../parts/button.tsx';
import { text, touch } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** What is typed, and how it is grouped: as it stands on the slip. */
const FORMS: Readonly<
  Record<SearchBy, { readonly keys: string; readonly columns: number; readonly groups: readonly number[] }>
> = {
  // The alphabet of references: nothing that is misread over a counter (station/transfer/reference.ts).
  reference: { keys: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', columns: 8, groups: [4, 4] },
  'card-tail': { keys: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', columns: 9, groups: [4] },
  day: { keys: '1234567890', columns: 5, groups: [4, 2, 2] },
};

export function Search({ body }: ScreenProps<'search'>) {
  const t = text.value.money.search;
  const { keys, columns, groups } = FORMS[body.by];
  const [typed, setTyped] = useState('');
  const length = groups.reduce((sum, group) => sum + group, 0);
  const wanted = typed.length === length ? wantedOf(body.by, grouped(typed, groups)) : null;
  return (
    <div class="choose search">
      <h1>{t.title[body.by]}</h1>
      <p class="asked" role="status">
        {grouped(typed.padEnd(length, '_'), groups)}
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
        {body.by === 'day' && <p>{t.noTime}</p>}
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
          {t.go}
        </button>
      </footer>
    </div>
  );
}

function grouped(typed: string, groups: readonly number[]): string {
  const ends = groups.map((_, index) => groups.slice(0, index + 1).reduce((sum, length) => sum + length, 0));
  return ends.map((end, index) => typed.slice(end - (groups[index] ?? 0), end)).join('-');
}

function wantedOf(by: SearchBy, typed: string): Wanted {
  switch (by) {
    case 'reference':
      return { kind: by, reference: typed };
    case 'card-tail':
      return { kind: by, cardTail: typed };
    case 'day':
      return { kind: by, on: typed };
  }
}
