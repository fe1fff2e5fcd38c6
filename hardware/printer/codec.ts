import type { StatusQuestion } from './commands.ts';
import type { PrinterStatus } from './port.ts';

/** What a printer says, told apart by bit patterns. Source: docs/facts/printing.md §2.3, last paragraph. */
export type Reply =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'hold' }
  /** Answer to DLE EOT n; it does not say to which n. */
  | { readonly kind: 'status'; readonly byte: number }
  /** Automatic status, four bytes. */
  | { readonly kind: 'automatic'; readonly bytes: readonly [number, number, number, number] }
  /** `37 22 id 00`. */
  | { readonly kind: 'process-id'; readonly id: string }
  /** `37 25 00`: the buffers have been cleared. */
  | { readonly kind: 'cleared' }
  /** Any other block: offline causes (`37 23`), names (`5F`), power-off (`3B`). */
  | { readonly kind: 'block'; readonly header: number; readonly bytes: readonly number[] }
  /** Answer to GS r 1 or GS I n. */
  | { readonly kind: 'in-order'; readonly byte: number }
  | { readonly kind: 'garbage'; readonly byte: number };

const XON = 0x11;
const XOFF = 0x13;
const blockHeaders: ReadonlySet<number> = new Set([0x37, 0x5f, 0x3b, 0x35, 0x3d]);
/** The longest block that makes sense; beyond it the header was no header. */
const BLOCK_LIMIT = 80;

/** Cuts what arrives into replies, whatever the chunking. Bytes that begin nothing known come out as garbage, one each. */
export class ReplyParser {
  #pending: number[] = [];

  push(bytes: Uint8Array): Reply[] {
    const replies: Reply[] = [];
    for (const byte of bytes) {
      // Flow control may stand anywhere, also within a status or a block (§2.3, §2.5).
      if (byte === XON) replies.push({ kind: 'go-on' });
      else if (byte === XOFF) replies.push({ kind: 'hold' });
      else {
        this.#pending.push(byte);
        this.#take(replies);
      }
    }
    return replies;
  }

  /** Forgets a reply that has begun. */
  reset(): void {
    this.#pending = [];
  }

  #take(replies: Reply[]): void {
    while (this.#pending.length > 0) {
      const read = readReply(this.#pending);
      if (read === 'incomplete') return;
      replies.push(read.reply);
      this.#pending = this.#pending.slice(read.length);
    }
  }
}

function readReply(bytes: readonly number[]): { reply: Reply; length: number } | 'incomplete' {
  const first = bytes[0] ?? 0;
  if (blockHeaders.has(first)) return readBlock(first, bytes);
  if ((first & 0x93) === 0x12) return { reply: { kind: 'status', byte: first }, length: 1 };
  if ((first & 0x93) === 0x10) return readAutomatic(first, bytes);
  if ((first & 0x90) === 0x00) return { reply: { kind: 'in-order', byte: first }, length: 1 };
  return { reply: { kind: 'garbage', byte: first }, length: 1 };
}

function readAutomatic(first: number, bytes: readonly number[]): { reply: Reply; length: number } | 'incomplete' {
  if (bytes.slice(1, 4).some((byte) => (byte & 0x90) !== 0)) {
    return { reply: { kind: 'garbage', byte: first }, length: 1 };
  }
  const [, second, third, fourth] = bytes;
  if (second === undefined || third === undefined || fourth === undefined) return 'incomplete';
  return { reply: { kind: 'automatic', bytes: [first, second, third, fourth] }, length: 4 };
}

function readBlock(header: number, bytes: readonly number[]): { reply: Reply; length: number } | 'incomplete' {
  const end = bytes.indexOf(0);
  const content = bytes.slice(1, end < 0 ? undefined : end);
  if (content.length > BLOCK_LIMIT || content.some((byte) => byte < 0x20 || byte > 0x7f)) {
    return { reply: { kind: 'garbage', byte: header }, length: 1 };
  }
  if (end < 0) return 'incomplete';
  return { reply: blockReply(header, content), length: end + 1 };
}

function blockReply(header: number, content: readonly number[]): Reply {
  if (header === 0x37 && content[0] === 0x22 && content.length === 5) {
    return { kind: 'process-id', id: String.fromCharCode(...content.slice(1)) };
  }
  if (header === 0x37 && content[0] === 0x25 && content.length === 1) return { kind: 'cleared' };
  return { kind: 'block', header, bytes: content };
}

/** The printer's sensors, as far as one answer tells them. */
export interface Sensors {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paperEnd: boolean;
  readonly paperNearEnd: boolean;
  readonly cutterError: boolean;
  readonly unrecoverable: boolean;
  /** Head too hot, or the cover was opened while printing. */
  readonly autoRecoverable: boolean;
  /** A recoverable error that is not the cutter, or one that the printer only calls "error". */
  readonly otherError: boolean;
}

export const clean: Sensors = {
  offline: false,
  coverOpen: false,
  paperEnd: false,
  paperNearEnd: false,
  cutterError: false,
  unrecoverable: false,
  autoRecoverable: false,
  otherError: false,
};

/** Automatic status. Source: docs/facts/printing.md §2.3. */
export function sensorsOfAutomatic(bytes: readonly [number, number, number, number]): Sensors {
  const [first, second, third] = bytes;
  return {
    offline: (first & 0x08) !== 0,
    coverOpen: (first & 0x20) !== 0,
    paperEnd: (third & 0x0c) !== 0,
    paperNearEnd: (third & 0x03) !== 0,
    cutterError: (second & 0x08) !== 0,
    unrecoverable: (second & 0x20) !== 0,
    autoRecoverable: (second & 0x40) !== 0,
    otherError: (second & 0x04) !== 0,
  };
}

/** What the answers to DLE EOT 1–4 say together. Source: docs/facts/printing.md §2.2. */
export function sensorsOfAnswers(answers: Readonly<Record<StatusQuestion, number>>): Sensors {
  return {
    offline: (answers[1] & 0x08) !== 0,
    coverOpen: (answers[2] & 0x04) !== 0,
    paperEnd: (answers[2] & 0x20) !== 0 || (answers[4] & 0x60) !== 0,
    paperNearEnd: (answers[4] & 0x0c) !== 0,
    cutterError: (answers[3] & 0x08) !== 0,
    unrecoverable: (answers[3] & 0x20) !== 0,
    autoRecoverable: (answers[3] & 0x40) !== 0,
    otherError: (answers[3] & 0x04) !== 0,
  };
}

/**
 * The one word for it. What only a repair mends comes first; an open cover before the paper, whose sensor may be wrong
 * then, and before the error that opening it while printing raises (docs/facts/printing.md §2.2).
 */
export function statusOf(sensors: Sensors): PrinterStatus {
  if (sensors.unrecoverable) return 'unrecoverable';
  if (sensors.cutterError) return 'cutter-jam';
  if (sensors.coverOpen) return 'cover-open';
  if (sensors.paperEnd) return 'paper-out';
  if (sensors.autoRecoverable) return 'overheated';
  if (sensors.offline || sensors.otherError) return 'offline';
  return sensors.paperNearEnd ? 'paper-low' : 'ready';
}
