import type { PrintError, PrinterStatus, ReceiptPrinter } from '../../hardware/printer/port.ts';
import { columnsOn } from '../../hardware/printer/text.ts';
import { fail, type Result, unreachable } from '../../hardware/result.ts';
import type { ReceiptPreview, ReceiptState } from '../contract/screen.ts';
import type { Language, PointName } from '../contract/words.ts';
import { markupOf } from './markup.ts';
import { type PreviewOptions, previewOf } from './preview.ts';
import type { Imprint, Receipt } from './receipt.ts';

/**
 * What is written of receipts, in this order and before the act it names: PREPARED → SENDING → PRINTED | UNKNOWN |
 * not printed. The bodies are those of the station's journal (station/journal/entries.ts).
 */
export type ReceiptEntry =
  /** Uses the number up. `original`: the number of the print that this one repeats; null where this is the original. */
  | {
      readonly kind: 'receipt-prepared';
      readonly number: number;
      readonly original: number | null;
      readonly about: string;
    }
  | { readonly kind: 'receipt-sending'; readonly number: number }
  | {
      readonly kind: 'receipt-ended';
      readonly number: number;
      readonly end: 'printed' | 'unknown' | 'not-printed';
    };

/** The part of the journal that the desk needs; the station's journal is one. */
export interface ReceiptJournal {
  readonly state: {
    readonly lastReceiptNumber: number;
    /** What a receipt is about → the number of its original, where a print of it may have come out. */
    readonly receipts: ReadonlyMap<string, number>;
  };
  /** On disk when it returns. */
  append(...bodies: readonly ReceiptEntry[]): Result<unknown, unknown>;
}

export interface ReceiptDeskOptions {
  readonly printer: ReceiptPrinter;
  readonly journal: ReceiptJournal;
  readonly stationName: string;
  readonly widthMm: 58 | 80;
  /** The passenger's language now. */
  readonly language: () => Language;
  /** The name of the points in force now (R14). */
  readonly pointName: () => PointName | null;
}

/** Prints receipts with their numbers and knows whether one would come out now. */
export interface ReceiptDesk {
  readonly state: ReceiptState;
  onChange(listener: () => void): () => void;
  /**
   * Prints it: as the original where no print of it can have come out before, else marked 再発行 (I6). Without room in
   * the journal nothing is printed.
   */
  print(receipt: Receipt): Promise<Result<'printed', PrintError>>;
  /**
   * What `print` would bring out now, for the screen; null where it cannot be printed. `of`: the session's own object that
   * the receipt is made from. What was drawn is remembered by it, and so is forgotten with the session (design §5).
   */
  preview(receipt: Receipt, of: object): ReceiptPreview | null;
}

export function createReceiptDesk(options: ReceiptDeskOptions): ReceiptDesk {
  const { printer, journal } = options;
  const originals = new Originals(journal);
  const drawn = new WeakMap<object, { readonly from: string; readonly preview: ReceiptPreview | null }>();

  function imprintOf(number: number, original: number | null): Imprint {
    const { stationName, pointName } = options;
    return { stationName, number: original ?? number, original: original === null, pointName: pointName() };
  }

  function preview(receipt: Receipt, of: object): ReceiptPreview | null {
    const number = journal.state.lastReceiptNumber + 1;
    const imprint = imprintOf(number, originals.printedAs(receipt));
    const how: PreviewOptions = { imprint, number, language: options.language(), widthMm: options.widthMm };
    const from = JSON.stringify([receipt, how]);
    const known = drawn.get(of);
    if (known?.from === from) return known.preview;
    const made = previewOf(receipt, how);
    drawn.set(of, { from, preview: made });
    return made;
  }

  async function print(receipt: Receipt): Promise<Result<'printed', PrintError>> {
    const number = journal.state.lastReceiptNumber + 1;
    const about = originals.nameOf(receipt, number);
    const original = originals.numberOf(about);
    const imprint = imprintOf(number, original);
    const markup = markupOf(receipt, imprint, { language: options.language(), columns: columnsOn(options.widthMm) });
    const begun = journal.append(
      { kind: 'receipt-prepared', number, original, about },
      { kind: 'receipt-sending', number },
    );
    if (!begun.ok) return fail({ kind: 'not-printed', status: printer.status });
    const printed = await printer.print({ number, markup });
    // Where this entry cannot be written, the journal ends in "sending": a print of it may be in somebody's hand.
    journal.append({ kind: 'receipt-ended', number, end: endOf(printed) });
    return printed;
  }

  // One after another: the number of the second must know the first.
  let last: Promise<unknown> = Promise.resolve();
  return {
    get state() {
      return receiptState(printer.status);
    },
    onChange: (listener) => printer.onStatus(() => listener()),
    print(receipt) {
      const printing = last.then(() => print(receipt));
      last = printing.catch(() => {});
      return printing;
    },
    preview,
  };
}

function endOf(printed: Result<'printed', PrintError>): 'printed' | 'unknown' | 'not-printed' {
  if (printed.ok) return 'printed';
  return printed.error.kind === 'unknown' ? 'unknown' : 'not-printed';
}

/** What the passenger is told before the choice of a receipt. */
export function receiptState(status: PrinterStatus): ReceiptState {
  switch (status) {
    case 'ready':
      return 'ready';
    case 'paper-low':
      return 'paper-low';
    case 'paper-out':
      return 'paper-out';
    case 'stopped':
    case 'starting':
    case 'cover-open':
    case 'cutter-jam':
    case 'overheated':
    case 'unrecoverable':
    case 'offline':
    case 'disconnected':
      return 'unavailable';
    default:
      return unreachable(status);
  }
}

/** Names receipts, and knows from the journal which of them may have come out, and under which number. */
class Originals {
  readonly #journal: ReceiptJournal;
  readonly #names = new WeakMap<Receipt, string>();

  constructor(journal: ReceiptJournal) {
    this.#journal = journal;
  }

  /** Names what a receipt is about. A transfer or a shift has one for ever; any other is itself, as long as it lives. */
  nameOf(receipt: Receipt, number: number): string {
    const known = this.#knownName(receipt) ?? `${receipt.kind} ${number}`;
    this.#names.set(receipt, known);
    return known;
  }

  /** The number of its original, where one may have come out. */
  printedAs(receipt: Receipt): number | null {
    const about = this.#knownName(receipt);
    return about === null ? null : this.numberOf(about);
  }

  #knownName(receipt: Receipt): string | null {
    switch (receipt.kind) {
      case 'point-charge':
      case 'unresolved':
      case 'decision':
      case 'finding':
        return `${receipt.kind} ${receipt.data.reference}`;
      case 'shift':
        return `shift no. ${receipt.data.number}`;
      default:
        return this.#names.get(receipt) ?? null;
    }
  }

  numberOf(about: string): number | null {
    return this.#journal.state.receipts.get(about) ?? null;
  }
}
