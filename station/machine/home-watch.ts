import { assign, fromPromise, setup } from 'xstate';
import type { ReaderError, Sighting } from '../../hardware/card/port.ts';
import type { Result } from '../../hardware/result.ts';
import { delays } from '../delays.ts';
import type { StationDeps } from './deps.ts';

export interface HomeWatchInput {
  /** Out of service: only staff are awaited. */
  readonly staffOnly: boolean;
  /** The field is known to have been empty a moment ago. */
  readonly armed: boolean;
}

export type Laid = { readonly kind: 'staff'; readonly idm: string } | { readonly kind: 'passenger' };
type Looked = Result<Sighting, ReaderError>;

interface Context extends HomeWatchInput {
  readonly laid: Laid;
}

/**
 * The idle screen's look at the reader. A staff card opens maintenance; any other card that is laid on an empty reader
 * opens its inquiry (from where the other jobs can be begun), so that the first touch may be the card itself. A card
 * that was left behind does nothing until it has been taken away: the field has to be seen empty first (`armed`).
 */
export function homeWatchMachine({ card }: StationDeps) {
  return setup({
    types: { context: {} as Context, input: {} as HomeWatchInput, output: {} as Laid },
    actors: { look: fromPromise<Looked>(() => card.look()) },
    actions: { arm: assign({ armed: true }) },
    delays: { pause: delays.homeLook, afterReaderError: delays.lookAgainAfterReaderError },
  }).createMachine({
    id: 'homeWatch',
    context: ({ input }) => ({ ...input, laid: { kind: 'passenger' } }),
    initial: 'looking',
    states: {
      looking: {
        invoke: {
          src: 'look',
          onDone: [
            { guard: ({ event }) => !event.output.ok, target: 'waitingForReader' },
            {
              guard: ({ event }) => event.output.ok && event.output.value.on === 'nothing',
              target: 'pausing',
              description: 'nothing',
              actions: 'arm',
            },
            {
              guard: ({ context, event }) => context.armed && event.output.ok && event.output.value.on === 'staff-card',
              target: 'laid',
              description: 'a staff card',
              actions: assign({ laid: ({ event }) => staffOf(event.output) }),
            },
            {
              guard: ({ context }) => context.armed && !context.staffOnly,
              target: 'laid',
              description: 'any other card',
              actions: assign({ laid: { kind: 'passenger' } }),
            },
            { target: 'pausing', description: 'a card that was left behind' },
          ],
          onError: 'waitingForReader',
        },
      },
      pausing: { after: { pause: 'looking' } },
      waitingForReader: { after: { afterReaderError: 'looking' } },
      laid: { type: 'final' },
    },
    output: ({ context }) => context.laid,
  });
}

function staffOf(looked: Looked): Laid {
  return looked.ok && looked.value.on === 'staff-card'
    ? { kind: 'staff', idm: looked.value.idm }
    : { kind: 'passenger' };
}
