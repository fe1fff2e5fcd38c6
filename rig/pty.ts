import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  lstatSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { ReadStream } from 'node:tty';
import { z } from 'zod';
import type { ByteStream, StreamEnd } from '../hardware/stream.ts';
import type { DeviceLine } from './device-line.ts';

/**
 * A serial device that any program can open: a pseudo terminal, and optionally a link to it under a name that stays.
 * Throws where this system has no pseudo terminals, or where something that is not a link stands at `link`.
 */
export function openPseudoTerminal(link?: string): DeviceLine {
  const device = new DeviceEnd();
  let terminal: Terminal | null = null;

  function plug(): void {
    terminal = openTerminal();
    device.attach(terminal);
    if (link !== undefined) pointTo(link, terminal.path);
  }
  function unplug(): void {
    if (!terminal) return;
    if (link !== undefined) removeLink(link, terminal.path);
    device.detach();
    terminal.close();
    terminal = null;
  }
  plug();

  return {
    get path() {
      return link ?? terminal?.path ?? '';
    },
    stream: device,
    get isPlugged() {
      return terminal !== null;
    },
    unplug,
    replug() {
      if (!terminal) plug();
    },
    close() {
      unplug();
      device.finish();
    },
  };
}

interface Terminal {
  readonly path: string;
  readonly master: number;
  readonly reader: ReadStream;
  close(): void;
}

const nativeTerminal = z.object({ master: z.int(), slave: z.int(), pty: z.string().startsWith('/') });
type NativeBinding = { open(columns: number, rows: number): unknown };

/**
 * The package's types offer only programs inside a terminal; a bare terminal is one call of its binding.
 * Our own descriptor of the host's side stays open: otherwise the first host that closes would end the terminal
 * (docs/facts/felica.md §8.4). Raw and without echo from the start, or the device would hear its own answers.
 */
function openTerminal(): Terminal {
  const require = createRequire(import.meta.url);
  const { requireBinary } = require('@lydell/node-pty/requireBinary.js') as {
    requireBinary(file: string): NativeBinding;
  };
  const { master, slave, pty: path } = nativeTerminal.parse(requireBinary('pty.node').open(80, 24));
  execFileSync('stty', ['-F', path, 'raw', '-echo']);
  const reader = new ReadStream(master);
  // Closing the terminal makes a read that is under way fail; that is the way it ends.
  reader.on('error', () => {});
  return {
    path,
    master,
    reader,
    close() {
      reader.destroy();
      closeSync(slave);
    },
  };
}

/** How long the system's buffer may stay full before what does not fit is thrown away: nobody has the device open. */
const fullBuffer = { retryMs: 5, giveUpMs: 300 } as const;

class DeviceEnd implements ByteStream {
  readonly #dataListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #endListeners = new Set<(end: StreamEnd) => void>();
  #terminal: Terminal | null = null;
  #sending: Promise<void> = Promise.resolve();
  #ended = false;

  attach(terminal: Terminal): void {
    this.#terminal = terminal;
    terminal.reader.on('data', (bytes: Buffer) => {
      for (const listener of [...this.#dataListeners]) listener(new Uint8Array(bytes));
    });
  }

  detach(): void {
    this.#terminal = null;
  }

  write(bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice();
    const terminal = this.#terminal;
    const sent = this.#sending.then(() => this.#send(terminal, copy));
    this.#sending = sent.catch(() => {});
    return sent;
  }

  async #send(terminal: Terminal | null, bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    let waited = 0;
    while (rest.length > 0 && terminal !== null && terminal === this.#terminal) {
      const written = writeSome(terminal.master, rest);
      rest = rest.subarray(written);
      if (written > 0) continue;
      if (waited >= fullBuffer.giveUpMs) return;
      waited += fullBuffer.retryMs;
      await new Promise((resolve) => setTimeout(resolve, fullBuffer.retryMs));
    }
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    this.#dataListeners.add(listener);
    return () => this.#dataListeners.delete(listener);
  }

  onEnd(listener: (end: StreamEnd) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {
    this.finish();
  }

  finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#terminal = null;
    for (const listener of [...this.#endListeners]) listener('closed');
  }
}

/** Writes what the system takes at once and says how much that was. */
function writeSome(descriptor: number, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}

/** Names that this process has made: a terminal that is opened again takes its own over. */
const made = new Set<string>();

/** Makes the name mean the new terminal in one step: a host that looks for it never finds half a link. */
function pointTo(link: string, target: string): void {
  const existing = lstatSync(link, { throwIfNoEntry: false });
  if (existing && !existing.isSymbolicLink()) throw new Error(`${link} exists and is no link; choose another path`);
  // Of another rig that runs, or of udev: nobody's name is taken away. One that leads nowhere was left by a rig that was killed.
  if (existing && !made.has(link) && existsSync(link)) throw new Error(`${link} is taken; choose another path`);
  made.add(link);
  const fresh = `${link}.${process.pid}`;
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}

/** Another process may have taken the name over in the meantime: then it is not ours to remove. */
function removeLink(link: string, target: string): void {
  const existing = lstatSync(link, { throwIfNoEntry: false });
  if (existing?.isSymbolicLink() && readlinkSync(link) === target) unlinkSync(link);
}
