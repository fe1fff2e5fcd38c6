/** Something that can be cleared; what it is depends on the clock. */
export type Timer = unknown;

/**
 * The only source of time. Monotonic: it never says what day it is (that is the center's business date, design §4),
 * only how long something took. XState's own clock has the same two timer functions, so one object serves both.
 */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  setTimeout(callback: () => void, ms: number): Timer;
  clearTimeout(timer: Timer): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  // What is due already may be asked for with the fraction of a millisecond that has passed meanwhile.
  setTimeout: (callback, ms) => setTimeout(callback, Math.max(0, ms)),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

export function delay(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimeout(resolve, ms);
  });
}

/** A clock whose owner can let time pass: at once, or as it passes in life. */
export interface PlayClock extends Clock {
  /** Lets `ms` pass. */
  advance(ms: number): Promise<void>;
  /** Lets time pass until `condition` holds, at most `limitMs`; says whether it came to hold. */
  advanceUntil(condition: () => boolean, limitMs?: number): Promise<boolean>;
}

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * A clock that stands still until it is told to move. Between two timers every promise that can be settled is
 * settled, so a whole station with its simulated devices can be played in a fraction of real time.
 */
export class SimulatedClock implements PlayClock {
  #now = 0;
  #order = 0;
  readonly #pending = new Map<number, Pending>();

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, ms: number): Timer {
    const order = ++this.#order;
    this.#pending.set(order, { at: this.#now + Math.max(0, ms), order, callback });
    return order;
  }

  clearTimeout(timer: Timer): void {
    this.#pending.delete(timer as number);
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Moves time forward by `ms`, firing what falls due in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(); next && next.at <= end; next = this.#next()) {
      this.#pending.delete(next.order);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  /** Moves time until `condition` holds, at most `limitMs`; says whether it came to hold. */
  async advanceUntil(condition: () => boolean, limitMs = 60_000): Promise<boolean> {
    const end = this.#now + limitMs;
    await settled();
    while (!condition()) {
      const next = this.#next();
      if (!next || next.at > end) return false;
      this.#pending.delete(next.order);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settled();
    }
    return true;
  }

  #next(): Pending | undefined {
    let first: Pending | undefined;
    for (const timer of this.#pending.values()) {
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    }
    return first;
  }
}

/** Resolves when every promise that needs no timer and no device has settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
