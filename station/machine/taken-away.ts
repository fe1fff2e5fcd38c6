import { assign, fromPromise, setup } from 'xstate';
import { delays, PRESENCE_MISSES } from '../delays.ts';
import type { StationDeps } from './deps.ts';

type Seen = 'something' | 'nothing' | 'reader-lost';

/**
 * Waits until what lies on the reader has been taken away: a card of another kind, or several, that cannot be asked
 * by an IDm as `presence` does. Ends when the field is seen empty.
 */
export function takenAwayMachine({ card }: StationDeps) {
  return setup({
    types: { context: {} as { misses: number } },
    actors: {
      look: fromPromise<Seen>(async () => {
        const looked = await card.look();
        if (!looked.ok) return 'reader-lost';
        return looked.value.on === 'nothing' ? 'nothing' : 'something';
      }),
    },
    guards: { lastMiss: ({ context }) => context.misses + 1 >= PRESENCE_MISSES },
    delays: { pause: delays.presence, afterReaderError: delays.lookAgainAfterReaderError },
  }).createMachine({
    id: 'takenAway',
    context: { misses: 0 },
    initial: 'looking',
    states: {
      looking: {
        invoke: {
          src: 'look',
          onDone: [
            {
              guard: ({ event }) => event.output === 'something',
              target: 'pausing',
              description: 'it still lies there',
              actions: assign({ misses: 0 }),
            },
            { guard: ({ event }) => event.output === 'reader-lost', target: 'waitingForReader' },
            { guard: 'lastMiss', target: 'ended', description: 'taken away' },
            { target: 'pausing', actions: assign({ misses: ({ context }) => context.misses + 1 }) },
          ],
          onError: 'waitingForReader',
        },
      },
      pausing: { after: { pause: 'looking' } },
      waitingForReader: { after: { afterReaderError: 'looking' } },
      ended: { type: 'final' },
    },
  });
}
