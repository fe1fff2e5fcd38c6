/** What staff see and say about money: unresolved transfers, decisions, shifts, the journal, exports. Part of the page's contract. */
import * as z from 'zod/mini';
import { CardTail, Day, Points, Reference, Yen } from './words.ts';

/** The end that staff decide: the only two there are. A number is never edited. */
export const DecidedEnd = z.enum(['written', 'not-written']);
export type DecidedEnd = z.infer<typeof DecidedEnd>;

/** Why staff decide without the card: a closed list, so that a decision can be counted and compared. */
export const DecisionReason = z.enum([
  'card-lost',
  'card-broken',
  'passenger-gone',
  'history-gone',
  'card-contradicts-itself',
  'operator-ordered',
]);
export type DecisionReason = z.infer<typeof DecisionReason>;

const Count = z.int().check(z.minimum(0));
const Sum = z.object({ count: Count, points: Count });
const End = z.enum(['settled', 'voided']);

/** How station and center differ about one transfer. */
export const Difference = z.object({
  reference: Reference,
  cardTail: CardTail,
  kind: z.enum([
    /** The end is in the outbox: it will agree once it has been told. */
    'not-told-yet',
    /** Ended at another station, or by another message; here it is still open. */
    'ended-elsewhere',
    'other-end',
    'other-points',
    /** Null on the other side. */
    'unknown-at-center',
    'unknown-at-station',
  ]),
  station: z.nullable(z.enum(['open', 'settled', 'voided'])),
  center: z.nullable(z.enum(['held', 'settled', 'voided'])),
  stationPoints: z.nullable(Points),
  centerPoints: z.nullable(Points),
});
export type Difference = z.infer<typeof Difference>;

/** At most so many lines of a list are kept in a report; how many there were is said beside it. */
export const REPORT_LINES = 40;

const OpenLine = z.object({ reference: Reference, cardTail: CardTail, points: Points, on: Day });
const WrongLine = z.object({ reference: Reference, cardTail: CardTail, what: z.enum(['refused', 'discrepancy']) });

/** All that a shift comes to. It stands in the journal as it was closed; paper and export are made from that. */
export const ShiftReport = z.object({
  /** 1, 2, 3 … */
  number: z.int().check(z.minimum(1)),
  /** Entries of the journal, both inclusive. */
  from: z.int().check(z.minimum(1)),
  to: z.int().check(z.minimum(1)),
  /** Business dates of what was begun in it; null: nothing was. */
  firstDay: z.nullable(Day),
  lastDay: z.nullable(Day),
  /** Those that the center has answered. */
  registrations: Count,
  /** Written, by the card's answer or its history. */
  charged: Sum,
  /** Proven not to have been written. */
  voided: Sum,
  decidedWritten: Sum,
  decidedNotWritten: Sum,
  receipts: z.object({ printed: Count, unknown: Count, notPrinted: Count }),
  /** Open when the shift was closed. */
  unresolved: z.object({ count: Count, points: Count, lines: z.array(OpenLine).check(z.maxLength(REPORT_LINES)) }),
  /** Ends that the center refused, and discrepancies, that staff have not handed over yet. */
  wrong: z.object({ count: Count, lines: z.array(WrongLine).check(z.maxLength(REPORT_LINES)) }),
  ledger: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('agrees'), compared: Count }),
    z.object({
      kind: z.literal('differs'),
      compared: Count,
      count: Count,
      lines: z.array(Difference).check(z.maxLength(REPORT_LINES)),
    }),
    /** Nothing was compared: the center did not answer. */
    z.object({ kind: z.literal('not-compared') }),
  ]),
});
export type ShiftReport = z.infer<typeof ShiftReport>;

/** One step of a transfer's story, from the journal; the page has the words. */
export const StoryStep = z.object({
  /** Number of the entry. */
  entry: z.int(),
  /** Since the first step, ms; null where the station was started anew in between (its clock begins elsewhere). */
  afterMs: z.nullable(z.int()),
  what: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('intended'),
      points: Points,
      balanceYen: Yen,
      records: z.int(),
      updateNumber: z.int(),
    }),
    z.object({ kind: z.literal('found'), points: Points, balanceYen: Yen }),
    z.object({ kind: z.literal('reserved') }),
    z.object({ kind: z.literal('writing') }),
    z.object({
      kind: z.literal('written'),
      proof: z.enum(['answer', 'history', 'staff']),
      status: z.nullable(z.string()),
    }),
    z.object({ kind: z.literal('unknown'), detail: z.string() }),
    z.object({ kind: z.literal('contradicted'), detail: z.string() }),
    z.object({ kind: z.literal('voided'), proof: z.enum(['never-sent', 'history', 'refused', 'staff']) }),
    z.object({ kind: z.literal('closed'), state: End }),
    z.object({ kind: z.literal('decided'), end: DecidedEnd, reason: DecisionReason }),
    z.object({ kind: z.literal('decision-contradicted'), stands: End, proves: End }),
    z.object({ kind: z.literal('telling'), end: End }),
    z.object({ kind: z.literal('told'), state: z.nullable(End) }),
    z.object({ kind: z.literal('refused'), code: z.string() }),
    z.object({ kind: z.literal('telling-again') }),
    z.object({ kind: z.literal('handed-over') }),
    z.object({ kind: z.literal('restarted') }),
  ]),
});
export type StoryStep = z.infer<typeof StoryStep>;

/** Why a transfer is on the list of staff. */
export const CaseKind = z.enum([
  /** Its end is unknown; its card can tell. */
  'unknown',
  /** The card's answers contradict each other. */
  'contradicted',
  /** Only the center knows it. */
  'elsewhere',
  /** The center refused its end for good. */
  'refused',
  /** The center has another end. */
  'discrepancy',
]);
export type CaseKind = z.infer<typeof CaseKind>;

export const Case = z.object({
  kind: CaseKind,
  reference: Reference,
  cardTail: CardTail,
  /** Null: not known here any more. */
  points: z.nullable(Points),
  on: z.nullable(Day),
});
export type Case = z.infer<typeof Case>;
