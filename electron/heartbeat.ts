/**
 * Does the other side still answer? Main sends a number, page and station send it back. Times are monotonic milliseconds
 * that the caller gives.
 */
export class Heartbeat {
  readonly #startLimit: number;
  readonly #silence: number;
  #since: number;
  #answeredAt: number;
  #firstAnswerAt = 0;
  #heard = false;

  /** `startLimit`: for the first answer after a start; `silence`: between two answers. */
  constructor(limits: { readonly start: number; readonly silence: number }, now: number) {
    this.#startLimit = limits.start;
    this.#silence = limits.silence;
    this.#since = now;
    this.#answeredAt = now;
  }

  /** It begins anew: a page that is loaded, a station that is started. */
  restarted(now: number): void {
    this.#heard = false;
    this.#since = now;
  }

  answered(now: number): void {
    if (!this.#heard) this.#firstAnswerAt = now;
    this.#heard = true;
    this.#since = now;
    this.#answeredAt = now;
  }

  /** It has been silent for longer than it may. */
  hangs(now: number): boolean {
    return now - this.#since > (this.#heard ? this.#silence : this.#startLimit);
  }

  /** How long nothing was heard, whatever was begun anew in the meantime, ms. */
  silentFor(now: number): number {
    return now - this.#answeredAt;
  }

  /** From its first answer since its start to its last, ms. */
  get answeredFor(): number {
    return this.#heard ? this.#answeredAt - this.#firstAnswerAt : 0;
  }

  /** It has answered since its start, and lately. */
  isAlive(now: number): boolean {
    return this.#heard && !this.hangs(now);
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
