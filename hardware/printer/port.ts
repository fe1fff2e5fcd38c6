import type { Result } from '../result.ts';

/** The printer as the station and the page know it; raw status bits stay in the driver (facts/printing.md §2). */
export type PrinterStatus =
  | 'stopped'
  | 'starting'
  | 'ready'
  /** Prints, but the roll is nearly used up. */
  | 'paper-low'
  | 'paper-out'
  | 'cover-open'
  | 'cutter-jam'
  | 'overheated'
  /** An error that only a repair mends. */
  | 'unrecoverable'
  /** Offline for a reason it does not name. */
  | 'offline'
  /** Nothing at the other end of the line. */
  | 'disconnected';

/** Would a receipt come out if it were asked for now? */
export function canPrint(status: PrinterStatus): boolean {
  return status === 'ready' || status === 'paper-low';
}

export interface ReceiptPrinter {
  readonly description: string;
  readonly status: PrinterStatus;
  onStatus(listener: (status: PrinterStatus) => void): () => void;
  start(): void;
  /** Asks the printer now (DLE EOT 1–4) rather than remembering what it said. */
  check(): Promise<PrinterStatus>;
  /**
   * Prints one document. `printed` only after the printer itself has said so (GS ( H process id, else GS r 1).
   * Never repeats by itself: what to do with `unknown` is the caller's decision (invariant I6).
   */
  print(document: PrintDocument): Promise<Result<'printed', PrintError>>;
  stop(): Promise<void>;
}

export interface PrintDocument {
  /** Receipt number: positive, never used twice in the life of a roll. Becomes the process id. */
  readonly number: number;
  /** Receiptline markup in which all data has been escaped (station/receipts/markup.ts makes it). */
  readonly markup: string;
}

export type PrintError =
  /** Nothing was sent; nothing came out. */
  | { readonly kind: 'not-printed'; readonly status: PrinterStatus }
  /** Something was sent and no proof came back: it may have come out, wholly, in part, or not at all. */
  | { readonly kind: 'unknown'; readonly status: PrinterStatus }
  /** A character that the printer has no code for; nothing was sent. */
  | { readonly kind: 'unprintable'; readonly detail: string };
