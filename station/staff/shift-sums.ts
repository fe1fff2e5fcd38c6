/** What a stretch of the journal comes to. Pure: entries in, sums out. */
import type { Evidence } from '../../center/contract/index.ts';
import type { ShiftReport } from '../contract/staff-money.ts';
import type { Entry, EntryBody } from '../journal/index.ts';

/** A transfer as the stretch leaves it. */
export interface ShiftTransfer {
  readonly transferId: string;
  readonly cardNumber: string;
  readonly points: number;
  readonly on: string;
  readonly state: 'open' | 'settled' | 'voided';
  /** Begun or ended in the stretch itself, not before it. */
  readonly isOfShift: boolean;
}

type Sum = ShiftReport['charged'];
type Known = Pick<Evidence, 'cardNumber' | 'points'>;

/**
 * Takes every entry of the journal in order: those before the stretch tell what its ends are about. An end counts in the
 * shift in which it was journaled, whenever its transfer began.
 */
export class ShiftSums {
  registrations = 0;
  readonly charged = zero();
  readonly voided = zero();
  readonly decidedWritten = zero();
  readonly decidedNotWritten = zero();
  readonly receipts = { printed: 0, unknown: 0, notPrinted: 0 };
  /** An end came whose beginning was not shown: it lies in an archive. */
  isIncomplete = false;
  readonly #from: number;
  readonly #transfers = new Map<string, ShiftTransfer>();
  readonly #registering = new Set<string>();
  /** Transfers whose end was found and is told to the center. */
  readonly #told = new Set<string>();

  constructor(from: number) {
    this.#from = from;
  }

  take({ number, body }: Entry): void {
    const isOfShift = number >= this.#from;
    switch (body.kind) {
      case 'transfer-intended':
      case 'transfer-found':
        this.#begin(body.transferId, body.on, body.evidence, isOfShift);
        return;
      case 'transfer-written':
        this.#end(body.transferId, 'settled', body.proof === 'staff' ? this.decidedWritten : this.charged, isOfShift);
        return;
      case 'transfer-voided':
        this.#end(body.transferId, 'voided', body.proof === 'staff' ? this.decidedNotWritten : this.voided, isOfShift);
        return;
      case 'transfer-closed':
        this.#end(body.transferId, body.state, body.state === 'settled' ? this.charged : this.voided, isOfShift);
        return;
      case 'transfer-contradicted':
        this.#reopen(body.transferId, isOfShift);
        return;
      case 'message-queued':
        if (body.message.call === 'register') this.#registering.add(body.message.messageId);
        else this.#told.add(body.message.request.transferId);
        return;
      case 'message-answered':
        if (this.#registering.delete(body.messageId) && isOfShift) this.registrations += 1;
        return;
      case 'receipt-ended':
        if (isOfShift) this.#receipt(body.end);
        return;
      default:
        return;
    }
  }

  /** Every transfer that the journal knows. */
  get transfers(): ReadonlyMap<string, ShiftTransfer> {
    return this.#transfers;
  }

  #begin(transferId: string, on: string, { cardNumber, points }: Known, isOfShift: boolean): void {
    this.#transfers.set(transferId, { transferId, cardNumber, points, on, state: 'open', isOfShift });
  }

  #end(transferId: string, state: 'settled' | 'voided', sum: Sum, isOfShift: boolean): void {
    const transfer = this.#transfers.get(transferId);
    if (!transfer) {
      this.isIncomplete = true;
      return;
    }
    this.#transfers.set(transferId, { ...transfer, state, isOfShift: transfer.isOfShift || isOfShift });
    if (isOfShift) add(sum, 1, transfer.points);
  }

  /** "Written" taken back: the card showed old values at the read-back. An end that its history has proven stands. */
  #reopen(transferId: string, isOfShift: boolean): void {
    const transfer = this.#transfers.get(transferId);
    if (!transfer || this.#told.has(transferId)) return;
    if (transfer.state === 'settled' && isOfShift && transfer.isOfShift) add(this.charged, -1, -transfer.points);
    this.#transfers.set(transferId, { ...transfer, state: 'open', isOfShift: transfer.isOfShift || isOfShift });
  }

  #receipt(end: Extract<EntryBody, { kind: 'receipt-ended' }>['end']): void {
    if (end === 'not-printed') this.receipts.notPrinted += 1;
    else this.receipts[end] += 1;
  }
}

function zero(): { count: number; points: number } {
  return { count: 0, points: 0 };
}

function add(sum: { count: number; points: number }, count: number, points: number): void {
  sum.count += count;
  sum.points += points;
}
