import type { Clock, Timer } from '../clock.ts';
import type { ByteStream } from '../stream.ts';

/** Nothing came in time, or nothing will come any more. */
export type Unheard = { readonly kind: 'time-up' } | { readonly kind: 'lost' };

/** An answer is two or three frames; a device that talks while nobody listens must not fill the memory. */
const mostFrames = 64;

/** The host's end of an opened stream: what came in and was not taken yet, waiting with a limit, sending with a limit. */
export class Inbox<Frame> {
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  #frames: Frame[] = [];
  #waiting: (() => void) | null = null;
  #isLost = false;

  /** `onLost`: called once when the stream ends although nobody closed it. */
  constructor(stream: ByteStream, clock: Clock, parse: (bytes: Uint8Array) => readonly Frame[], onLost: () => void) {
    this.#stream = stream;
    this.#clock = clock;
    stream.onData((bytes) => {
      for (const frame of parse(bytes)) {
        if (this.#frames.length < mostFrames) this.#frames.push(frame);
      }
      this.#waiting?.();
    });
    stream.onEnd((end) => {
      this.#isLost = true;
      this.#waiting?.();
      if (end === 'lost') onLost();
    });
  }

  /** Forgets what came in and was not taken. */
  clear(): void {
    this.#frames = [];
  }

  /** Forgets that, and what the system holds for us too. */
  async flush(): Promise<void> {
    await this.#stream.flush();
    this.clear();
  }

  /** Null when the bytes are on their way. A line that takes nothing in `limitMs` is as good as a reader that hears nothing. */
  async send(bytes: Uint8Array, limitMs: number): Promise<'lost' | 'no-ack' | null> {
    if (this.#isLost) return 'lost';
    const written = this.#stream.write(bytes).then(
      () => null,
      () => 'lost' as const,
    );
    let timer: Timer;
    const stuck = new Promise<'no-ack'>((resolve) => {
      timer = this.#clock.setTimeout(() => resolve('no-ack'), limitMs);
    });
    const unsent = await Promise.race([written, stuck]).finally(() => this.#clock.clearTimeout(timer));
    // The stream's end says the same, perhaps a moment later.
    if (unsent === 'lost') this.#isLost = true;
    return unsent;
  }

  async next(deadline: number): Promise<Frame | Unheard> {
    let lookedOnceMore = false;
    for (;;) {
      const frame = this.#frames.shift();
      if (frame) return frame;
      if (this.#isLost) return { kind: 'lost' };
      const isUp = this.#clock.now() >= deadline;
      if (isUp && lookedOnceMore) return { kind: 'time-up' };
      // A busy machine may run us after the time is up, and then timers come before what has arrived long ago: a healthy
      // reader would be taken for a silent one. One more turn lets it be read.
      lookedOnceMore = isUp;
      await this.#wakeAt(Math.max(deadline, this.#clock.now()));
    }
  }

  /** Ends early when the line is lost. */
  async pause(ms: number): Promise<void> {
    const end = this.#clock.now() + ms;
    while (!this.#isLost && this.#clock.now() < end) await this.#wakeAt(end);
  }

  close(): Promise<void> {
    return this.#stream.close();
  }

  /** Resolves at that time, or earlier when something arrived. */
  #wakeAt(time: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#clock.clearTimeout(timer);
        this.#waiting = null;
        resolve();
      };
      const timer = this.#clock.setTimeout(wake, time - this.#clock.now());
      this.#waiting = wake;
    });
  }
}
