import type { Clock } from '../../hardware/clock.ts';
import type { ByteStream } from '../../hardware/stream.ts';

/** What passed over the line of a device, as it came out of the system: any chunking. */
export interface WireBytes {
  /** Milliseconds since the recording began. */
  readonly at: number;
  readonly from: 'host' | 'device';
  readonly bytes: Uint8Array;
}

/** The device's end of a line, with everything that passes told to `listener`. */
export function tapped(stream: ByteStream, clock: Clock, listener: (seen: WireBytes) => void): ByteStream {
  const began = clock.now();
  const tell = (from: WireBytes['from'], bytes: Uint8Array) => listener({ at: clock.now() - began, from, bytes });
  // First of all listeners: what the host said stands before what the device answers to it.
  stream.onData((bytes) => tell('host', bytes));
  return {
    write(bytes) {
      tell('device', bytes);
      return stream.write(bytes);
    },
    onData: (listener) => stream.onData(listener),
    onEnd: (listener) => stream.onEnd(listener),
    flush: () => stream.flush(),
    close: () => stream.close(),
  };
}
