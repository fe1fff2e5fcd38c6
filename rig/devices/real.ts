import type { Clock, Timer } from '../../hardware/clock.ts';
import type { ByteStream, Line } from '../../hardware/stream.ts';
import type { DeviceLine } from '../device-line.ts';
import { tapped, type WireBytes } from '../wire/wire.ts';

/** A real device that was unplugged is looked for this often. Milliseconds. */
const AGAIN_MS = 1_000;

export interface Passage {
  readonly isPlugged: boolean;
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/**
 * A real device behind a line of the rig, so that what passes can be seen and recorded: bytes go through both ways as they
 * come; a device that is unplugged unplugs the line too. Rejects with StreamLost where the device cannot be opened.
 */
export async function passThrough(
  real: Line,
  line: DeviceLine,
  clock: Clock,
  seen: (bytes: WireBytes) => void,
): Promise<Passage> {
  const rigSide = tapped(line.stream, clock, seen);
  const listeners = new Set<() => void>();
  let device: ByteStream | null = null;
  let again: Timer | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const opened = await real.open();
    if (closed) return opened.close();
    device = opened;
    // A terminal that nobody reads may refuse bytes: they are lost, as on a cable.
    opened.onData((bytes) => void rigSide.write(bytes).catch(() => {}));
    opened.onEnd((end) => {
      if (end === 'lost') lost();
    });
    line.replug();
    changed();
  }
  function lost(): void {
    device = null;
    line.unplug();
    changed();
    look();
  }
  function look(): void {
    if (!closed) again = clock.setTimeout(() => void connect().catch(look), AGAIN_MS);
  }
  function changed(): void {
    for (const listener of [...listeners]) listener();
  }

  rigSide.onData((bytes) => {
    // What cannot be sent is lost with the device; the host notices by the line.
    device?.write(bytes).catch(() => {});
  });
  await connect();
  return {
    get isPlugged() {
      return device !== null;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      if (again !== null) clock.clearTimeout(again);
      await device?.close();
    },
  };
}
