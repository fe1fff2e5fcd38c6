/**
 * Reads a file from its medium and not from what the kernel remembers of having written it: a memory stick that has lost
 * a block would else be called good. Linux's O_DIRECT wants its buffer and every place aligned to the medium's blocks;
 * file systems that have no such reading (tmpfs, most networks) answer EINVAL, and are read as usual.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A multiple of every block size, read at once, bytes. */
const WINDOW = 1 << 20;
const WASM_PAGE = 1 << 16;

export interface UncachedFile {
  /** False: the kernel's memory may have answered. */
  readonly isDirect: boolean;
  /** Like FileHandle.read: how many bytes came, 0 at the end of the file. */
  read(into: Uint8Array, offset: number, length: number, position: number): Promise<number>;
  close(): Promise<void>;
}

/** Throws what Node throws where the file cannot be opened. */
export async function openUncached(file: string): Promise<UncachedFile> {
  const direct = await openDirect(file);
  return direct ?? new WindowedFile(await open(file, 'r'), false);
}

async function openDirect(file: string): Promise<UncachedFile | null> {
  // Not on every system.
  if (!constants.O_DIRECT) return null;
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_DIRECT);
    const opened = new WindowedFile(handle, true);
    // Some file systems take the flag and refuse the reading.
    await opened.read(new Uint8Array(1), 0, 1, 0);
    return opened;
  } catch (error) {
    await handle?.close();
    if ((error as NodeJS.ErrnoException).code === 'EINVAL') return null;
    throw error;
  }
}

class WindowedFile implements UncachedFile {
  readonly isDirect: boolean;
  readonly #handle: FileHandle;
  /** The memory of a WebAssembly begins at a page of the machine: the one buffer in Node that is surely aligned. */
  readonly #window = new Uint8Array(new WebAssembly.Memory({ initial: WINDOW / WASM_PAGE }).buffer);
  #from = -1;
  #filled = 0;

  constructor(handle: FileHandle, isDirect: boolean) {
    this.#handle = handle;
    this.isDirect = isDirect;
  }

  async read(into: Uint8Array, offset: number, length: number, position: number): Promise<number> {
    const from = Math.floor(position / WINDOW) * WINDOW;
    if (from !== this.#from) {
      const { bytesRead } = await this.#handle.read(this.#window, 0, WINDOW, from);
      [this.#from, this.#filled] = [from, bytesRead];
    }
    const there = this.#window.subarray(position - from, Math.min(this.#filled, position - from + length));
    into.set(there, offset);
    return there.length;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
