/**
 * What the journal's entries amount to. Held in memory, made by reading every entry at open and by the same function
 * at every append: what runs and what would be recovered can never differ.
 */
import type { CardKind, Evidence, IsoDate, JournalHead, Problem, TransferEnd } from '../../center/contract/index.ts';
import { unreachable } from '../../hardware/result.ts';
import type { DecidedEnd } from '../contract/staff-money.ts';
import { referenceOf } from '../transfer/reference.ts';
import type { EntryBody, OutboxMessage, ServiceEntry, TransferPhase } from './entries.ts';
import { restore } from './snapshot.ts';

export interface TransferState {
  readonly transferId: string;
  readonly on: IsoDate;
  readonly evidence: Evidence;
  /** Null for a hold of another station that was settled here. */
  readonly cardKind: CardKind | null;
  readonly phase: TransferPhase;
  /** What staff decided, from that entry on. */
  readonly decided?: DecidedEnd;
}

export interface QueuedMessage {
  readonly cardNumber: string;
  readonly message: OutboxMessage;
}

export interface RefusedMessage extends QueuedMessage {
  readonly problem: Problem;
}

/** What a station said of an end against what stands at the center: for staff, and for the operator. */
export interface Discrepancy {
  readonly transferId: string;
  readonly cardNumber: string;
  readonly claimed: TransferEnd;
  readonly stands: TransferEnd;
}

export type ReceiptEnd = 'printed' | 'unknown' | 'not-printed';

export interface JournalState {
  /** Every transfer that is not wholly over: open ones, and ended ones the center has not acknowledged. */
  readonly transfers: ReadonlyMap<string, TransferState>;
  /** Messages waiting for an answer, oldest first. */
  readonly outbox: ReadonlyMap<string, QueuedMessage>;
  /** Ends of transfers that the center refused for good: for staff. */
  readonly refused: readonly RefusedMessage[];
  /** Ends that the center knows otherwise, until staff have handed them over. */
  readonly discrepancies: readonly Discrepancy[];
  /** The newest shift that was closed, and its last entry; zeros before the first. */
  readonly lastShift: { readonly number: number; readonly to: number };
  /** The transfer begun last, in this run or one before; what a restart may have interrupted. */
  readonly lastTransferId: string | null;
  readonly lastReceiptNumber: number;
  /** Receipts that were being sent when the journal ends: nobody knows whether they came out. */
  readonly receiptsSending: ReadonlySet<number>;
  /**
   * What a receipt is about → the number of its original, where one may have come out: the newest of them, and all that
   * are about a transfer in `transfers`. No other can be asked for again.
   */
  readonly receipts: ReadonlyMap<string, number>;
  /** The newest business date that an entry of this file names; null: none does. */
  readonly newestDate: IsoDate | null;
  /** Set by the last entry of a file that was closed for good. */
  readonly sealed: { readonly year: number; readonly archive: string } | null;
  readonly service: ServiceEntry;
  /** A staff card was enrolled at this machine once. */
  readonly staffSetUp: boolean;
  /** Of the run that wrote last: `atMs` and this are the time by the machine's own clock. Null: not known. */
  readonly wallOffsetMs: number | null;
  /** An entry that the audit log of staff access has had; null: it has never had one. */
  readonly auditAnchor: JournalHead | null;
  /** How often it went back: each time another log stands beside it as `.broken-N`. */
  readonly auditsBegunAnew: number;
  /** Hash of the first staff card; null: there was none, or an older program enrolled it. */
  readonly staffSetUpBy: string | null;
}

const RECEIPTS_REMEMBERED = 100;

/** The same, as the one place that may change it. */
export interface MutableJournalState extends JournalState {
  readonly transfers: Map<string, TransferState>;
  readonly outbox: Map<string, QueuedMessage>;
  refused: RefusedMessage[];
  discrepancies: Discrepancy[];
  lastShift: { readonly number: number; readonly to: number };
  readonly receiptsSending: Set<number>;
  readonly receipts: Map<string, number>;
  lastTransferId: string | null;
  lastReceiptNumber: number;
  newestDate: IsoDate | null;
  sealed: { readonly year: number; readonly archive: string } | null;
  service: ServiceEntry;
  staffSetUp: boolean;
  wallOffsetMs: number | null;
  auditAnchor: JournalHead | null;
  auditsBegunAnew: number;
  staffSetUpBy: string | null;
}

export function emptyState(): MutableJournalState {
  return {
    transfers: new Map(),
    outbox: new Map(),
    refused: [],
    discrepancies: [],
    lastShift: { number: 0, to: 0 },
    receiptsSending: new Set(),
    receipts: new Map(),
    lastTransferId: null,
    lastReceiptNumber: 0,
    newestDate: null,
    sealed: null,
    service: { state: 'in-service', reason: 'other' },
    staffSetUp: false,
    wallOffsetMs: null,
    auditAnchor: null,
    auditsBegunAnew: 0,
    staffSetUpBy: null,
  };
}

/** Small: what is over leaves the state, however long the journal gets. */
export function copyState(state: MutableJournalState): MutableJournalState {
  return {
    ...state,
    transfers: new Map(state.transfers),
    outbox: new Map(state.outbox),
    refused: [...state.refused],
    discrepancies: [...state.discrepancies],
    receiptsSending: new Set(state.receiptsSending),
    receipts: new Map(state.receipts),
  };
}

/**
 * Nothing is under way: the next append could as well come tomorrow. What is unknown or waits to be told does not count;
 * nor does a receipt, whose end may never be written.
 */
export function isAtRest(state: JournalState): boolean {
  for (const { transferId, phase } of state.transfers.values()) {
    if (phase === 'intended' || phase === 'reserved' || phase === 'writing') return false;
    if ((phase === 'written' || phase === 'voided') && !isTold(state, transferId)) return false;
  }
  return true;
}

/** Its end was queued for the center, or refused by it. */
export function isTold(state: JournalState, transferId: string): boolean {
  return [...state.outbox.values(), ...state.refused].some(
    ({ message }) => message.call === 'finish' && message.request.transferId === transferId,
  );
}

/** Why an entry cannot follow on what the journal says so far; null where it can. */
export function objection(state: JournalState, body: EntryBody): string | null {
  if (state.sealed) return 'the journal was sealed';
  switch (body.kind) {
    case 'journal-begun':
    case 'journal-sealed':
    case 'journal-continued':
    case 'station-started':
    case 'setting-changed':
    case 'service-changed':
    case 'staff-set-up':
    case 'audit-anchored':
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
      return (
        expectPhase(state, body.transferId, ['writing', 'unknown', 'contradicted']) ??
        expectDecision(state, body.transferId, body.proof === 'staff' ? 'written' : undefined)
      );
    case 'transfer-closed':
      return expectPhase(state, body.transferId, ['writing', 'unknown', 'contradicted']);
    case 'transfer-voided':
      return body.proof === 'never-sent'
        ? expectPhase(state, body.transferId, ['intended', 'reserved'])
        : (expectPhase(state, body.transferId, ['writing', 'unknown', 'contradicted']) ??
            expectDecision(state, body.transferId, body.proof === 'staff' ? 'not-written' : undefined));
    case 'staff-decided':
      if (body.by[0] === body.by[1]) return 'one member of staff cannot decide alone';
      if (isTold(state, body.transferId)) return 'its end was found';
      return expectPhase(state, body.transferId, ['unknown', 'contradicted']);
    case 'decision-contradicted':
      return state.transfers.has(body.transferId) ? 'the transfer has not ended' : null;
    case 'message-queued':
      return state.outbox.has(body.message.messageId) ? 'the message exists already' : null;
    case 'message-answered':
    case 'message-refused':
      return state.outbox.has(body.messageId) ? null : 'no such message is waiting';
    case 'message-again':
      return state.refused.some(({ message }) => message.messageId === body.messageId)
        ? null
        : 'no such message was refused';
    case 'staff-handed-over':
      return isListed(state, body.transferId) ? null : 'nothing is wrong about this transfer';
    case 'shift-closed':
      return body.report.number === state.lastShift.number + 1 && body.report.from === state.lastShift.to + 1
        ? null
        : 'the shift does not follow on the one before';
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

/** An end by staff needs their decision for it; any other end must not follow on one. */
function expectDecision(state: JournalState, transferId: string, end: DecidedEnd | undefined): string | null {
  const { decided } = state.transfers.get(transferId) ?? {};
  return decided === end ? null : `staff decided ${decided ?? 'nothing'}`;
}

/** Is something wrong about this transfer that only the operator can put right? */
export function isListed(state: JournalState, transferId: string): boolean {
  return (
    state.discrepancies.some((each) => each.transferId === transferId) ||
    state.refused.some(({ message }) => message.call === 'finish' && message.request.transferId === transferId)
  );
}

/** Takes one entry into the state. The entry has passed `objection`. */
export function apply(state: MutableJournalState, body: EntryBody): void {
  switch (body.kind) {
    case 'journal-begun':
    case 'setting-changed':
      return;
    case 'journal-sealed':
      state.sealed = { year: body.year, archive: body.archive };
      return;
    case 'journal-continued':
      restore(state, body.snapshot);
      return;
    case 'station-started':
      state.wallOffsetMs = body.wallOffsetMs ?? null;
      return;
    case 'transfer-intended':
      noteDate(state, body.on);
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
      noteDate(state, body.on);
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
    case 'staff-decided': {
      const transfer = state.transfers.get(body.transferId);
      if (transfer) state.transfers.set(body.transferId, { ...transfer, decided: body.end });
      return;
    }
    case 'decision-contradicted':
      return;
    case 'message-queued':
      if (body.message.call === 'register') noteDate(state, body.message.request.on);
      state.outbox.set(body.message.messageId, { cardNumber: body.cardNumber, message: body.message });
      return;
    case 'message-answered':
      endMessage(state, body.messageId, null, body.state);
      return;
    case 'message-refused':
      endMessage(state, body.messageId, body.problem, null);
      return;
    case 'message-again': {
      const again = state.refused.find(({ message }) => message.messageId === body.messageId);
      if (again) state.outbox.set(body.messageId, { cardNumber: again.cardNumber, message: again.message });
      state.refused = state.refused.filter((each) => each !== again);
      return;
    }
    case 'staff-handed-over':
      state.transfers.delete(body.transferId);
      state.discrepancies = state.discrepancies.filter(({ transferId }) => transferId !== body.transferId);
      state.refused = state.refused.filter(
        ({ message }) => message.call !== 'finish' || message.request.transferId !== body.transferId,
      );
      return;
    case 'shift-closed':
      state.lastShift = { number: body.report.number, to: body.report.to };
      return;
    case 'receipt-prepared':
      state.lastReceiptNumber = body.number;
      noteReceipt(state, body.about, body.original ?? body.number);
      return;
    case 'receipt-sending':
      state.receiptsSending.add(body.number);
      return;
    case 'receipt-ended':
      state.receiptsSending.delete(body.number);
      if (body.end === 'not-printed') forgetOriginal(state, body.number);
      return;
    case 'service-changed':
      state.service = { state: body.state, reason: body.reason };
      return;
    case 'staff-set-up':
      state.staffSetUp = true;
      state.staffSetUpBy ??= body.card ?? null;
      return;
    case 'audit-anchored':
      if (state.auditAnchor && body.head.entry <= state.auditAnchor.entry) state.auditsBegunAnew += 1;
      state.auditAnchor = body.head;
      return;
    default:
      unreachable(body);
  }
}

function setPhase(state: MutableJournalState, transferId: string, phase: TransferPhase): void {
  const transfer = state.transfers.get(transferId);
  if (transfer) state.transfers.set(transferId, { ...transfer, phase });
}

function endMessage(
  state: MutableJournalState,
  messageId: string,
  problem: Problem | null,
  stands: TransferEnd | null,
): void {
  const queued = state.outbox.get(messageId);
  if (!queued) return;
  state.outbox.delete(messageId);
  if (queued.message.call !== 'finish') return;
  if (problem) {
    state.refused.push({ ...queued, problem });
    return;
  }
  const { transferId, cardNumber, end: claimed } = queued.message.request;
  state.transfers.delete(transferId);
  if (stands !== null && stands !== claimed) state.discrepancies.push({ transferId, cardNumber, claimed, stands });
}

/** Business dates may go back; the year of a journal never does. */
function noteDate(state: MutableJournalState, on: IsoDate): void {
  if (state.newestDate === null || on > state.newestDate) state.newestDate = on;
}

/** It counts from being prepared: "sending" is in the same transaction, and from there on it may come out. */
function noteReceipt(state: MutableJournalState, about: string, number: number): void {
  if (state.receipts.has(about)) return;
  state.receipts.set(about, number);
  if (state.receipts.size <= RECEIPTS_REMEMBERED) return;
  const open = new Set([...state.transfers.keys()].map(referenceOf));
  for (const old of state.receipts.keys()) {
    if (open.has(old.split(' ').at(-1) ?? '')) continue;
    state.receipts.delete(old);
    return;
  }
}

function forgetOriginal({ receipts }: MutableJournalState, number: number): void {
  for (const [about, original] of receipts) if (original === number) receipts.delete(about);
}
