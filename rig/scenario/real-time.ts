import { type PlayClock, systemClock, type Timer } from '../../hardware/clock.ts';

/** How often a condition is looked at that no timer of this clock brings about: bytes of a real device. Milliseconds. */
const LOOK_MS = 5;

/** Time as it passes in life, from 0: for a play on devices that know no other. Whoever waits when `signal` comes is rejected. */
export class RealTime implements PlayClock {
  readonly #began = systemClock.now();
  readonly #looks = new Set<() => void>();
  #signal: AbortSignal | null;

  constructor(signal: AbortSignal | null = null) {
    this.#signal = signal;
  }

  /** What tidies up after the signal waits as ever. */
  ignoreSignal(): void {
    this.#signal = null;
  }

  now(): number {
    return systemClock.now() - this.#began;
  }

  /** What waits for a condition looks after every timer, or it would miss a screen that the next timer takes away. */
  setTimeout(callback: () => void, ms: number): Timer {
    return systemClock.setTimeout(() => {
      callback();
      setImmediate(() => {
        for (const look of [...this.#looks]) look();
      });
    }, ms);
  }

  clearTimeout(timer: Timer): void {
    systemClock.clearTimeout(timer);
  }

  async advance(ms: number): Promise<void> {
    if (ms <= 0) await turn();
    else await this.advanceUntil(() => false, ms);
  }

  async advanceUntil(condition: () => boolean, limitMs = 60_000): Promise<boolean> {
    await turn();
    const end = this.now() + limitMs;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        try {
          this.#signal?.throwIfAborted();
          const holds = condition();
          if (!holds && this.now() < end) return;
          over();
          resolve(holds);
        } catch (error) {
          over();
          reject(error);
        }
      };
      const again = setInterval(look, LOOK_MS);
      const over = (): void => {
        clearInterval(again);
        this.#looks.delete(look);
      };
      this.#looks.add(look);
      look();
    });
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
