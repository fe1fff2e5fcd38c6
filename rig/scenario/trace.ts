/** What went over the wires of a machine, byte by byte, as recordings (rig/wire) have it: one of each device. */
import { toHex } from '../../hardware/bytes.ts';
import type { Clock } from '../../hardware/clock.ts';
import type { ByteStream, Line } from '../../hardware/stream.ts';

export type Overheard = 'reader' | 'printer' | 'tower';

interface Said {
  readonly at: number;
  readonly from: 'host' | 'device';
  readonly bytes: Uint8Array;
}

export class WireTrace {
  readonly #clock: Clock;
  /** Made into text when somebody wants it: most machines are only looked at. */
  readonly #said = new Map<Overheard, Said[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The device's end of a line, overheard: what the device hears (after what broke on the way), and what it says. */
  overhear(device: Overheard, stream: ByteStream): ByteStream {
    const note = this.#notes(device);
    stream.onData((bytes) => note('host', bytes));
    return {
      write: (bytes) => {
        note('device', bytes);
        return stream.write(bytes);
      },
      onData: (listener) => stream.onData(listener),
      onEnd: (listener) => stream.onEnd(listener),
      flush: () => stream.flush(),
      close: () => stream.close(),
    };
  }

  /** The line of a real device, overheard at the host's end. `onHost`: what the host says. */
  overhearHost(device: Overheard, line: Line, onHost?: (bytes: Uint8Array) => void): Line {
    const note = this.#notes(device);
    return {
      name: line.name,
      open: async () => {
        const stream = await line.open();
        stream.onData((bytes) => note('device', bytes));
        return {
          write: (bytes) => {
            note('host', bytes);
            onHost?.(bytes);
            return stream.write(bytes);
          },
          onData: (listener) => stream.onData(listener),
          onEnd: (listener) => stream.onEnd(listener),
          flush: () => stream.flush(),
          close: () => stream.close(),
        };
      },
    };
  }

  #notes(device: Overheard): (from: 'host' | 'device', bytes: Uint8Array) => void {
    const said: Said[] = [];
    this.#said.set(device, said);
    return (from, bytes) => {
      said.push({ at: this.#clock.now(), from, bytes: bytes.slice() });
    };
  }

  /** The text of a recording for each device that has heard or said something. `line`: whose it is. */
  recordings(line: string): Map<Overheard, string> {
    const texts = new Map<Overheard, string>();
    for (const [device, said] of this.#said) {
      const head = JSON.stringify({ wire: 1, device, line: `${line} ${device}` });
      const lines = said.map(({ at, from, bytes }) =>
        // Milliseconds of the machine's clock, to the microsecond.
        JSON.stringify({ at: Math.round(at * 1_000) / 1_000, from, hex: toHex(bytes) }),
      );
      if (lines.length > 0) texts.set(device, `${[head, ...lines].join('\n')}\n`);
    }
    return texts;
  }
}
