/** What went over the wires, byte by byte, in the order in which it happened. */
import { toHex } from '../../hardware/bytes.ts';
import type { Clock } from '../../hardware/clock.ts';
import type { ByteStream } from '../../hardware/stream.ts';

export interface WireEvent {
  /** Milliseconds of the machine's clock. */
  readonly at: number;
  readonly line: string;
  /** Who spoke. */
  readonly from: 'host' | 'device';
  /** Hexadecimal. */
  readonly bytes: string;
}

export class WireTrace {
  readonly events: WireEvent[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The device's end of a line, overheard: what the device hears (after what broke on the way), and what it says. */
  overhear(line: string, stream: ByteStream): ByteStream {
    const note = (from: WireEvent['from'], bytes: Uint8Array): void => {
      this.events.push({ at: this.#clock.now(), line, from, bytes: toHex(bytes) });
    };
    stream.onData((bytes) => note('host', bytes));
    return {
      write: async (bytes) => {
        note('device', bytes);
        await stream.write(bytes);
      },
      onData: (listener) => stream.onData(listener),
      onEnd: (listener) => stream.onEnd(listener),
      flush: () => stream.flush(),
      close: () => stream.close(),
    };
  }

  /** One JSON object a line. */
  toString(): string {
    return this.events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }
}
