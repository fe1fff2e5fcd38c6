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

export const SearchBy = z.enum(['reference', 'card-tail', 'day', 'staff-log']);
export type SearchBy = z.infer<typeof SearchBy>;

/** Minutes since midnight. */
const Minute = z.int().check(z.minimum(0), z.maximum(1439));

/** What the journal can be asked for. `on` is a business date, from the center; `between` is by the machine's own clock. */
export const Wanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reference'), reference: Reference }),
  z.object({ kind: z.literal('card-tail'), cardTail: CardTail }),
  /** Both ends belong to it; one that begins after its end goes over midnight. Null: the whole day. */
  z.object({ kind: z.literal('day'), on: Day, between: z.nullable(z.object({ from: Minute, to: Minute })) }),
  /** The log of staff access; here the day too is by the machine's own clock. Null: the newest, whatever that clock said. */
  z.object({
    kind: z.literal('staff-log'),
    on: z.nullable(Day),
    between: z.nullable(z.object({ from: Minute, to: Minute })),
  }),
]);
export type Wanted = z.infer<typeof Wanted>;

/** An entry of the log of staff access. */
export const StaffLogLine = z.object({
  /** By the machine's own clock; null: an older program wrote it, which did not look. */
  on: z.nullable(Day),
  time: z.nullable(z.string().check(z.regex(/^\d{2}:\d{2}$/))),
  /** Staff id of the card it was done with; null: of none, or of one that nobody knows. */
  who: z.nullable(z.string()),
  what: z.enum([
    'audit-begun',
    'run-begun',
    'clock-set',
    'card-refused',
    'pin-tried',
    'pin-right',
    'tries-elsewhere',
    'session-begun',
    'session-ended',
    'card-enrolled',
    'card-learnt',
    'card-removed',
    'card-taken-back',
    'service-changed',
    'act',
    'message-refused',
  ]),
  /** In the program's own words. Not translated. */
  detail: z.string().check(z.maxLength(200)),
});
export type StaffLogLine = z.infer<typeof StaffLogLine>;

export const HitState = z.enum(['open', 'written', 'not-written', 'decided-written', 'decided-not-written']);
export type HitState = z.infer<typeof HitState>;

export const HitLine = z.object({
  on: Day,
  /** `HH:MM` by the machine's own clock; null: not known. */
  time: z.nullable(z.string().check(z.regex(/^\d{2}:\d{2}$/))),
  cardTail: CardTail,
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('transfer'), reference: Reference, points: Points, state: HitState }),
    /** `waiting`: it has not reached the center. `refused`: the center does not take it. */
    z.object({ kind: z.literal('registration'), state: z.enum(['waiting', 'answered', 'refused']) }),
  ]),
});
export type HitLine = z.infer<typeof HitLine>;

/** What is being done while staff wait. */
export const Working = z.enum([
  'reading-cases',
  'reading-story',
  'reading-card',
  'deciding',
  'printing',
  'adding-up',
  'closing-shift',
  'searching',
  'checking-chain',
  'copying',
  'writing',
  'verifying',
]);
export type Working = z.infer<typeof Working>;

/** How the work on a case came out. */
export const CaseEnd = z.enum([
  'written',
  'not-written',
  'decided-written',
  'decided-not-written',
  /** Decided; another end had come first at the center, and stands. */
  'decided-otherwise',
  /** Decided; the center refuses it for good. */
  'decided-refused',
  'told-again',
  'handed-over',
  'evidence-gone',
  'not-read',
  'no-card',
  /** It ended meanwhile, or nothing can be done about it here. */
  'not-open',
  'storage',
]);
export type CaseEnd = z.infer<typeof CaseEnd>;

const SecondProblem = z.enum([
  'same-person',
  'not-a-staff-card',
  'several-cards',
  'not-read',
  'not-registered',
  'locked',
  'storage',
]);
export type SecondProblem = z.infer<typeof SecondProblem>;

/** Did a slip come out? Null: nobody asked for one yet. */
const Printed = z.nullable(z.enum(['printed', 'not-printed', 'unknown']));
export type Printed = z.infer<typeof Printed>;

const ExportFailure = z.enum(['full', 'read-only', 'gone', 'not-verified', 'source', 'medium', 'no-key']);

/** Lists on a screen: what is more is counted. */
export const SCREEN_LINES = 60;
const Story = z.array(StoryStep).check(z.maxLength(SCREEN_LINES));

/** The screens of the rooms "unresolved", "money" and "journal". */
export const moneyBodies = [
  z.object({ id: z.literal('working'), what: Working, done: z.nullable(Count), total: z.nullable(Count) }),
  z.object({
    id: z.literal('cases'),
    cases: z.array(Case).check(z.maxLength(SCREEN_LINES)),
    count: Count,
    /** False: holds that only the center knows may be missing. */
    centerAsked: z.boolean(),
  }),
  z.object({ id: z.literal('case'), case: Case, story: Story }),
  z.object({
    id: z.literal('lay-case-card'),
    case: Case,
    hint: z.nullable(z.enum(['different-card', 'several-cards'])),
  }),
  z.object({ id: z.literal('choose-end'), case: Case }),
  z.object({ id: z.literal('choose-reason'), case: Case, end: DecidedEnd, reasons: z.array(DecisionReason) }),
  z.object({ id: z.literal('confirm-decision'), case: Case, end: DecidedEnd, reason: DecisionReason }),
  z.object({ id: z.literal('lay-second-card'), case: Case, problem: z.nullable(SecondProblem) }),
  z.object({ id: z.literal('case-ended'), case: Case, how: CaseEnd, printed: Printed }),
  z.object({
    id: z.literal('shift'),
    /** Null where there is none: `problem` says why. */
    report: z.nullable(ShiftReport),
    isClosed: z.boolean(),
    problem: z.nullable(z.enum(['entries-missing', 'journal-went-on', 'storage', 'none-closed'])),
    printed: Printed,
  }),
  z.object({
    id: z.literal('journal'),
    entries: Count,
    /** Of the key that signs exports; null: there is none, and no export. */
    fingerprint: z.nullable(z.string()),
    rig: z.boolean(),
    /** The last check since the room was opened. */
    chain: z.nullable(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('whole'), from: z.int(), to: z.int() }),
        z.object({ kind: z.literal('broken'), entry: z.int() }),
      ]),
    ),
  }),
  z.object({ id: z.literal('search'), by: SearchBy }),
  z.object({
    id: z.literal('hits'),
    wanted: Wanted,
    hits: z.array(HitLine).check(z.maxLength(SCREEN_LINES)),
    count: Count,
    /** False: what is older lies in an archive, which is not searched. */
    complete: z.boolean(),
    /** Of that day, but nobody knows at what time: not among the hits. */
    timeless: Count,
  }),
  z.object({
    id: z.literal('staff-log'),
    on: z.nullable(Day),
    lines: z.array(StaffLogLine).check(z.maxLength(SCREEN_LINES)),
    count: Count,
    /** Nobody knows when they were written. */
    timeless: Count,
  }),
  z.object({ id: z.literal('hit'), hit: HitLine, story: Story }),
  z.object({
    id: z.literal('choose-medium'),
    media: z.array(z.string().check(z.maxLength(200))).check(z.maxLength(8)),
  }),
  /** `leftOut`: files that could not be taken along. */
  z.object({
    id: z.literal('exported'),
    file: z.string(),
    bytes: Count,
    entries: Count,
    fingerprint: z.string(),
    /** False: read back from the system's memory only. */
    fromMedium: z.boolean(),
    leftOut: z.array(z.string()),
  }),
  z.object({ id: z.literal('export-failed'), why: ExportFailure, neededBytes: z.nullable(Count) }),
] as const;

export type MoneyBody = z.infer<(typeof moneyBodies)[number]>;

/** A line of the list that is up. */
const At = z.int().check(z.minimum(0), z.maximum(SCREEN_LINES - 1));

/** What staff say on them; `back` and `confirm` are the contract's own. */
export const moneyIntents = [
  z.object({ type: z.literal('refresh') }),
  z.object({ type: z.literal('open-case'), at: At }),
  z.object({ type: z.literal('resolve-with-card') }),
  z.object({ type: z.literal('decide') }),
  z.object({ type: z.literal('choose-end'), end: DecidedEnd }),
  z.object({ type: z.literal('choose-reason'), reason: DecisionReason }),
  z.object({ type: z.literal('tell-again') }),
  z.object({ type: z.literal('hand-over') }),
  z.object({ type: z.literal('print') }),
  z.object({ type: z.literal('close-shift') }),
  z.object({ type: z.literal('show-last-shift') }),
  z.object({ type: z.literal('choose-search'), by: SearchBy }),
  z.object({ type: z.literal('search'), wanted: Wanted }),
  z.object({ type: z.literal('open-hit'), at: At }),
  z.object({ type: z.literal('check-chain') }),
  z.object({ type: z.literal('choose-medium') }),
  z.object({ type: z.literal('export-to'), at: At }),
] as const;
