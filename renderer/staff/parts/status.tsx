import type { DeviceLine, OtherPart } from '../../../station/contract/staff.ts';
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
export function Device({ device }: { readonly device: DeviceLine }) {
  const t = text.value;
  return (
    <li class={`device ${device.state}`} data-device={device.name} data-state={device.state}>
      <Sign state={device.state} />
      <p>
        <strong>{t.device[device.name]}</strong>
        <span>{t.state[device.state]}</span>
        {device.state !== 'good' && <span class="todo">{todoOf(device)}</span>}
        {device.recoveries > 0 && <span class="count">{t.menu.recoveries(device.recoveries)}</span>}
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

/** What to do about it: by its status, else by the device. */
function todoOf({ name, status }: DeviceLine): string {
  const { todo } = text.value;
  const special: Readonly<Record<string, string>> = {
    'paper-low': todo.paperLow,
    'paper-out': todo.paperOut,
    'begun-anew': todo.auditBegunAnew,
    'journal-outdated': todo.journalOutdated,
  };
  const general: Readonly<Record<DeviceLine['name'], string>> = {
    'card-reader': todo.reader,
    printer: todo.printer,
    tower: todo.tower,
    center: todo.center,
    journal: todo.journal,
    audit: todo.audit,
  };
  return special[status] ?? general[name];
}
