import { type AnyActorRef, assign, setup } from 'xstate';
import type { Clock } from '../../hardware/clock.ts';
import type { Modes } from '../contract/words.ts';
import { type Limit, VOICE_PATIENCE } from '../delays.ts';

/** The name of the whole machine among its own: what runs deep inside asks it how this passenger wants to be served. */
export const STATION = 'station';

interface Context {
  readonly given: Limit;
  /** What is given to this passenger: longer while the voice is on. */
  readonly limit: Limit;
  readonly since: number;
}

/** How many times as long this passenger is given: who listens hears one thing after the other. */
function patience({ system }: Pick<AnyActorRef, 'system'>): number {
  const station = system.get(STATION)?.getSnapshot() as { context: { modes: Modes } } | undefined;
  return station?.context.modes.voice ? VOICE_PATIENCE : 1;
}

/** The quiet time is longer for who listens, the warning is as it was. */
function limitFor(given: Limit, self: Pick<AnyActorRef, 'system'>): Limit {
  return given.fixed ? given : { ...given, quietMs: patience(self) * given.quietMs };
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
