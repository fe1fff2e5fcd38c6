/**
 * Everything that a journal can say: a closed union, checked when an entry is written and again when it is read.
 * A new kind of entry is a new schema version (schema.ts): an older program must refuse the journal, not guess.
 */
import { z } from 'zod';
import {
  CardKind,
  CardNumber,
  calls,
  Evidence,
  IsoDate,
  JournalHead,
  Problem,
  TransferEnd,
  TransferId,
} from '../../center/contract/index.ts';
import { ServiceReason, ServiceState } from '../contract/staff.ts';
import { DecidedEnd, DecisionReason, ShiftReport } from '../contract/staff-money.ts';
import { SettingField } from '../contract/staff-settings.ts';

/** How it is known that a transfer wrote nothing. `never-sent`: the command did not leave; `refused`: the card said no, and reading proved it. */
export const VoidProof = z.enum(['never-sent', 'history', 'refused', 'staff']);
export type VoidProof = z.infer<typeof VoidProof>;

/** How it is known that a transfer wrote. */
export const WrittenProof = z.enum(['answer', 'history', 'staff']);
export type WrittenProof = z.infer<typeof WrittenProof>;

/** A message to the center, told again and again until it is answered; first-in-first-out per card. */
export const OutboxMessage = z.discriminatedUnion('call', [
  z.object({ call: z.literal('finish'), messageId: z.uuid(), request: calls.finish.request }),
  z.object({ call: z.literal('register'), messageId: z.uuid(), request: calls.register.request }),
]);
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** A member of staff: the keyed hash of a staff card, never its number (design §5). */
const StaffHash = z.string().regex(/^[0-9a-f]{16,64}$/);

/** Receipt number: positive, never used twice (invariant I6). */
const ReceiptNumber = z.int().positive();

export const TransferPhase = z.enum([
  'intended',
  'reserved',
  'writing',
  'unknown',
  'contradicted',
  'written',
  'voided',
]);
export type TransferPhase = z.infer<typeof TransferPhase>;

const QueuedMessage = z.object({ cardNumber: CardNumber, message: OutboxMessage });

/** Whether the machine serves passengers, and why not. */
const ServiceEntry = z.object({ state: ServiceState, reason: z.enum([...ServiceReason.options, 'contradiction']) });
export type ServiceEntry = z.infer<typeof ServiceEntry>;

/**
 * Everything that the entries of a sealed journal amount to (state.ts), so that the next one needs none of them. A field
 * that comes later has a default: what older journals carried over must still be read.
 */
export const Snapshot = z.object({
  transfers: z.array(
    z.object({
      transferId: TransferId,
      on: IsoDate,
      evidence: Evidence,
      cardKind: CardKind.nullable(),
      phase: TransferPhase,
      decided: z.exactOptional(DecidedEnd),
    }),
  ),
  outbox: z.array(QueuedMessage),
  refused: z.array(QueuedMessage.extend({ problem: Problem })),
  discrepancies: z.array(
    z.object({ transferId: TransferId, cardNumber: CardNumber, claimed: TransferEnd, stands: TransferEnd }),
  ),
  lastShift: z.object({ number: z.int().nonnegative(), to: z.int().nonnegative() }),
  lastTransferId: TransferId.nullable(),
  lastReceiptNumber: z.int().nonnegative(),
  receiptsSending: z.array(ReceiptNumber),
  receipts: z.array(z.object({ about: z.string(), number: ReceiptNumber })),
  service: ServiceEntry,
  staffSetUp: z.boolean(),
  wallOffsetMs: z.nullable(z.int()).default(null),
  auditAnchor: z.nullable(JournalHead).default(null),
  auditsBegunAnew: z.int().nonnegative().default(0),
  staffSetUpBy: z.nullable(z.string()).default(null),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** File name of an archive in the folder `archive` beside the journal; the second and further ones of a year are numbered. */
export const ArchiveName = z.string().regex(/^journal-\d{4}(-[1-9]\d*)?\.sqlite$/);

export const EntryBody = z.discriminatedUnion('kind', [
  /** The first entry of a station's journal, and only that: what tells an empty journal from a lost one. */
  z.object({ kind: z.literal('journal-begun'), stationId: z.string(), journalId: z.uuid() }),
  /** The last entry of a file that was closed for good; nothing but `journal-continued`, in the next file, follows on it. */
  z.object({ kind: z.literal('journal-sealed'), year: z.int().min(0).max(9999), archive: ArchiveName }),
  /** The first entry of every further file: its number and hash go on from the last one of the archive. */
  z.object({
    kind: z.literal('journal-continued'),
    stationId: z.string(),
    journalId: z.uuid(),
    archive: z.object({ name: ArchiveName, entry: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    snapshot: Snapshot,
  }),
  /**
   * `wallOffsetMs`: what the machine's own clock (station/wall-clock.ts) was ahead of the monotonic one of this run. Staff
   * search by it; nothing of money asks it (design §4). Left out: no clock was read, or an older program wrote the entry.
   */
  z.object({
    kind: z.literal('station-started'),
    softwareVersion: z.string(),
    wallOffsetMs: z.exactOptional(z.int()),
  }),

  /** Before anything is asked of the center: the id, and the evidence that can later prove what happened. */
  z.object({
    kind: z.literal('transfer-intended'),
    transferId: TransferId,
    on: IsoDate,
    cardKind: CardKind,
    evidence: Evidence,
  }),
  z.object({ kind: z.literal('transfer-reserved'), transferId: TransferId }),
  /** On disk before the command leaves. After it nothing but the card can say what happened. */
  z.object({ kind: z.literal('transfer-writing'), transferId: TransferId }),
  z.object({
    kind: z.literal('transfer-written'),
    transferId: TransferId,
    proof: WrittenProof,
    /** The card's status flags where it answered (`0000`, `ff71`). */
    status: z.string().nullable(),
  }),
  z.object({ kind: z.literal('transfer-unknown'), transferId: TransferId, detail: z.string() }),
  /** The card's own answers contradict each other: stays listed, the machine goes out of service. */
  z.object({ kind: z.literal('transfer-contradicted'), transferId: TransferId, detail: z.string() }),
  z.object({ kind: z.literal('transfer-voided'), transferId: TransferId, proof: VoidProof }),
  /** The card could not tell any more, and the center says that another station had settled it before. */
  z.object({ kind: z.literal('transfer-closed'), transferId: TransferId, state: TransferEnd }),
  /** A hold of another station, found with its card on this one's reader: settled here. */
  z.object({
    kind: z.literal('transfer-found'),
    transferId: TransferId,
    on: IsoDate,
    evidence: Evidence,
  }),

  /** Two members of staff say how a transfer ended that no card will tell of. Its end follows in the same transaction. */
  z.object({
    kind: z.literal('staff-decided'),
    transferId: TransferId,
    end: DecidedEnd,
    reason: DecisionReason,
    by: z.tuple([StaffHash, StaffHash]),
  }),
  /** The card turned up after all and proves the contrary of what staff decided: told to the center, nothing else changes. */
  z.object({
    kind: z.literal('decision-contradicted'),
    transferId: TransferId,
    stands: TransferEnd,
    proves: TransferEnd,
  }),

  z.object({ kind: z.literal('message-queued'), cardNumber: CardNumber, message: OutboxMessage }),
  /** `state`: the end that stands at the center, where the message told one. */
  z.object({
    kind: z.literal('message-answered'),
    messageId: z.uuid(),
    state: TransferEnd.nullable(),
  }),
  z.object({ kind: z.literal('message-refused'), messageId: z.uuid(), problem: Problem }),
  /** Staff have a refused message told once more, under its own id. */
  z.object({ kind: z.literal('message-again'), messageId: z.uuid(), by: StaffHash }),
  /** Staff gave what is wrong about a transfer (a refused end, a discrepancy) to the operator: it leaves the station's list. */
  z.object({ kind: z.literal('staff-handed-over'), transferId: TransferId, by: StaffHash }),

  /** The end of a shift, with all that its report says. The next one begins with the entry after `to`. */
  z.object({ kind: z.literal('shift-closed'), report: ShiftReport }),

  /** A receipt: its number is used up by being prepared, and it is an original once only (I6). */
  z.object({
    kind: z.literal('receipt-prepared'),
    number: ReceiptNumber,
    original: z.int().positive().nullable(),
    about: z.string(),
  }),
  z.object({ kind: z.literal('receipt-sending'), number: ReceiptNumber }),
  z.object({
    kind: z.literal('receipt-ended'),
    number: ReceiptNumber,
    end: z.enum(['printed', 'unknown', 'not-printed']),
  }),

  /** A field of the configuration file, before it is written. Null: left out. `by`: staff number. */
  z.object({
    kind: z.literal('setting-changed'),
    field: SettingField,
    before: z.string().nullable(),
    after: z.string().nullable(),
    by: z.string(),
    /** The file could not be written: what the entry before said did not happen. */
    takenBack: z.exactOptional(z.literal(true)),
  }),
  /** Does the machine serve passengers? `by`: the hash of a staff card; null: the machine itself. */
  ServiceEntry.extend({ kind: z.literal('service-changed'), by: z.string().nullable() }),
  /**
   * The machine has a staff card now: it is never set up for the first time again, but by this same card where the rest of it
   * was cut off. Left out: an older program wrote it.
   */
  z.object({ kind: z.literal('staff-set-up'), card: z.exactOptional(StaffHash) }),
  /** How far the audit log of staff access had come: one that is gone, or an older copy of it, is told by this. */
  z.object({ kind: z.literal('audit-anchored'), head: JournalHead }),
]);
export type EntryBody = z.infer<typeof EntryBody>;

/** The first entry of a file. */
export type Beginning = Extract<EntryBody, { kind: 'journal-begun' | 'journal-continued' }>;

/** Entries that the journal itself makes; nobody else appends them. */
export const isBoundary = ({ kind }: EntryBody): boolean =>
  kind === 'journal-begun' || kind === 'journal-sealed' || kind === 'journal-continued';

/** An entry as it stands in the journal. */
export interface Entry {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  /** The monotonic clock of the run that wrote it, ms: tells how long things took; when, only with `wallOffsetMs`. */
  readonly atMs: number;
  readonly body: EntryBody;
  /** SHA-256 over this entry and the hash of the one before, 64 hexadecimal digits. */
  readonly hash: string;
}
