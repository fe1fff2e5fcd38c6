/** From one journal to the one that continues it: what all entries amount to, as the first entry of the next file. */
import type { Snapshot } from './entries.ts';
import type { JournalState, MutableJournalState } from './state.ts';

/** What the first entry of the next file carries over. */
export function snapshotOf(state: JournalState): Snapshot {
  const { transfers, outbox, refused, discrepancies, receiptsSending, receipts } = state;
  const {
    lastShift,
    lastTransferId,
    lastReceiptNumber,
    service,
    staffSetUp,
    wallOffsetMs,
    auditAnchor,
    auditsBegunAnew,
    staffSetUpBy,
  } = state;
  return {
    transfers: [...transfers.values()],
    outbox: [...outbox.values()],
    refused: [...refused],
    discrepancies: [...discrepancies],
    lastShift,
    lastTransferId,
    lastReceiptNumber,
    receiptsSending: [...receiptsSending],
    receipts: [...receipts].map(([about, number]) => ({ about, number })),
    service,
    staffSetUp,
    wallOffsetMs,
    auditAnchor,
    auditsBegunAnew,
    staffSetUpBy,
  };
}

/** Nothing in the new file is of any date yet. */
export function restore(state: MutableJournalState, snapshot: Snapshot): void {
  const restored: MutableJournalState = {
    transfers: new Map(snapshot.transfers.map((transfer) => [transfer.transferId, transfer])),
    outbox: new Map(snapshot.outbox.map((queued) => [queued.message.messageId, queued])),
    refused: [...snapshot.refused],
    discrepancies: [...snapshot.discrepancies],
    lastShift: snapshot.lastShift,
    lastTransferId: snapshot.lastTransferId,
    lastReceiptNumber: snapshot.lastReceiptNumber,
    receiptsSending: new Set(snapshot.receiptsSending),
    receipts: new Map(snapshot.receipts.map(({ about, number }) => [about, number])),
    newestDate: null,
    sealed: null,
    service: snapshot.service,
    staffSetUp: snapshot.staffSetUp,
    wallOffsetMs: snapshot.wallOffsetMs,
    auditAnchor: snapshot.auditAnchor,
    auditsBegunAnew: snapshot.auditsBegunAnew,
    staffSetUpBy: snapshot.staffSetUpBy,
  };
  Object.assign(state, restored);
}
