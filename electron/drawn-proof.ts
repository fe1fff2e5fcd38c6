import * as z from 'zod/mini';
import { Drawn } from '../station/contract/drawn.ts';

/** A page's answer to a beat. */
export const BeatAnswer = z.object({ beat: z.int(), drawn: Drawn });
export type BeatAnswer = z.infer<typeof BeatAnswer>;

/**
 * Has a page drawn what it was sent? That its preload answers says nothing: its script may not have been loaded, its root may
 * be empty, a rendering may have thrown and left the screen before. Messages arrive in the order in which they were sent, so
 * the page owes for each beat exactly what had been sent before it.
 */
export class DrawnProof {
  /** Before its first screen a page says "please wait". */
  #sent: Drawn = 'please-wait';
  #beat = 0;
  readonly #owed = new Map<number, Drawn>();
  #wrong: string | null = null;

  /** It gets a screen of this revision; null: "please wait". */
  sent(revision: number | null): void {
    this.#sent = revision ?? 'please-wait';
  }

  /** Returns the number of a beat that is sent now. */
  asked(): number {
    this.#beat += 1;
    this.#owed.set(this.#beat, this.#sent);
    return this.#beat;
  }

  /** Another page stands there: what the one before owed is forgotten. */
  restarted(): void {
    this.#owed.clear();
    this.#wrong = null;
  }

  /** Does it show what it had been sent when it was asked? */
  holds({ beat, drawn }: BeatAnswer): boolean {
    const owed = this.#owed.get(beat);
    // An answer of the page before, or one that nobody asked for.
    if (owed === undefined) return false;
    for (const earlier of this.#owed.keys()) if (earlier <= beat) this.#owed.delete(earlier);
    this.#wrong = drawn === owed ? null : `shows ${drawn} in place of ${owed}`;
    return this.#wrong === null;
  }

  /** In words, for the log. */
  get complaint(): string {
    return this.#wrong ?? 'does not answer';
  }
}
