import type { DeviceLine, OtherPart } from '../../../station/contract/staff.ts';
import type { BoardStatus } from '../../../station/contract/staff-devices.ts';
import { deviceText } from '../devices-text.ts';
import { text } from '../state.ts';

const SIGNS = { good: 'M-42 4 L-12 36 L46 -32', care: 'M0 -48 V12 M0 44 V45', bad: 'M-32 -32 L32 32 M32 -32 L-32 32' };

/** A state by form, colour and word: a circle, a triangle, a square. */
export function Sign({ state }: { readonly state: DeviceLine['state'] }) {
  return (
    <svg class={`sign ${state}`} viewBox="-100 -100 200 200" aria-hidden="true">
      {state === 'good' && <circle class="ground" r="92" />}
      {state === 'care' && <path class="ground" d="M0 -96 L104 84 H-104 Z" />}
      {state === 'bad' && <rect class="ground" x="-88" y="-88" width="176" height="176" rx="18" />}
      <path class="stroke" d={SIGNS[state]} />
    </svg>
  );
}

/** One device in one line: sign, name, word; below it what to do about it, where there is something to do. */
export function Device({ device: { what, state, advice, recoveries } }: { readonly device: DeviceLine }) {
  const t = text.value;
  const { name, advice: adviceWords } = deviceText.value;
  return (
    <li class={`device ${state}`} data-device={what.name} data-state={state}>
      <Sign state={state} />
      <p>
        <strong>{name[what.name]}</strong>
        <span>{statusWord(what)}</span>
        {advice !== 'nothing' && <span class="todo">{adviceWords[advice]}</span>}
        {recoveries > 0 && <span class="count">{t.menu.recoveries(recoveries)}</span>}
      </p>
    </li>
  );
}

/** The parts that are not good and have no line of their own, in one line: the worst of them gives it its sign. What to do says the room of devices. */
export function OtherParts({ parts }: { readonly parts: readonly OtherPart[] }) {
  const t = text.value;
  const state = parts.some((part) => part.state === 'bad') ? 'bad' : 'care';
  return (
    <li class={`device ${state}`} data-device="others" data-state={state}>
      <Sign state={state} />
      <p>
        <strong>{t.room.devices}</strong>
        <span>{t.state[state]}</span>
        <span class="todo">{parts.map(({ name }) => deviceText.value.name[name]).join(t.menu.and)}</span>
      </p>
    </li>
  );
}

/** The word for a status, by what it is the status of. */
export function statusWord(what: BoardStatus): string {
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = deviceText.value.status;
  return words[what.name]?.[what.status] ?? what.status;
}
