import type { Clock } from '../clock.ts';
import type { ByteStream } from '../stream.ts';
import type { Piece } from './paper.ts';
import type { PrinterCondition } from './simulated-condition.ts';

export interface SimulatorOptions {
  readonly stream: ByteStream;
  readonly clock: Clock;
  /** 1 is the speed of a real printer, 0.1 ten times faster, 0 without time: nothing waits for the motor. */
  readonly timeScale?: number;
  readonly widthMm?: 58 | 80;
  /** False: an older printer, which ignores GS ( H. */
  readonly processIds?: boolean;
  /** Whether XOFF also means "offline" (a switch on real printers). */
  readonly holdWhenOffline?: boolean;
  /** Real printers find real-time commands inside data too (docs/facts/printing.md §2.2). */
  readonly realTimeInData?: boolean;
}

/** What the host did wrong on the wire. */
export type Breach =
  /** Data came although the buffer was full; so many bytes were thrown away. */
  | { readonly kind: 'overflow'; bytes: number }
  /** A real-time command began while another command was not complete. */
  | { readonly kind: 'real-time-inside-command' }
  | { readonly kind: 'unknown-command'; readonly bytes: string };

export interface PrinterFaults {
  /** The roll ends when `lines` more lines have been printed. */
  paperOutAfterLines(lines: number): void;
  /** Somebody opens the cover when `bytes` more bytes have arrived. */
  coverOpenAfterBytes(bytes: number): void;
  /** The head is too hot for `ms` (of the printer's time), then goes on by itself. */
  overheat(ms: number): void;
  /** The next cut gets stuck. Goes on only after `clearJam` and DLE ENQ (or power off and on). */
  jamCutter(): void;
  clearJam(): void;
  breakDown(): void;
  /** The motor stands still; nothing says why. */
  stall(): void;
  resume(): void;
  /** Power off and on again: buffers and settings lost, silent for `ms`. */
  powerCycle(ms?: number): void;
  powerOff(): void;
  powerOn(): void;
  /** Bytes that mean nothing, sent to the host. */
  sendGarbage(bytes: Uint8Array): void;
  /** The next `count` answers do not arrive. */
  loseAnswers(count: number): void;
  /** Every answer comes `ms` late; 0 ends it. */
  delayAnswers(ms: number): void;
  /** The next `count` answers come twice. */
  repeatAnswers(count: number): void;
}

export interface PrinterSimulator {
  /** What has come out, oldest first. */
  readonly paper: readonly Piece[];
  onPaper(listener: (piece: Piece) => void): () => void;
  readonly condition: Readonly<PrinterCondition>;
  onCondition(listener: (condition: Readonly<PrinterCondition>) => void): () => void;
  readonly faults: PrinterFaults;
  openCover(): void;
  closeCover(): void;
  /** A new roll: cover open, paper in, cover closed. */
  feedPaper(): void;
  removePaper(): void;
  setPaperLow(low: boolean): void;
  /** Somebody holds the feed button: offline for a reason that automatic status hardly names. */
  holdFeedButton(held: boolean): void;
  readonly breaches: readonly Breach[];
  /** Bytes that wait in the receive buffer. */
  readonly buffered: number;
  /** Lines that hang out of the printer, not cut yet. */
  readonly hanging: number;
  /** Switches off and lets go of the line; cancels every timer. */
  stop(): void;
}
