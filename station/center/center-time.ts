import type { Clock } from '../../hardware/clock.ts';

/**
 * What time it is at the center: from the Date of its HTTP answers (RFC 9110 §6.6.1, whole seconds), carried on by the
 * monotonic clock. It is a clock on a wall, and not the business date, which a center may set: on a test bench that is any
 * day. The machine's own clock is judged by it (station/clock-watch.ts); nothing of money or points asks it.
 */
export class CenterTime {
  readonly #clock: Clock;
  #offset: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `date`: the header as it came; null or no date: nothing was learned. */
  heard(date: string | null): void {
    const at = date === null ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(at)) this.#offset = at - this.#clock.now();
  }

  /** Milliseconds since 1970-01-01T00:00Z; null: never heard since the start. */
  now(): number | null {
    return this.#offset === null ? null : this.#clock.now() + this.#offset;
  }
}
