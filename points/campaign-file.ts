/**
 * The shape of a campaign file: the rules as they were announced first, and every later change with the day on which
 * it was announced, so that "what did we know on day X" has an answer. campaign.schema.json is made from this.
 */
import { z } from 'zod';
import { isIsoDate } from './calendar.ts';

export const IsoDay = z
  .string()
  .refine(isIsoDate, 'not a day of the calendar')
  .meta({ description: 'a calendar day in Japan, YYYY-MM-DD', format: 'date' });

export const CardKind = z.enum(['icoca', 'smart-icoca', 'mobile-icoca', 'child-icoca', 'pass-without-sf']);
export type CardKind = z.infer<typeof CardKind>;

export const ChargeSource = z.enum(['cash', 'quick-charge', 'point-charge', 'petrol-station', 'petrol-station-change']);
export type ChargeSource = z.infer<typeof ChargeSource>;

export const MeasureId = z.enum(['charge', 'health-insurance', 'public-money-account']);
export type MeasureId = z.infer<typeof MeasureId>;

/** Language tag → text. */
const Texts = z.record(z.string(), z.string().min(1));
const Points = z.int().positive().max(1_000_000);
const Percent = z.int().min(1).max(100);

/** Where a fact comes from, and whether its day is known or decided by this project. */
const Announcement = z.strictObject({ on: IsoDay, confirmed: z.boolean(), source: z.string().min(1) });

/** A name of the points and of the service that one registers for, with the day it comes into force (R14, R19). */
export const Name = z.strictObject({
  from: IsoDay,
  name: z.string().min(1),
  gloss: Texts,
  serviceName: z.string().min(1),
  serviceGloss: Texts,
  /** Stored with a registration (A22). */
  termsVersion: z.string().min(1),
});
export type Name = z.infer<typeof Name>;

/** The nominal day of a grant: shown as 「18日頃」 and never as a promise. Never moved for a holiday (A18). */
const GrantDay = z.strictObject({ monthsLater: z.int().min(0).max(12), day: z.int().min(1).max(28) });
export type GrantDay = z.infer<typeof GrantDay>;

/** A quarter of what is charged, as one lump at the threshold (R7), what is below it after the end (R8). */
const ChargeTotal = z.strictObject({
  shape: z.literal('charge-total'),
  id: MeasureId,
  applicationsFrom: IsoDay,
  chargesFrom: IsoDay,
  counted: z.array(ChargeSource),
  excluded: z.array(ChargeSource),
  ratePercent: Percent,
  thresholdYen: z.int().positive(),
  capPoints: Points,
  grant: GrantDay,
  /** The notice names no day for what is below the threshold (A7). */
  belowThreshold: z.literal('after-the-end'),
});
export type ChargeTotal = z.infer<typeof ChargeTotal>;

/** A fixed number of points for a thing done once (R10, R11). */
const OneTime = z.strictObject({
  shape: z.literal('one-time'),
  id: MeasureId,
  act: z.enum(['health-insurance', 'public-money-account']),
  applicationsFrom: IsoDay,
  points: Points,
  grant: GrantDay,
});
export type OneTime = z.infer<typeof OneTime>;

/** Minutes after midnight; a use counts when it enters or leaves inside the band, end included to the minute. */
const Band = z.strictObject({
  days: z.enum(['weekday', 'weekend-or-holiday', 'every-day']),
  fromMinute: z.int().min(0).max(1440),
  untilMinute: z.int().min(0).max(1440),
});
export type Band = z.infer<typeof Band>;

/** A rate from the nth use of a month on; a later step replaces an earlier one. */
const Step = z.strictObject({ fromUse: z.int().positive(), percent: Percent });
const Caps = z.strictObject({ month: Points.nullable(), campaign: Points.nullable() });
const UseKind = z.enum(['ride', 'purchase']);
const GroupBy = z.enum(['same-fare-section', 'section-group', 'merchant', 'none']);
export type GroupBy = z.infer<typeof GroupBy>;

const usesCommon = {
  id: z.string().regex(/^[a-z0-9-]+$/),
  startsOn: IsoDay,
  endsOn: IsoDay.nullable(),
  excludedKinds: z.array(CardKind),
  caps: Caps,
  grant: GrantDay,
  /** A month begins at this hour of its first day (A2; ICO+ uses 3). */
  dayBeginsAtHour: z.int().min(0).max(5),
  /** Other measures that may reward the same use as well. */
  stacksWith: z.array(z.string()),
  /** Days of every year that count as holidays besides the national ones, MM-DD (docs/facts/points.md §2). */
  extraHolidays: z.array(z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)),
};

/** Percent of the yen of each use, by how many uses of one group the month has seen. Floored once a month and group. */
const NthUse = z.strictObject({
  shape: z.literal('nth-use'),
  ...usesCommon,
  use: UseKind,
  groupBy: GroupBy,
  bands: z.array(Band).min(1),
  minimumYen: z.int().min(0),
  steps: z.array(Step).min(1),
});
export type NthUse = z.infer<typeof NthUse>;

/** A fixed number of points for every nth use. */
const EveryNth = z.strictObject({
  shape: z.literal('every-nth'),
  ...usesCommon,
  use: UseKind,
  groupBy: GroupBy,
  bands: z.array(Band).min(1),
  minimumYen: z.int().min(0),
  every: z.int().positive(),
  points: Points,
});
export type EveryNth = z.infer<typeof EveryNth>;

/** Points by the month's total: the highest step that was reached. */
const Tiers = z.strictObject({
  shape: z.literal('tiers'),
  ...usesCommon,
  use: z.enum(['ride', 'purchase', 'charge']),
  /** Which charges count, where `use` is `charge`. */
  sources: z.array(ChargeSource),
  table: z.array(z.strictObject({ fromYen: z.int().positive(), points: Points })).min(1),
});
export type Tiers = z.infer<typeof Tiers>;

export const Measure = z.discriminatedUnion('shape', [ChargeTotal, OneTime, NthUse, EveryNth, Tiers]);
export type Measure = z.infer<typeof Measure>;

/** Whether a kind of card takes part, from when, and whether it is registered first (R18, R20, R22, R23, A40, A41). */
const CardRule = z.strictObject({
  registration: z.enum(['by-the-day-before', 'not-needed', 'impossible']),
  from: IsoDay.nullable(),
});

const Round = z.strictObject({ id: z.string(), startsOn: IsoDay, endsOn: IsoDay.nullable() });

/** What an announcement may change. Everything else needs a new campaign file. */
const Changes = z.strictObject({
  /** The new end of the last round. */
  endsOn: IsoDay.optional(),
  myNumberCardAppliedBy: IsoDay.optional(),
  names: z.array(Name).optional(),
});

const Amendment = z.strictObject({ announced: Announcement, title: Texts, changes: Changes });

export const Campaign = z.strictObject({
  $schema: z.string(),
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: Texts,
  announced: Announcement,
  notes: z.array(z.string()),
  /** One accumulation over all rounds (R8, A10): they follow each other without a gap. */
  rounds: z.array(Round).min(1),
  names: z.array(Name),
  cards: z.record(CardKind, CardRule),
  /** Months without a charge or point charge after which a registration lapses (A27); null: never. */
  registrationLapsesAfterMonths: z.int().positive().nullable(),
  /** R13: null where no day was announced. */
  myNumberCardAppliedBy: IsoDay.nullable(),
  measures: z.array(Measure).min(1),
  amendments: z.array(Amendment),
});
export type Campaign = z.infer<typeof Campaign>;
