import { type AnyActorRef, assign, setup } from 'xstate';
import type { Clock } from '../../hardware/clock.ts';
import type { Modes } from '../contract/words.ts';
import { type Limit, limitWith } from '../delays.ts';

/** The name of the whole machine among its own: what runs deep inside asks it how this passenger wants to be served. */
export const STATION = 'station';

interface Context {
  readonly given: Limit;
  /** What is given to this passenger: longer while the voice is on. */
  readonly limit: Limit;
  readonly since: number;
}

/** What the passenger who is served now is given. */
function limitFor(given: Limit, { system }: Pick<AnyActorRef, 'system'>): Limit {
  const station = system.get(STATION)?.getSnapshot() as { context: { modes: Modes } } | undefined;
  return station && !given.fixed ? limitWith(given, station.context.modes) : given;
}

/** How long a screen waits: quiet, then a warning, then over. Any touch begins it anew. */
export function timeLimitMachine(clock: Clock) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as Limit,
      events: {} as { type: 'touched' },
    },
    actions: {
      begin: assign({ since: () => clock.now(), limit: ({ context, self }) => limitFor(context.given, self) }),
    },
    delays: {
      quiet: ({ context }) => context.limit.quietMs,
      warning: ({ context }) => context.limit.warningMs,
    },
  }).createMachine({
    id: 'timeLimit',
    context: ({ input, self }) => ({ given: input, limit: limitFor(input, self), since: clock.now() }),
    initial: 'quiet',
    on: { touched: { target: '.quiet', reenter: true, actions: 'begin', description: 'more time' } },
    states: {
      quiet: { after: { quiet: 'warning' } },
      warning: { after: { warning: 'over' } },
      over: { type: 'final' },
    },
  });
}
