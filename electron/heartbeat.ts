/** All in milliseconds. */
export interface Limits {
  /** For the first answer after a start. */
  readonly start: number;
  /** Between two answers. */
  readonly silence: number;
  /** What has answered for so long since its start was well. */
  readonly healthy: number;
  /** It is asked so often. */
  readonly beat: number;
}

/**
 * Does the other side still answer? Main sends a number, page and station send it back. Times are monotonic milliseconds
 * that the caller gives. Main itself may stall: what it did not listen to is no silence of the other side.
 */
export class Heartbeat {
  readonly #limits: Limits;
  #since: number;
  #askedAt: number;
  #answeredAt: number;
  #healthyAt: number;
  #firstAnswerAt = 0;
  #heard = false;

  constructor(limits: Limits, now: number) {
    this.#limits = limits;
    this.#since = now;
    this.#askedAt = now;
    this.#answeredAt = now;
    this.#healthyAt = now;
  }

  /** It begins anew: a page that is loaded, a station that is started. */
  restarted(now: number): void {
    this.#heard = false;
    this.#since = now;
  }

  /** To be told with every beat, before it is judged. */
  asked(now: number): void {
    const slept = this.#slept(now);
    this.#since = Math.min(now, this.#since + slept);
    this.#healthyAt = Math.min(now, this.#healthyAt + slept);
    this.#askedAt = now;
  }

  answered(now: number): void {
    if (!this.#heard) this.#firstAnswerAt = now;
    this.#heard = true;
    this.#since = now;
    this.#answeredAt = now;
    if (this.wasHealthy) this.#healthyAt = now;
  }

  /** It has been silent for longer than it may. */
  hangs(now: number): boolean {
    const limit = this.#heard ? this.#limits.silence : this.#limits.start;
    return now - this.#since - this.#slept(now) > limit;
  }

  /** It has answered for long enough since its start. */
  get wasHealthy(): boolean {
    return this.#heard && this.answeredFor >= this.#limits.healthy;
  }

  /** Since when there was none that answered for long enough, whatever was begun anew in the meantime, ms. */
  unhealthyFor(now: number): number {
    return now - this.#healthyAt;
  }

  /** From its first answer since its start to its last, ms. */
  get answeredFor(): number {
    return this.#heard ? this.#answeredAt - this.#firstAnswerAt : 0;
  }

  /** It has answered since its start, and lately. */
  isAlive(now: number): boolean {
    return this.#heard && !this.hangs(now);
  }

  /** How long whoever asks has not done so though it was time, ms: it stalled. A beat may come as late as the next. */
  #slept(now: number): number {
    return Math.max(0, now - this.#askedAt - 2 * this.#limits.beat);
  }
}

/** What the watchdog of the system is told to be well. */
export interface Health {
  /** The passenger's page: true also while it is being loaded, false where that does not succeed again and again. */
  readonly page: boolean;
  /**
   * `down`: dead, and to be started again after a pause that is main's own business; the page says so to passengers. To
   * restart everything because of it would only lose count of its deaths.
   */
  readonly station: 'answers' | 'hangs' | 'down';
}

/** Main is well if it can ask this at all; page and station have to be, too. */
export function isWell({ page, station }: Health): boolean {
  return page && station !== 'hangs';
}
