/**
 * What the journal's entries amount to. Held in memory, made by reading every entry at open and by the same function
 * at every append: what runs and what would be recovered can never differ.
 */
import type { CardKind, Evidence, IsoDate, Problem } from '../../center/contract/index.ts';
import { unreachable } from '../../hardware/result.ts';
import type { EntryBody, OutboxMessage } from './entries.ts';

export type TransferPhase = 'intended' | 'reserved' | 'writing' | 'unknown' | 'contradicted' | 'written' | 'voided';

export interface TransferState {
  readonly transferId: string;
  readonly on: IsoDate;
  readonly evidence: Evidence;
  /** Null for a hold of another station that was settled here. */
  readonly cardKind: CardKind | null;
  readonly phase: TransferPhase;
}

export interface QueuedMessage {
  readonly cardNumber: string;
  readonly message: OutboxMessage;
}

export interface RefusedMessage extends QueuedMessage {
  readonly problem: Problem;
}

export type ReceiptEnd = 'printed' | 'unknown' | 'not-printed';

export interface JournalState {
  /** Every transfer that is not wholly over: open ones, and ended ones the center has not acknowledged. */
  readonly transfers: ReadonlyMap<string, TransferState>;
  /** Messages waiting for an answer, oldest first. */
  readonly outbox: ReadonlyMap<string, QueuedMessage>;
  /** Ends of transfers that the center refused for good: for staff. */
  readonly refused: readonly RefusedMessage[];
  /** The transfer begun last since the station last started; what a restart may have interrupted. */
  readonly lastTransferId: string | null;
  readonly lastReceiptNumber: number;
  /** Receipts that were being sent when the journal ends: nobody knows whether they came out. */
  readonly receiptsSending: ReadonlySet<number>;
  readonly service: ServiceEntry;
  /** A staff card was enrolled at this machine once. */
  readonly staffSetUp: boolean;
}

type ServiceEntry = Pick<Extract<EntryBody, { kind: 'service-changed' }>, 'state' | 'reason'>;

/** The same, as the one place that may change it. */
export interface MutableJournalState extends JournalState {
  readonly transfers: Map<string, TransferState>;
  readonly outbox: Map<string, QueuedMessage>;
  readonly refused: RefusedMessage[];
  readonly receiptsSending: Set<number>;
  lastTransferId: string | null;
  lastReceiptNumber: number;
  service: ServiceEntry;
  staffSetUp: boolean;
}

export function emptyState(): MutableJournalState {
  return {
    transfers: new Map(),
    outbox: new Map(),
    refused: [],
    receiptsSending: new Set(),
    lastTransferId: null,
    lastReceiptNumber: 0,
    service: { state: 'in-service', reason: 'other' },
    staffSetUp: false,
  };
}

/** Small: what is over leaves the state, however long the journal gets. */
export function copyState(state: MutableJournalState): MutableJournalState {
  return {
    ...state,
    transfers: new Map(state.transfers),
    outbox: new Map(state.outbox),
    refused: [...state.refused],
    receiptsSending: new Set(state.receiptsSending),
  };
}

/** Why an entry cannot follow on what the journal says so far; null where it can. */
export function objection(state: JournalState, body: EntryBody): string | null {
  switch (body.kind) {
    case 'journal-begun':
    case 'station-started':
    case 'setting-changed':
    case 'service-changed':
    case 'staff-set-up':
      return null;
    case 'transfer-intended':
    case 'transfer-found':
      return state.transfers.has(body.transferId) ? 'the transfer exists already' : null;
    case 'transfer-reserved':
      return expectPhase(state, body.transferId, ['intended']);
    case 'transfer-writing':
      return expectPhase(state, body.transferId, ['reserved']);
    case 'transfer-unknown':
      return expectPhase(state, body.transferId, ['writing']);
    case 'transfer-contradicted':
      return expectPhase(state, body.transferId, ['intended', 'writing', 'unknown', 'written']);
    case 'transfer-written':
      return expectPhase(state, body.transferId, ['writing', 'unknown', 'contradicted']);
    case 'transfer-closed':
      return expectPhase(state, body.transferId, ['writing', 'unknown']);
    case 'transfer-voided':
      return body.proof === 'never-sent'
        ? expectPhase(state, body.transferId, ['intended', 'reserved'])
        : expectPhase(state, body.transferId, ['writing', 'unknown', 'contradicted']);
    case 'message-queued':
      return state.outbox.has(body.message.messageId) ? 'the message exists already' : null;
    case 'message-answered':
    case 'message-refused':
      return state.outbox.has(body.messageId) ? null : 'no such message is waiting';
    case 'receipt-prepared':
      return body.number > state.lastReceiptNumber ? null : 'the receipt number was used before';
    case 'receipt-sending':
      return body.number <= state.lastReceiptNumber ? null : 'no such receipt was prepared';
    case 'receipt-ended':
      return body.number <= state.lastReceiptNumber ? null : 'no such receipt was prepared';
    default:
      return unreachable(body);
  }
}

function expectPhase(state: JournalState, transferId: string, phases: readonly TransferPhase[]): string | null {
  const phase = state.transfers.get(transferId)?.phase;
  if (phase === undefined) return 'no such transfer is open';
  return phases.includes(phase) ? null : `the transfer is ${phase}`;
}

/** Takes one entry into the state. The entry has passed `objection`. */
export function apply(state: MutableJournalState, body: EntryBody): void {
  switch (body.kind) {
    case 'journal-begun':
    case 'setting-changed':
      return;
    case 'station-started':
      state.lastTransferId = null;
      return;
    case 'transfer-intended':
      state.lastTransferId = body.transferId;
      state.transfers.set(body.transferId, {
        transferId: body.transferId,
        on: body.on,
        evidence: body.evidence,
        cardKind: body.cardKind,
        phase: 'intended',
      });
      return;
    case 'transfer-found':
      state.transfers.set(body.transferId, {
        transferId: body.transferId,
        on: body.on,
        evidence: body.evidence,
        cardKind: null,
        phase: 'unknown',
      });
      return;
    case 'transfer-reserved':
      setPhase(state, body.transferId, 'reserved');
      return;
    case 'transfer-writing':
      setPhase(state, body.transferId, 'writing');
      return;
    case 'transfer-written':
      setPhase(state, body.transferId, 'written');
      return;
    case 'transfer-unknown':
      setPhase(state, body.transferId, 'unknown');
      return;
    case 'transfer-contradicted':
      setPhase(state, body.transferId, 'contradicted');
      return;
    case 'transfer-voided':
      setPhase(state, body.transferId, 'voided');
      return;
    case 'transfer-closed':
      state.transfers.delete(body.transferId);
      return;
    case 'message-queued':
      state.outbox.set(body.message.messageId, { cardNumber: body.cardNumber, message: body.message });
      return;
    case 'message-answered':
      endMessage(state, body.messageId, null);
      return;
    case 'message-refused':
      endMessage(state, body.messageId, body.problem);
      return;
    case 'receipt-prepared':
      state.lastReceiptNumber = body.number;
      return;
    case 'receipt-sending':
      state.receiptsSending.add(body.number);
      return;
    case 'receipt-ended':
      state.receiptsSending.delete(body.number);
      return;
    case 'service-changed':
      state.service = { state: body.state, reason: body.reason };
      return;
    case 'staff-set-up':
      state.staffSetUp = true;
      return;
    default:
      unreachable(body);
  }
}

function setPhase(state: MutableJournalState, transferId: string, phase: TransferPhase): void {
  const transfer = state.transfers.get(transferId);
  if (transfer) state.transfers.set(transferId, { ...transfer, phase });
}

function endMessage(state: MutableJournalState, messageId: string, problem: Problem | null): void {
  const queued = state.outbox.get(messageId);
  if (!queued) return;
  state.outbox.delete(messageId);
  if (queued.message.call !== 'finish') return;
  if (problem) state.refused.push({ ...queued, problem });
  else state.transfers.delete(queued.message.request.transferId);
}
