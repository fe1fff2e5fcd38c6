/**
 * Station → page: one complete Screen per change. The page draws it and decides nothing. A closed union: the page has a
 * component for each `id`, and a test that every one of them is drawn.
 */
import * as z from 'zod/mini';
import {
  CardKind,
  CardTail,
  Day,
  Issuer,
  Job,
  Language,
  Modes,
  PointName,
  Points,
  Profile,
  Reference,
  Yen,
} from './words.ts';

/** Can this job be begun now, and if not, why. */
export const JobState = z.enum([
  'available',
  'not-on-this-machine',
  'center-unreachable',
  'reader-unavailable',
  'date-unknown',
]);
export type JobState = z.infer<typeof JobState>;

/** Would a receipt come out? Told before the choice, never after it. */
export const ReceiptState = z.enum(['ready', 'paper-low', 'paper-out', 'unavailable']);
export type ReceiptState = z.infer<typeof ReceiptState>;

/** Dots of the print head, 8 per mm. A receipt is at most 2 m long. */
const Dot = z.number().check(z.minimum(0), z.maximum(16_000));

/**
 * The receipt as the printer would print it, and its text as a QR code. What stands where, not a document: the page draws
 * it, and nothing that arrives is markup. It shows no more of the card than the screen does (design §5).
 */
export const ReceiptPreview = z.object({
  width: Dot,
  height: Dot,
  texts: z
    .array(
      z.object({
        text: z.string().check(z.maxLength(100)),
        x: Dot,
        /** Of the baseline. */
        y: Dot,
        size: Dot,
        /** Width of the whole text. */
        length: Dot,
        bold: z.boolean(),
        /** White: its black ground is among `blocks`. */
        inverse: z.boolean(),
      }),
    )
    .check(z.maxLength(500)),
  /** Black. */
  blocks: z.array(z.object({ x: Dot, y: Dot, width: Dot, height: Dot })).check(z.maxLength(100)),
  /** `size` squares each way; a row is their bits as hexadecimal digits, the first square in the highest bit. */
  code: z.object({
    size: z.int().check(z.minimum(21), z.maximum(177)),
    rows: z.array(z.string().check(z.regex(/^[0-9a-f]{6,45}$/))).check(z.maxLength(177)),
  }),
});
export type ReceiptPreview = z.infer<typeof ReceiptPreview>;

/** Why points stay behind after (or instead of) a charge: below ten (R25), or the 20,000 yen ceiling (A42). */
export const KeptBecause = z.nullable(z.enum(['unit-of-ten', 'card-full', 'chosen', 'unit-of-ten-and-card-full']));
export type KeptBecause = z.infer<typeof KeptBecause>;

/**
 * What went wrong or what the machine cannot do for this card, each with its own text: what happened, what to do.
 * On every one of them nothing has been taken from the passenger unless the member says so.
 */
export const Trouble = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('foreign-card'), issuer: z.nullable(Issuer) }),
  z.object({ kind: z.literal('not-felica') }),
  z.object({ kind: z.literal('unknown-card') }),
  z.object({ kind: z.literal('several-cards') }),
  z.object({ kind: z.literal('card-unreadable') }),
  /** Lifted before anything was written: nothing has changed. */
  z.object({ kind: z.literal('card-removed') }),
  z.object({ kind: z.literal('different-card') }),
  /** R20, R23: these need no registration. */
  z.object({
    kind: z.literal('registration-not-needed'),
    cardKind: CardKind,
    /** False: the campaign has ended. */
    canApply: z.boolean(),
  }),
  /** R22, A26. */
  z.object({ kind: z.literal('mobile-not-started'), from: Day }),
  /** A41. */
  z.object({ kind: z.literal('no-stored-fare') }),
  /** Light blue machines do not register (R21). */
  z.object({ kind: z.literal('not-on-this-machine') }),
  /** Point charge with an unregistered card: offers registration on the spot where the profile can. */
  z.object({ kind: z.literal('unregistered'), canRegisterHere: z.boolean() }),
  z.object({
    kind: z.literal('no-points'),
    points: Points,
    nextGrantOn: z.nullable(Day),
    nextGrantPoints: z.nullable(Points),
  }),
  /** Balance so high that not even ten yen fit (T15); also exactly 20,000. */
  z.object({ kind: z.literal('card-full'), balanceYen: Yen, points: Points }),
  z.object({ kind: z.literal('points-changed') }),
  /** The card's points are under a hold that could not be settled here. */
  z.object({ kind: z.literal('points-held'), reference: Reference }),
  z.object({ kind: z.literal('center-unreachable') }),
  z.object({ kind: z.literal('date-unknown') }),
  z.object({ kind: z.literal('reader-unavailable') }),
  /** The card proved, after a fresh reading, that nothing was written; points are back. */
  z.object({ kind: z.literal('charge-not-done'), points: Points }),
  z.object({ kind: z.literal('card-refused') }),
]);
export type Trouble = z.infer<typeof Trouble>;

/** A station's name in both languages. Null: no station, or one that hardware/card/stations.ts does not know. */
const StationName = z.nullable(z.object({ ja: z.string(), en: z.string() }));

export const HistoryLine = z.object({
  /** Null where the card's bytes are no possible date. */
  on: z.nullable(Day),
  time: z.nullable(z.string()),
  /** Codes of facts/felica.md §4.3; their names are in the page's catalogue. */
  process: z.int(),
  terminal: z.int(),
  entry: StationName,
  exit: StationName,
  deltaYen: z.nullable(Yen),
  balanceYen: Yen,
});
export const PostingLine = z.object({
  on: Day,
  points: Points,
  kind: z.enum(['grant', 'point-charge', 'correction', 'carried-over']),
  measure: z.nullable(z.enum(['charge', 'health-insurance', 'public-money-account'])),
  /** The name on that day, and the one in force now where it differs (A20). */
  pointName: PointName,
  nameNow: z.nullable(PointName),
});
export const GrantToCome = z.object({
  measure: z.enum(['charge', 'health-insurance', 'public-money-account']),
  points: Points,
  /** The nominal 18th (「18日頃」, A18); null: after the end of the campaign (A7). */
  on: z.nullable(Day),
  pointName: PointName,
});

const AccountView = z.object({
  registeredOn: z.nullable(Day),
  points: Points,
  heldPoints: Points,
  postings: z.array(PostingLine),
  grantsToCome: z.array(GrantToCome),
  /** `points`: what the threshold brings (R6). */
  progress: z.nullable(z.object({ countedYen: Yen, thresholdYen: Yen, points: Points })),
});

/** The campaign as the notice screen and the home screen tell it. */
export const CampaignView = z.object({
  startsOn: Day,
  endsOn: Day,
  previousEndsOn: z.nullable(Day),
  /** The last day has passed. */
  ended: z.boolean(),
  rename: z.nullable(z.object({ from: PointName, to: PointName, on: Day })),
  mobileIcocaFrom: Day,
  /** What there is to get: R6, R10, R11. */
  measures: z.object({
    charge: z.object({ percent: z.int(), capPoints: Points, thresholdYen: Yen }),
    healthInsurance: Points,
    publicMoneyAccount: Points,
  }),
});

const BROKEN = [
  'journal-broken',
  'journal-outdated',
  'journal-newer',
  'storage',
  'reader',
  'contradiction',
  'staff',
  'configuration',
] as const;
/** Why a machine serves nobody. `closed`: outside of its opening hours, for which passengers have another screen. */
export const OutOfServiceReason = z.enum([...BROKEN, 'closed']);
export type OutOfServiceReason = z.infer<typeof OutOfServiceReason>;

export const ScreenBody = z.discriminatedUnion('id', [
  z.object({ id: z.literal('starting') }),
  z.object({
    id: z.literal('out-of-service'),
    reason: z.enum(BROKEN),
    /** Where the configuration file is wrong: which, where, and in what words. For staff. */
    configuration: z.optional(
      z.object({
        file: z.string(),
        line: z.nullable(z.int()),
        field: z.nullable(z.string()),
        detail: z.string().check(z.maxLength(300)),
      }),
    ),
  }),
  z.object({
    id: z.literal('home'),
    jobs: z.object({ registration: JobState, 'point-charge': JobState, inquiry: JobState }),
    receipts: ReceiptState,
    campaign: z.nullable(CampaignView),
  }),
  z.object({ id: z.literal('notice'), campaign: CampaignView }),
  /** `again`: the reading just before did not work, and why. */
  z.object({ id: z.literal('lay-card'), job: Job, again: z.nullable(z.enum(['not-read', 'several-cards'])) }),
  /** "Please do not take the card": reading takes a moment. */
  z.object({ id: z.literal('reading-card'), job: Job }),

  /** Registration (R18–R21). `earliestApplicationOn` is tomorrow; null: too late to apply, the points service opens all the same. */
  z.object({
    id: z.literal('terms'),
    cardTail: CardTail,
    cardKind: CardKind,
    serviceName: PointName,
    earliestApplicationOn: z.nullable(Day),
  }),
  z.object({ id: z.literal('registering') }),
  z.object({
    id: z.literal('registered'),
    already: z.boolean(),
    cardTail: CardTail,
    serviceName: PointName,
    registeredOn: Day,
    /** Null: too late to apply. */
    earliestApplicationOn: z.nullable(Day),
    /** It is today: registered on an earlier day. */
    canApplyToday: z.boolean(),
    receipts: ReceiptState,
    receiptPreview: z.nullable(ReceiptPreview),
  }),

  /** Point charge (R25, A42). `chargeable` = ⌊min(points, 20,000 − balance)/10⌋×10, at least 10 here. */
  z.object({
    id: z.literal('choose-amount'),
    cardTail: CardTail,
    balanceYen: Yen,
    points: Points,
    chargeable: Points,
    /** Why not everything can be charged, if so. */
    keptBecause: KeptBecause,
    receipts: ReceiptState,
  }),
  z.object({
    id: z.literal('confirm-charge'),
    cardTail: CardTail,
    charge: Points,
    balanceYen: Yen,
    balanceAfterYen: Yen,
    points: Points,
    pointsAfter: Points,
    receipts: ReceiptState,
  }),
  /** Value in flight: no way out, no time-out; "do not take the card". */
  z.object({ id: z.literal('charging'), charge: Points, step: z.enum(['preparing', 'writing', 'checking']) }),
  z.object({
    id: z.literal('charged'),
    /** True: this is a transfer of before, settled just now ("your charge had worked"). */
    earlier: z.boolean(),
    charge: Points,
    balanceYen: Yen,
    pointsLeft: z.nullable(Points),
    keptBecause: KeptBecause,
    cardTail: CardTail,
    /** Null: no receipt is offered here. */
    receipts: z.nullable(ReceiptState),
    receiptPreview: z.nullable(ReceiptPreview),
  }),
  /** A write whose end is unknown: the same card settles it. */
  z.object({
    id: z.literal('lay-same-card'),
    cardTail: CardTail,
    charge: Points,
    reference: Reference,
    /** How many of the readings did not help so far; after three, staff (facts/points.md §4.5). */
    tries: z.int(),
    /** Another card was laid. */
    differentCard: z.boolean(),
  }),
  /** An older transfer of this card was found, and this is how it had ended; `continue` goes on with the job. */
  z.object({
    id: z.literal('settled-earlier'),
    outcome: z.enum(['written', 'voided']),
    charge: Points,
    balanceYen: Yen,
  }),
  /** Nothing is lost; staff decide. */
  z.object({
    id: z.literal('unresolved'),
    reference: Reference,
    charge: Points,
    cardTail: CardTail,
    receipts: ReceiptState,
    receiptPreview: z.nullable(ReceiptPreview),
  }),

  z.object({
    id: z.literal('inquiry'),
    cardTail: z.nullable(CardTail),
    cardKind: z.nullable(CardKind),
    balanceYen: Yen,
    /** Newest first, at most 20. */
    history: z.array(HistoryLine),
    /** Null: the center cannot be reached, or the card has no account; `accountState` says which. */
    account: z.nullable(AccountView),
    accountState: z.enum([
      'shown',
      'center-unreachable',
      'unregistered',
      'mobile-not-started',
      'no-stored-fare',
      'no-sam',
    ]),
    /** Only where `unregistered`: can the card be registered here and now, and if not, why. */
    registration: z.nullable(JobState),
    /** The job that this card can be brought on to here and now; null: none, and `choose-job` is not taken. */
    goesOnWith: z.nullable(z.enum(['registration', 'point-charge'])),
    campaign: z.nullable(CampaignView),
    receipts: ReceiptState,
  }),

  z.object({ id: z.literal('trouble'), job: z.nullable(Job), trouble: Trouble, cardOnReader: z.boolean() }),
  z.object({ id: z.literal('printing') }),
  /** `not-printed`: nothing came out. `unknown`: something may have come out; the transfer itself stands. */
  z.object({
    id: z.literal('print-failed'),
    outcome: z.enum(['not-printed', 'unknown']),
    receipts: ReceiptState,
    reference: z.nullable(Reference),
  }),
  /** Outside of the opening hours, `HH:MM` in Japan; `nextDay`: it closes after midnight. Told in every language at once. */
  z.object({ id: z.literal('closed'), opens: z.string(), closes: z.string(), nextDay: z.boolean() }),
  /** The end of every job: "please take your card" (and receipt). */
  z.object({ id: z.literal('goodbye'), cardOnReader: z.boolean(), receiptPrinted: z.boolean() }),
  z.object({ id: z.literal('staff-called'), reference: z.nullable(Reference) }),
  /** Station staff are at work. What they see is on a page of their own (staff.ts); here there is nothing of it. */
  z.object({ id: z.literal('maintenance') }),
]);
export type ScreenBody = z.infer<typeof ScreenBody>;
export type ScreenId = ScreenBody['id'];

export const Screen = z.object({
  revision: z.int().check(z.minimum(0)),
  language: Language,
  modes: Modes,
  profile: Profile,
  stationName: z.string(),
  /** Null: not known (the center has not been heard for 10 minutes); nothing that depends on a date is offered. */
  businessDate: z.nullable(Day),
  /** The name in force on the business date (R14). */
  pointName: z.nullable(PointName),
  /**
   * How long this screen waits. `ms` were left when the screen was sent; the page counts down by itself. With
   * `warning` the passenger is asked whether more time is needed (at least 20 s before the end, facts/points.md §4.4).
   */
  timeLimit: z.nullable(z.object({ ms: z.int(), totalMs: z.int(), warning: z.boolean() })),
  /** Which intents this screen takes: a button without its intent here is not drawn. */
  accepts: z.array(z.string()),
  /** Per cent of full, as staff have set it: the page darkens its picture. Left out: full. */
  brightness: z.optional(z.int().check(z.minimum(40), z.maximum(100))),
  body: ScreenBody,
});
export type Screen = z.infer<typeof Screen>;
