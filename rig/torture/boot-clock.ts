import type { Clock, Timer } from '../../hardware/clock.ts';

/**
 * The sums of two clocks differ in their last digits: a wait shorter than this would not move the one that is shifted,
 * and whoever waits for a moment would wait for ever, ms.
 */
const SHORTEST_MS = 0.001;

/** The monotonic clock of one run of a station: begins somewhere else at each start, often before where the last one was. */
export function bootClock(world: Clock, beginsAt: number): Clock {
  const shift = beginsAt - world.now();
  return {
    now: () => world.now() + shift,
    setTimeout: (callback, ms) => world.setTimeout(callback, Math.max(ms, SHORTEST_MS)),
    clearTimeout: (timer: Timer) => world.clearTimeout(timer),
  };
}
