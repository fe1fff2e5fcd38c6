import type { Clock } from '../../hardware/clock.ts';
import type { lineFrom } from '../../hardware/lines/address.ts';
import { StreamLost } from '../../hardware/stream.ts';
import type { DeviceLine } from '../device-line.ts';
import { openPseudoTerminal } from '../pty.ts';
import { openTcpPort } from '../tcp-port.ts';
import { type DeviceName, type Recording, readRecording, recordInto } from '../wire/recording.ts';
import type { WireBytes } from '../wire/wire.ts';
import { passThrough } from './real.ts';

/** What the devices of a rig share. */
export interface Rig {
  readonly clock: Clock;
  /** Of the simulated devices' own times: 1 as in life, 0 at once. */
  readonly timeScale: number;
  /** Where links of pseudo terminals and the cards are kept. */
  readonly directory: string;
  /** Of real devices; in tests others. */
  readonly lineFrom: typeof lineFrom;
  changed(): void;
  seen(device: DeviceName, bytes: WireBytes): void;
}

/** Ends the start of a rig. `path`: of the rig file; the message says the rest. */
export class PartWrong extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[], message: string) {
    super(message.replaceAll(/\s+/g, ' '));
    this.path = path;
  }
}

/** What serialport says begins with the name of its own class. */
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).replace(/^Error: /, '');

/** Opens the line of a device where the rig file says, else at a link in the rig's directory. Throws PartWrong. */
export async function openLine(device: DeviceName, at: string | undefined, rig: Rig): Promise<DeviceLine> {
  const wanted = at ?? `pty:${rig.directory}/tty-${device}`;
  try {
    if (wanted.startsWith('pty:')) return openPseudoTerminal(wanted.slice('pty:'.length));
    return await openTcpPort(Number(wanted.slice('tcp:'.length)));
  } catch (error) {
    throw new PartWrong(['devices', device, 'at'], `${wanted} cannot be had: ${wordsOf(error)}`);
  }
}

/** Tells what passes to the rig and, where asked for, into a file. */
export function listener(device: DeviceName, file: string | undefined, line: string, rig: Rig) {
  if (file === undefined) return { seen: (bytes: WireBytes) => rig.seen(device, bytes), close: () => {} };
  let recording: ReturnType<typeof recordInto>;
  try {
    recording = recordInto(file, device, line);
  } catch (error) {
    throw new PartWrong(['devices', device, 'record'], `cannot be made: ${wordsOf(error)}`);
  }
  return {
    seen: (bytes: WireBytes) => {
      recording.say(bytes);
      rig.seen(device, bytes);
    },
    close: () => recording.close(),
  };
}

/** A recording of this kind of device. Throws PartWrong. */
export function recordingOf(device: DeviceName, file: string): Recording {
  const recording = readRecording(file);
  const path = ['devices', device, 'recording'];
  if (!recording.ok) throw new PartWrong(path, recording.error);
  if (recording.value.device === device) return recording.value;
  throw new PartWrong(path, `${file} is the recording of a ${recording.value.device}`);
}

export interface RealDevice {
  readonly address: string;
  readonly isPlugged: boolean;
  close(): Promise<void>;
}

/**
 * A real device of the rig: behind a pseudo terminal, so that its line is seen and recorded. A HID device speaks in reports,
 * which a terminal does not carry: the station opens that one itself, once it has been opened here and let go. Throws PartWrong
 * where it cannot be opened.
 */
export async function openReal(
  device: DeviceName,
  { line, at, record }: { line: string; at?: string | undefined; record?: string | undefined },
  rig: Rig,
): Promise<RealDevice> {
  const real = rig.lineFrom(line);
  if (!real.ok) throw new PartWrong(['devices', device, 'line'], real.error.detail);
  const notOpened = (error: unknown) => {
    const cause = error instanceof StreamLost && error.cause ? error.cause : error;
    return new PartWrong(['devices', device, 'line'], `${line} cannot be opened: ${wordsOf(cause)}`);
  };
  if (line.startsWith('hid:')) {
    if (record !== undefined) {
      throw new PartWrong(['devices', device, 'record'], 'a HID device speaks in reports, which are not recorded');
    }
    try {
      await (await real.value.open()).close();
    } catch (error) {
      throw notOpened(error);
    }
    return { address: line, isPlugged: true, close: async () => {} };
  }
  const end = await openLine(device, at, rig);
  let ear: ReturnType<typeof listener> | null = null;
  const passage = await passThrough(real.value, end, rig.clock, (bytes) => ear?.seen(bytes)).catch((error) => {
    end.close();
    throw notOpened(error);
  });
  async function close(): Promise<void> {
    await passage.close();
    end.close();
    ear?.close();
  }
  try {
    // Only now: a device that is not there leaves no empty recording.
    ear = listener(device, record, line, rig);
  } catch (error) {
    await close();
    throw error;
  }
  passage.onChange(() => rig.changed());
  return {
    address: end.path,
    get isPlugged() {
      return passage.isPlugged;
    },
    close,
  };
}
