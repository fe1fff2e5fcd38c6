/**
 * The contract between a station and the points center: schemas, their types and the list of calls; nothing that runs
 * on one side only. Every call is a POST with a JSON body (no card number ever stands in a URL, which get logged) and
 * answers JSON: the call's own answer, or a Problem. Every changing call may be repeated: it gets the first answer.
 */
import { z } from 'zod';

/** A calendar day in Japan, `YYYY-MM-DD`. */
export const IsoDate = z.iso.date();
export type IsoDate = z.infer<typeof IsoDate>;

/** 17 characters beginning JW (facts/points.md §3.3); the check digit rule is not public. */
export const CardNumber = z.string().regex(/^JW[0-9A-Z]{15}$/);
export const Idm = z.string().regex(/^[0-9a-f]{16}$/);
const Block = z.string().regex(/^[0-9a-f]{32}$/);
export const TransferId = z.uuid();
const Points = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const Yen = z.int().min(0).max(20_000);
const UpdateNumber = z.int().min(0).max(65_535);
export const CardKind = z.enum(['icoca', 'smart-icoca', 'mobile-icoca', 'child-icoca', 'pass-without-sf']);
export type CardKind = z.infer<typeof CardKind>;

/**
 * A name of the points with the day it comes into force (R14). `name` is the official one and is never translated;
 * `gloss` explains it beside the name.
 */
export const PointName = z.object({ name: z.string(), gloss: z.record(z.string(), z.string()) });
export type PointName = z.infer<typeof PointName>;

/**
 * What was read from the card before the write, so that any machine can later tell from the card's 20 history records
 * whether the write happened (design §3).
 */
export const Evidence = z.object({
  cardNumber: CardNumber,
  idm: Idm,
  balanceYen: Yen,
  updateNumber: UpdateNumber,
  /** The newest history record before the write, 16 bytes; null where the history was empty. */
  anchor: Block.nullable(),
  /** How many history records could be seen before the write, 0–20. */
  historyLength: z.int().min(0).max(20),
  /** The record that the write puts on the card, 16 bytes. */
  record: Block,
  /** Points to be turned into stored fare; a multiple of 10 (R25, facts/points.md §2). */
  points: z.int().min(10).max(20_000).multipleOf(10),
});
export type Evidence = z.infer<typeof Evidence>;

/** A hold: points reserved for a transfer. It never expires. */
export const Hold = z.object({
  transferId: TransferId,
  stationId: z.string(),
  /** The business date on which the transfer began. */
  on: IsoDate,
  evidence: Evidence,
});
export type Hold = z.infer<typeof Hold>;

export const Posting = z.object({
  on: IsoDate,
  /** Positive: granted or given back. Negative: turned into stored fare. */
  points: z.int(),
  kind: z.enum(['grant', 'point-charge', 'correction', 'carried-over']),
  /** Only on grants of the campaign. */
  measure: z.enum(['charge', 'health-insurance', 'public-money-account']).nullable(),
  /** The name in force on the day of posting (A20). */
  pointName: PointName,
});
export type Posting = z.infer<typeof Posting>;

export const PlannedGrant = z.object({
  measure: z.enum(['charge', 'health-insurance', 'public-money-account']),
  points: Points,
  /** The nominal 18th, shown as 「18日頃」 and never as a promise (R7, A18); null: after the campaign's end (A7). */
  plannedOn: IsoDate.nullable(),
  pointName: PointName,
});

export const Registration = z.object({
  /** The first day, kept for ever (R18, A22). */
  registeredOn: IsoDate,
  /** The service's name of that day: which terms were agreed to (R19, A22). */
  termsVersion: z.string(),
});

export const Account = z.object({
  cardNumber: CardNumber,
  /** Null: not registered. Cards that need none (R20, R23) have `registration: null` and may still hold points. */
  registration: Registration.nullable(),
  /** Points that can be used now: those under a hold are not among them. */
  points: Points,
  heldPoints: Points,
  /** The one open hold of this card, if any: settle it before anything else (design §3). */
  openHold: Hold.nullable(),
  /** Transfers of this card that staff ended without it, undisputed so far: whoever reads the card compares. */
  endedByStaff: z.array(Hold.extend({ state: z.enum(['settled', 'voided']) })),
  /** The newest twenty, newest first. */
  postings: z.array(Posting),
  plannedGrants: z.array(PlannedGrant),
  /** Towards the 20,000 yen of the charge measure; null where nobody applied for this card. */
  progress: z.object({ countedYen: z.int().min(0), thresholdYen: z.int().positive(), points: Points }).nullable(),
});
export type Account = z.infer<typeof Account>;

/** What the campaign says on the business date: everything the screens tell about the notice comes from here. */
export const CampaignToday = z.object({
  businessDate: IsoDate,
  pointName: PointName,
  /** The service one registers for today (R19). */
  serviceName: PointName,
  termsVersion: z.string(),
  startsOn: IsoDate,
  endsOn: IsoDate,
  /** The end as it was known before the last extension announced by today; null where there was none. */
  previousEndsOn: IsoDate.nullable(),
  /** The rename known today: names and the day of the change; null before its announcement. */
  rename: z.object({ from: PointName, to: PointName, on: IsoDate }).nullable(),
  /** Someone who registers today may apply from this day (R18); null: it is past the campaign's end as known. */
  earliestApplicationOn: IsoDate.nullable(),
  /** R22. */
  mobileIcocaFrom: IsoDate,
  /** What there is to get: R6, R10, R11. */
  measures: z.object({
    charge: z.object({ percent: z.int().positive(), capPoints: Points, thresholdYen: z.int().positive() }),
    healthInsurance: Points,
    publicMoneyAccount: Points,
  }),
});
export type CampaignToday = z.infer<typeof CampaignToday>;

/** Why the center says no. The page has a text for each; `detail` is for logs and staff. */
export const ProblemCode = z.enum([
  'bad-request',
  'unknown-station',
  // The certificate is revoked, or not that of the station which the request names.
  'forbidden',
  'not-registered',
  'no-stored-fare',
  'mobile-not-started',
  'insufficient-points',
  'card-has-open-hold',
  'transfer-voided',
  'transfer-id-reused',
  'journal-outdated',
  'not-found',
  'unavailable',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;
/** RFC 9457, `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ProblemCode,
  detail: z.string(),
});
export type Problem = z.infer<typeof Problem>;

export const StationId = z.string().regex(/^[A-Z0-9-]{1,20}$/);
/** The journal's newest entry: a station whose journal is older than one seen before runs on a restored copy. */
export const JournalHead = z.object({ entry: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) });
export type JournalHead = z.infer<typeof JournalHead>;

/** The day, and the newest entry of this station's journal that the center knows: a journal without it is a restored copy. */
export const HeartbeatAnswer = CampaignToday.extend({ seenHead: JournalHead });
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

/** The end of a transfer. The first terminal state of an id wins. */
export const TransferEnd = z.enum(['settled', 'voided']);
export type TransferEnd = z.infer<typeof TransferEnd>;

/** A staff card as every machine's register has it. `card`: a keyed hash that names it; `verifier`: of its PIN, like a key. */
export const StaffCardRecord = z.strictObject({
  card: z.string().regex(/^[0-9a-f]{64}$/),
  /** Counts up with every change of this card: the higher one is the newer one. */
  version: z.int().positive(),
  staffId: z.string().regex(/^[0-9A-Z-]{1,14}$/),
  role: z.enum(['attendant', 'engineer']),
  verifier: z.strictObject({
    salt: z.string().regex(/^[0-9a-f]{32}$/),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    /** log2 of scrypt's N; r = 8, p = 1. */
    cost: z.int().min(4).max(20),
  }),
  /** Stays on the register, so that no machine that was away brings it back. */
  removed: z.boolean(),
});
export type StaffCardRecord = z.infer<typeof StaffCardRecord>;
const StaffCards = z.array(StaffCardRecord).max(1_000);

/** Every call: its path under /v1, what goes in, what comes out. */
export const calls = {
  /**
   * Says "I am here" and asks what day it is. Refuses an outdated journal (`journal-outdated`); one that has grown since
   * it was put back is told by `seenHead`, which it does not contain.
   */
  heartbeat: {
    path: '/v1/heartbeat',
    request: z.object({
      stationId: StationId,
      journalHead: JournalHead,
      /** `seenHead` of the last answer, which this journal contains; null: none was heard since the start. */
      follows: JournalHead.nullable(),
      /** Printable ASCII: it is shown on the operator's board. */
      softwareVersion: z.string().regex(/^[ -~]{0,64}$/),
      /** Device name → its status word, for the operator's board. */
      devices: z.record(z.string(), z.string()),
    }),
    answer: HeartbeatAnswer,
  },
  account: {
    path: '/v1/account',
    request: z.object({ stationId: StationId, cardNumber: CardNumber, cardKind: CardKind, idm: Idm }),
    answer: Account,
  },
  register: {
    path: '/v1/register',
    request: z.object({
      stationId: StationId,
      requestId: z.uuid(),
      cardNumber: CardNumber,
      cardKind: CardKind,
      /** The business date on which the passenger agreed; a request repeated after midnight keeps it. */
      on: IsoDate,
      /** The terms that were on the screen. */
      termsVersion: z.string(),
    }),
    answer: z.object({
      outcome: z.enum(['registered', 'already-registered', 'not-needed']),
      registration: Registration.nullable(),
      /** `on` at the earliest; null: too late to apply. */
      earliestApplicationOn: IsoDate.nullable(),
    }),
  },
  hold: {
    path: '/v1/hold',
    request: z.object({
      stationId: StationId,
      transferId: TransferId,
      on: IsoDate,
      cardKind: CardKind,
      evidence: Evidence,
    }),
    /** The balances after it. */
    answer: z.object({
      transferId: TransferId,
      state: z.enum(['held', 'settled']),
      points: Points,
      heldPoints: Points,
    }),
  },
  /** The end of a transfer, told again and again until it is answered (the outbox). */
  finish: {
    path: '/v1/finish',
    request: z.object({
      stationId: StationId,
      transferId: TransferId,
      end: TransferEnd,
      /** How it was found out: `answer` (the card said so), `history` (read from the card later), `refused`, `never-sent`, `staff`. */
      proof: z.enum(['answer', 'history', 'refused', 'never-sent', 'staff']),
      cardNumber: CardNumber,
    }),
    /** The state that stands; differs from `end` where another end came first (a listed discrepancy). */
    answer: z.object({ transferId: TransferId, state: TransferEnd, points: Points, heldPoints: Points }),
  },
  /** The open holds of a station, for its staff: also those that its journal does not know any more. At most 200. */
  unresolved: {
    path: '/v1/unresolved',
    request: z.object({ stationId: StationId }),
    answer: z.object({ holds: z.array(Hold) }),
  },
  /**
   * What the ledger has of a station: transfers begun by it, or ended by it, on these business dates. In the order of
   * their ids, at most 200 after `after`; fewer: there are no more.
   */
  transfers: {
    path: '/v1/transfers',
    request: z.object({ stationId: StationId, from: IsoDate, to: IsoDate, after: TransferId.nullable() }),
    answer: z.object({
      transfers: z.array(
        z.object({
          transferId: TransferId,
          cardNumber: CardNumber,
          on: IsoDate,
          /** Null: voided before its hold arrived. */
          points: Points.nullable(),
          state: z.enum(['held', 'settled', 'voided']),
        }),
      ),
    }),
  },
  /** A station tells its register of staff cards and gets the common one. */
  'staff-cards': {
    path: '/v1/staff-cards',
    request: z.object({ stationId: StationId, card: StaffCardRecord.shape.card, cards: StaffCards }),
    /** `failures`: wrong PINs in a row with this card, at all machines together. */
    answer: z.object({ cards: StaffCards, failures: z.int().min(0) }),
  },
  /** A try of a PIN: told as wrong before it is looked at, and again as right where it was. */
  'staff-try': {
    path: '/v1/staff-try',
    request: z.object({
      stationId: StationId,
      tryId: z.uuid(),
      card: StaffCardRecord.shape.card,
      outcome: z.enum(['wrong', 'right']),
    }),
    answer: z.object({ failures: z.int().min(0) }),
  },
} as const;

export type CallName = keyof typeof calls;
export type CallRequest<Name extends CallName> = z.infer<(typeof calls)[Name]['request']>;
export type CallAnswer<Name extends CallName> = z.infer<(typeof calls)[Name]['answer']>;

/**
 * How a station reaches the center. `unreachable`: no answer, or none that could be understood; the center may or may
 * not have done what was asked. `refused`: it said no, and why.
 */
export type CallResult<Name extends CallName> =
  | { readonly ok: true; readonly value: CallAnswer<Name> }
  | {
      readonly ok: false;
      readonly error: { kind: 'unreachable'; detail: string } | { kind: 'refused'; problem: Problem };
    };

export interface CenterClient {
  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>>;
}
