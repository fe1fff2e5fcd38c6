import type { ByteStream } from '../stream.ts';

const XON = 0x11;
const XOFF = 0x13;

/** What the simulated printer says: answers, which can be lost, late or doubled on purpose, and flow control. */
export class Voice {
  readonly #stream: ByteStream;
  readonly #after: (ms: number, action: () => void) => void;
  readonly #isPowered: () => boolean;
  #held = false;

  /** The next so many answers do not arrive. */
  toLose = 0;
  /** The next so many come twice. */
  toRepeat = 0;
  /** Every answer comes so late, ms of the printer's time. */
  delayMs = 0;

  constructor(stream: ByteStream, after: (ms: number, action: () => void) => void, isPowered: () => boolean) {
    this.#stream = stream;
    this.#after = after;
    this.#isPowered = isPowered;
  }

  answer(bytes: Uint8Array): void {
    if (this.toLose > 0) {
      this.toLose--;
      return;
    }
    const isRepeated = this.toRepeat > 0;
    if (isRepeated) this.toRepeat--;
    for (const each of isRepeated ? [bytes, bytes] : [bytes]) {
      if (this.delayMs > 0) this.#after(this.delayMs, () => this.say(each));
      else this.say(each);
    }
  }

  /** XOFF, once. */
  hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.say(Uint8Array.of(XOFF));
  }

  /** XON, where XOFF had been said. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.say(Uint8Array.of(XON));
  }

  /** XON at power-up, whatever was before. */
  greet(): void {
    this.#held = false;
    this.say(Uint8Array.of(XON));
  }

  /** Power off: what was said is forgotten. */
  silence(): void {
    this.#held = false;
  }

  say(bytes: Uint8Array): void {
    if (!this.#isPowered()) return;
    // A line that has been cut carries nothing: what is said then is lost, as on a real cable.
    void this.#stream.write(bytes).catch(() => {});
  }
}
