import { assign, setup } from 'xstate';
import type { StaffIntent } from '../contract/staff.ts';
import { isTooSimple, pinAt, shuffledPad } from './access/pin.ts';
import type { StaffCard } from './parts.ts';
import type { StaffView } from './rooms.ts';

interface Context {
  readonly pad: readonly number[];
  /** The first of the two entries; gone with the second. */
  readonly pin: string | null;
  readonly problem: 'not-the-same' | 'too-simple' | null;
  readonly isSame: boolean;
}

/** A new PIN, entered twice on two pads. Ends with the PIN. */
export function choosePinMachine(random: (bytes: number) => Uint8Array) {
  return setup({
    types: {
      context: {} as Context,
      events: {} as Extract<StaffIntent, { type: 'pin' }>,
      output: {} as { readonly pin: string },
    },
    actions: {
      shuffle: assign({ pad: () => shuffledPad(random) }),
      keep: assign(({ context, event }) => {
        const pin = pinAt(context.pad, event.places);
        return pin === null || isTooSimple(pin)
          ? { pin: null, problem: 'too-simple' as const }
          : { pin, problem: null };
      }),
      compare: assign(({ context, event }) =>
        pinAt(context.pad, event.places) === context.pin
          ? { isSame: true }
          : { pin: null, problem: 'not-the-same' as const },
      ),
    },
    guards: {
      isKept: ({ context }) => context.pin !== null,
      isSame: ({ context }) => context.isSame,
    },
  }).createMachine({
    id: 'choosePin',
    context: { pad: [], pin: null, problem: null, isSame: false },
    initial: 'first',
    states: {
      first: { entry: 'shuffle', on: { pin: { target: 'kept', actions: 'keep' } } },
      kept: {
        always: [
          { guard: 'isKept', target: 'again' },
          { target: 'first', description: 'too simple' },
        ],
      },
      again: { entry: 'shuffle', on: { pin: { target: 'compared', actions: 'compare' } } },
      compared: {
        always: [
          { guard: 'isSame', target: 'chosen' },
          { target: 'first', description: 'not the same' },
        ],
      },
      chosen: { type: 'final' },
    },
    output: ({ context }) => ({ pin: context.pin ?? '' }),
  });
}

interface ChoosePinSnapshot {
  readonly value: unknown;
  readonly context: Pick<Context, 'pad' | 'problem'>;
}

export function choosePinView(
  snapshot: ChoosePinSnapshot | undefined,
  { staffId, role }: StaffCard,
  purpose: 'first-engineer' | 'new-card',
): StaffView | null {
  if (!snapshot) return null;
  const { pad, problem } = snapshot.context;
  const step = snapshot.value === 'again' ? 'again' : 'first';
  const accepts: StaffView['accepts'] = purpose === 'new-card' ? ['pin', 'back', 'finish'] : ['pin', 'finish'];
  return { body: { id: 'choose-pin', staffId, role, purpose, step, pad: [...pad], problem }, accepts };
}
