import { readCommand } from './interpreter.ts';

const DLE = 0x10;

export interface Sorted {
  /** Bytes for the receive buffer. */
  readonly data: readonly number[];
  /** A real-time command that is complete now. */
  readonly realTime: Uint8Array | null;
  /** The host began a real-time command while another command was not complete. */
  readonly insideCommand: boolean;
}

const nothing: Sorted = { data: [], realTime: null, insideCommand: false };

/**
 * The fast lane of the printer: sees every byte as it arrives and takes the real-time commands (DLE EOT, DLE ENQ, DLE
 * DC4) out of the stream. A real printer finds them anywhere, even in the middle of another command; with `inData`
 * this one does too, and leaves the bytes in the data as real ones do (docs/facts/printing.md §2.2, §4.3).
 */
export class RealTimeLane {
  readonly #inData: boolean;
  /** The real-time command that has begun. */
  #begun: number[] = [];
  /** The other command that has begun. */
  #command: number[] = [];
  /** Bytes to come until the present command can be complete: saves reading a long raster again for every byte. */
  #last: number[] = [];

  constructor(inData: boolean) {
    this.#inData = inData;
  }

  reset(): void {
    this.#begun = [];
    this.#command = [];
    this.#last = [];
  }

  push(byte: number): Sorted {
    if (this.#begun.length > 0) return this.#goOn(byte);
    if (byte === DLE && this.#command.length === 0) {
      this.#begun = [byte];
      return nothing;
    }
    return this.#data(byte);
  }

  #goOn(byte: number): Sorted {
    this.#begun.push(byte);
    const length = lengthOf(this.#begun);
    if (length === 'not-one') {
      const data = this.#begun;
      this.#begun = [];
      return { data, realTime: null, insideCommand: false };
    }
    if (this.#begun.length < length) return nothing;
    const realTime = Uint8Array.from(this.#begun);
    this.#begun = [];
    return { data: [], realTime, insideCommand: false };
  }

  #data(byte: number): Sorted {
    this.#command.push(byte);
    const inside = this.#seen(byte);
    if (readCommand(Uint8Array.from(this.#command)) !== 'incomplete') this.#command = [];
    return { data: [byte], realTime: this.#inData ? inside : null, insideCommand: inside !== null };
  }

  /** A whole DLE EOT or DLE ENQ among the bytes of an unfinished command. */
  #seen(byte: number): Uint8Array | null {
    this.#last = [...this.#last.slice(-2), byte];
    const [first, second, third = 0] = this.#last;
    const found =
      first === DLE &&
      ((second === 0x04 && third >= 1 && third <= 4) || (second === 0x05 && (third === 1 || third === 2)));
    if (!found) return null;
    const command = Uint8Array.from(this.#last);
    this.#last = [];
    return command;
  }
}

/** Length of the real-time command that begins so. DLE DC4 8 has ten bytes, other DLE DC4 five. */
function lengthOf(begun: readonly number[]): number | 'not-one' {
  const [, code, argument] = begun;
  if (code === 0x04 || code === 0x05) return 3;
  if (code === 0x14) return argument === 0x08 ? 10 : 5;
  return 'not-one';
}
