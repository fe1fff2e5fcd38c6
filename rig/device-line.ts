import type { ByteStream } from '../hardware/stream.ts';

/**
 * The end of a line that a device holds, and what a host opens at the other: a pseudo terminal or a TCP port. `stream`
 * lives through unplugging and plugging in again, as a device with its own power would.
 */
export interface DeviceLine {
  /** Where a host opens it: a path or `tcp:HOST:PORT`. A pseudo terminal without a link is another one after `replug`. */
  readonly path: string;
  readonly stream: ByteStream;
  readonly isPlugged: boolean;
  /** The cable is pulled: whoever has it open gets an error, the path is gone, what the device sends goes nowhere. */
  unplug(): void;
  replug(): void;
  /** The end of it: the device's stream ends as `closed`. */
  close(): void;
}
