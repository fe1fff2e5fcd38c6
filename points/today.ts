/** What the screens tell about the notice on a day: names, dates, who registers. */
import { campaignAsOf, nameInForce } from './as-of.ts';
import { addDays, type IsoDate, laterOf } from './calendar.ts';
import type { CardKind, Name } from './campaign-file.ts';
import { mynapoint } from './campaigns.ts';
import { unreachable } from './unreachable.ts';

/** The official name, never translated, and what it means in each language (`ja`, `en`). */
export interface PointName {
  readonly name: string;
  readonly gloss: Record<string, string>;
}

export interface CampaignToday {
  readonly businessDate: IsoDate;
  readonly pointName: PointName;
  readonly serviceName: PointName;
  readonly termsVersion: string;
  readonly startsOn: IsoDate;
  readonly endsOn: IsoDate;
  readonly previousEndsOn: IsoDate | null;
  readonly rename: { readonly from: PointName; readonly to: PointName; readonly on: IsoDate } | null;
  readonly earliestApplicationOn: IsoDate | null;
  readonly mobileIcocaFrom: IsoDate;
  /** What there is to get, in points, percent and yen (R6, R10, R11). */
  readonly measures: {
    readonly charge: { readonly percent: number; readonly capPoints: number; readonly thresholdYen: number };
    readonly healthInsurance: number;
    readonly publicMoneyAccount: number;
  };
}

function pointNameOf({ name, gloss }: Name): PointName {
  return { name, gloss: { ...gloss } };
}

/**
 * The name in force on a day (R14), as known on `knownOn` (by default that same day): before the notice nobody knows
 * that points planned for 18 March will carry another name.
 */
export function pointNameOn(date: IsoDate, { knownOn = date }: { knownOn?: IsoDate } = {}): PointName {
  return pointNameOf(nameInForce(campaignAsOf(mynapoint, knownOn).names, date));
}

/** The campaign as known on a day; the shape of the center's `CampaignToday`. R1, R14, R18, R19, R22. */
export function campaignOn(asOf: IsoDate): CampaignToday {
  const known = campaignAsOf(mynapoint, asOf);
  const current = nameInForce(known.names, asOf);
  const endsOn = notNull(known.endsOn, 'end');
  return {
    businessDate: asOf,
    pointName: pointNameOf(current),
    serviceName: { name: current.serviceName, gloss: { ...current.serviceGloss } },
    termsVersion: current.termsVersion,
    startsOn: notNull(mynapoint.rounds.at(-1)?.startsOn, 'start of the last round'),
    endsOn,
    previousEndsOn: known.previousEndsOn,
    rename: lastRename(known.names),
    earliestApplicationOn: earliestApplicationOn(asOf, { businessDate: asOf, endsOn }),
    mobileIcocaFrom: notNull(mynapoint.cards['mobile-icoca'].from, 'day of Mobile ICOCA'),
    measures: measuresOf(),
  };
}

function measuresOf(): CampaignToday['measures'] {
  const charge = mynapoint.measures.find((measure) => measure.shape === 'charge-total');
  const once = (act: 'health-insurance' | 'public-money-account') =>
    mynapoint.measures.find((measure) => measure.shape === 'one-time' && measure.act === act);
  const { ratePercent, capPoints, thresholdYen } = notNull(charge, 'charge measure');
  return {
    charge: { percent: ratePercent, capPoints, thresholdYen },
    healthInsurance: pointsOf(once('health-insurance')),
    publicMoneyAccount: pointsOf(once('public-money-account')),
  };
}

function pointsOf(measure: (typeof mynapoint.measures)[number] | undefined): number {
  return measure?.shape === 'one-time' ? measure.points : notNull<number>(null, 'one-time measure');
}

function lastRename(names: readonly Name[]): CampaignToday['rename'] {
  const [from, to] = [names.at(-2), names.at(-1)];
  if (from === undefined || to === undefined) return null;
  return { from: pointNameOf(from), to: pointNameOf(to), on: to.from };
}

function notNull<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`points/campaigns/mynapoint.json has no ${what}`);
  return value;
}

type DayAndEnd = Pick<CampaignToday, 'businessDate' | 'endsOn'>;

/** The last day is a day of the campaign still; which day is the last is what is known today (R1, R2). */
export function hasEnded({ businessDate, endsOn }: DayAndEnd): boolean {
  return businessDate > endsOn;
}

/**
 * Registered by the day before: the first day, today at the earliest, on which a card may be applied for (R18, A23).
 * Null: that day lies past the campaign's end as known today, so who registers on the last day is too late as well.
 */
export function earliestApplicationOn(registeredOn: IsoDate, { businessDate, endsOn }: DayAndEnd): IsoDate | null {
  const earliest = laterOf(addDays(registeredOn, 1), businessDate);
  return hasEnded({ businessDate: earliest, endsOn }) ? null : earliest;
}

export type RegistrationDecision = 'needed' | 'not-needed' | 'impossible' | 'not-started';

/** Whether a card of this kind is registered for the points service: R20, R22, R23, A26, A40, A41. */
export function registrationFor(kind: CardKind, on: IsoDate): RegistrationDecision {
  const rule = mynapoint.cards[kind];
  if (rule.from !== null && on < rule.from) return 'not-started';
  switch (rule.registration) {
    case 'by-the-day-before':
      return 'needed';
    case 'not-needed':
      return 'not-needed';
    case 'impossible':
      return 'impossible';
    default:
      return unreachable(rule.registration);
  }
}
