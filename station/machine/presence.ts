import { assign, fromPromise, setup } from 'xstate';
import { delays, PRESENCE_MISSES } from '../delays.ts';
import type { StationDeps } from './deps.ts';
import type { Told } from './ends.ts';

type Answer = 'there' | 'gone' | 'reader-lost';
export type PresenceEnd = 'removed' | 'reader-lost';

/** What the passenger is told whose card is not there any more before anything was written. */
export function lost(end: PresenceEnd): Told {
  return { trouble: { kind: end === 'removed' ? 'card-removed' : 'reader-unavailable' }, idm: null };
}

/** Watches that the card of the session still lies on the reader; ends when it does not. */
export function presenceMachine({ card }: StationDeps) {
  return setup({
    types: {
      context: {} as { idm: string; misses: number; end: PresenceEnd },
      input: {} as { idm: string },
      output: {} as PresenceEnd,
    },
    actors: {
      ask: fromPromise<Answer, { idm: string }>(async ({ input }) => {
        const answer = await card.isPresent(input.idm);
        if (!answer.ok) return 'reader-lost';
        return answer.value ? 'there' : 'gone';
      }),
    },
    actions: {
      missed: assign({ misses: ({ context }) => context.misses + 1 }),
      seen: assign({ misses: 0 }),
      readerLost: assign({ end: 'reader-lost' }),
    },
    guards: { onceMore: ({ context }) => context.misses + 1 < PRESENCE_MISSES },
    delays: { pause: delays.presence },
  }).createMachine({
    id: 'presence',
    context: ({ input }) => ({ idm: input.idm, misses: 0, end: 'removed' }),
    initial: 'asking',
    states: {
      asking: {
        invoke: {
          src: 'ask',
          input: ({ context }) => ({ idm: context.idm }),
          onDone: [
            { guard: ({ event }) => event.output === 'there', target: 'pausing', actions: 'seen' },
            { guard: ({ event }) => event.output === 'reader-lost', target: 'ended', actions: 'readerLost' },
            { guard: 'onceMore', target: 'pausing', actions: 'missed' },
            { target: 'ended' },
          ],
          onError: { target: 'ended', actions: 'readerLost' },
        },
      },
      pausing: { after: { pause: 'asking' } },
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}
