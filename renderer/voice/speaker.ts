/**
 * Says lines one after the other, and shows each as its caption while it is said. A new thing to say interrupts what was
 * being said; nothing of a passenger waits here longer than their screen stands.
 */
import { captionOf, type Line } from './line.ts';

/** One way of speaking: recorded clips, a synthesiser. */
export interface Voice {
  /**
   * Says a line, `loudness` from 0 to 1, and resolves to true when it has been said or `stop` has stopped it. False: this
   * voice cannot say it, and another one may.
   */
  say(line: Line, loudness: number, stop: AbortSignal): Promise<boolean>;
}

export interface SpeakerOptions {
  /** In the order in which they are asked. */
  readonly voices: readonly Voice[];
  /** Null: nothing is being said. */
  readonly onCaption: (line: Line | null) => void;
}

/** How loud each step of the volume is. */
const LOUDNESS = [0, 0.3, 0.6, 1] as const;

/** Long enough to read a caption that no voice speaks, in ms: slow readers manage seven characters a second or so. */
const READING = { least: 1_500, perCharacter: 130 } as const;
export const readingTime = (line: Line): number =>
  Math.max(READING.least, READING.perCharacter * captionOf(line).length);

/** Resolves after so long, or as soon as `stop` stops it. */
export function pauseFor(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export class Speaker {
  readonly #options: SpeakerOptions;
  #queue: readonly Line[] = [];
  #stop: AbortController | null = null;

  constructor(options: SpeakerOptions) {
    this.#options = options;
  }

  /** What is still to be said, the line being said first. */
  get pending(): readonly Line[] {
    return this.#queue;
  }

  /** Says these and forgets what it was saying. */
  say(lines: readonly Line[], volume: number): void {
    this.#begin(lines, volume);
  }

  /** Says these after what it is saying. */
  add(lines: readonly Line[], volume: number): void {
    if (this.#queue.length === 0) this.#begin(lines, volume);
    else this.#queue = [...this.#queue, ...lines];
  }

  /** Silent at once, and nothing is kept. */
  hush(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#queue = [];
    this.#options.onCaption(null);
  }

  #begin(lines: readonly Line[], volume: number): void {
    this.hush();
    if (lines.length === 0) return;
    this.#queue = lines;
    this.#stop = new AbortController();
    void this.#run(LOUDNESS[volume as 0 | 1 | 2 | 3] ?? 0, this.#stop.signal);
  }

  async #run(loudness: number, stop: AbortSignal): Promise<void> {
    for (let [now] = this.#queue; now !== undefined && !stop.aborted; [now] = this.#queue) {
      this.#options.onCaption(now);
      await this.#sayOne(now, loudness, stop);
      if (!stop.aborted) this.#queue = this.#queue.slice(1);
    }
  }

  async #sayOne(said: Line, loudness: number, stop: AbortSignal): Promise<void> {
    if (loudness > 0) {
      for (const voice of this.#options.voices) {
        if (await voice.say(said, loudness, stop)) return;
        if (stop.aborted) return;
      }
    }
    await pauseFor(readingTime(said), stop);
  }
}
