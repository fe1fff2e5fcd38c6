/** What has been printed since the last change of paper: kept over restarts, reset by whoever puts in a new roll. */
import * as z from 'zod/mini';
import { lengthMm } from '../../../hardware/printer/paper.ts';
import { paperOf } from '../../../hardware/printer/paper-of.ts';
import type { ReceiptPrinter } from '../../../hardware/printer/port.ts';
import { PaperRoll } from '../../contract/staff-devices.ts';
import type { Log } from '../../log.ts';
import { keptFile } from '../kept-file.ts';

const File = z.object({ version: z.literal(1), roll: PaperRoll });

export interface RollKeeper {
  /** Null: no change of paper has been noted, or what was noted cannot be read. */
  readonly roll: PaperRoll | null;
  /** A new roll, on this day where it is known. */
  changed(on: string | null): void;
  /** The same printer, whose documents are counted when they came out or may have. */
  counting(printer: ReceiptPrinter, widthMm: 58 | 80): ReceiptPrinter;
}

export function createRollKeeper(path: string, log: Log): RollKeeper {
  const file = keptFile(path, File);
  const read = file.read();
  if (!read.ok) log.warn('paper-roll-unreadable', { detail: read.error });
  let roll = read.ok ? (read.value?.roll ?? null) : null;

  function set(next: PaperRoll): void {
    roll = next;
    // A count that could not be kept is a little low after the next start: said, and no reason to stop printing.
    const written = file.write({ version: 1, roll: next });
    if (!written.ok) log.warn('paper-roll-not-kept', { detail: written.error });
  }

  return {
    get roll() {
      return roll;
    },
    changed: (on) => set({ since: on, receipts: 0, millimetres: 0 }),
    counting(printer, widthMm) {
      return {
        get description() {
          return printer.description;
        },
        get status() {
          return printer.status;
        },
        onStatus: (listener) => printer.onStatus(listener),
        start: () => printer.start(),
        check: () => printer.check(),
        stop: () => printer.stop(),
        async print(document) {
          const printed = await printer.print(document);
          // Before the first change nothing is counted: nobody knows how much of that roll was used.
          if (roll && (printed.ok || printed.error.kind === 'unknown')) {
            const paper = paperOf(document, widthMm);
            const millimetres = paper.ok ? Math.round(lengthMm(paper.value)) : 0;
            set({ ...roll, receipts: roll.receipts + 1, millimetres: roll.millimetres + millimetres });
          }
          return printed;
        },
      };
    },
  };
}
