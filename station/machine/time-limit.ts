import { assign, setup } from 'xstate';
import type { Clock } from '../../hardware/clock.ts';
import type { Limit } from '../delays.ts';

/** How long a screen waits: quiet, then a warning, then over. Any touch begins it anew. */
export function timeLimitMachine(clock: Clock) {
  return setup({
    types: {
      context: {} as { limit: Limit; since: number },
      input: {} as Limit,
      events: {} as { type: 'touched' },
    },
    actions: { begin: assign({ since: () => clock.now() }) },
    delays: {
      quiet: ({ context }) => context.limit.quietMs,
      warning: ({ context }) => context.limit.warningMs,
    },
  }).createMachine({
    id: 'timeLimit',
    context: ({ input }) => ({ limit: input, since: clock.now() }),
    initial: 'quiet',
    on: { touched: { target: '.quiet', reenter: true, actions: 'begin', description: 'more time' } },
    states: {
      quiet: { after: { quiet: 'warning' } },
      warning: { after: { warning: 'over' } },
      over: { type: 'final' },
    },
  });
}
