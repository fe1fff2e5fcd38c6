/**
 * The other programmes (docs/facts/points.md §2): points for the nth use of a month, for every nth use, and by the
 * month's total. They need no application, only a registration that is in force; what happens in a lapse earns
 * nothing.
 */
import { Accounts, compareText } from './accounts.ts';
import { type CampaignAsOf, campaignAsOf } from './as-of.ts';
import { addDays, compareDates, dayOfLaterMonth, dayOfWeek, type IsoDate } from './calendar.ts';
import type { Band, Campaign, GroupBy, Measure } from './campaign-file.ts';
import type { EventOf } from './input.ts';
import { unreachable } from './unreachable.ts';

/** A ride or a purchase paid with the card. Minutes count from midnight of `on`. */
export interface Use {
  readonly on: IsoDate;
  readonly type: 'use';
  readonly use: 'ride' | 'purchase';
  readonly card: string;
  readonly yen: number;
  readonly enteredAtMinute: number;
  readonly leftAtMinute: number;
  /** Which section, section group or merchant it belongs to. */
  readonly groups: Readonly<Partial<Record<GroupBy, string>>>;
}

export type UsageEvent = Use | EventOf<'card' | 'registration' | 'charge' | 'reissue'>;

export interface UsageInput {
  readonly asOf: IsoDate;
  readonly events: readonly UsageEvent[];
  /** National holidays; weekends need not be among them. */
  readonly holidays: ReadonlySet<IsoDate>;
}

export interface UsageReward {
  readonly card: string;
  readonly measure: string;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly points: number;
  /** A nominal day, as everywhere. */
  readonly plannedOn: IsoDate;
}

type UsageMeasure = Extract<Measure, { use: string }>;

/** One use or charge that may earn something: on a registered card of a kind that takes part. */
interface Earning {
  readonly card: string;
  readonly event: Use | EventOf<'charge'>;
}

const ORDER_OF_A_DAY: Record<UsageEvent['type'], number> = { card: 0, reissue: 1, registration: 2, use: 3, charge: 4 };

/** Rewards of each card, measure and month so far, in that order. Whole points, independent of the order of events. */
export function evaluateUses(campaign: Campaign, input: UsageInput): UsageReward[] {
  const known = campaignAsOf(campaign, input.asOf);
  const accounts = new Accounts(known);
  const earnings = play(input, known, accounts);
  return known.measures
    .filter((measure): measure is UsageMeasure => 'use' in measure)
    .flatMap((measure) => rewardsOf(measure, earnings, accounts, input.holidays))
    .sort((a, b) => compareText(a.card, b.card) || compareText(a.measure, b.measure) || compareText(a.month, b.month));
}

function play({ asOf, events }: UsageInput, known: CampaignAsOf, accounts: Accounts): Earning[] {
  const ordered = events.filter((event) => event.on <= asOf).sort(compareEvents);
  for (const event of ordered) if (event.type === 'card' || event.type === 'reissue') accounts.declare(event);
  const earnings: Earning[] = [];
  for (const [index, event] of ordered.entries()) {
    switch (event.type) {
      case 'card':
        break;
      case 'reissue':
        accounts.reissue(event);
        break;
      case 'registration':
        accounts.register({ index, event });
        break;
      case 'charge':
        if (takesPart(event, known, accounts)) earnings.push({ card: event.card, event });
        accounts.charge({ index, event });
        break;
      case 'use':
        if (takesPart(event, known, accounts)) earnings.push({ card: event.card, event });
        break;
      default:
        unreachable(event);
    }
  }
  return earnings;
}

function compareEvents(a: UsageEvent, b: UsageEvent): number {
  const byDay = compareDates(a.on, b.on) || ORDER_OF_A_DAY[a.type] - ORDER_OF_A_DAY[b.type];
  if (byDay !== 0 || a.type !== 'use' || b.type !== 'use') return byDay;
  return a.enteredAtMinute - b.enteredAtMinute || a.leftAtMinute - b.leftAtMinute || a.yen - b.yen;
}

function takesPart({ card, on }: Earning['event'], { campaign }: CampaignAsOf, accounts: Accounts): boolean {
  const rule = campaign.cards[accounts.kindOf(card, on)];
  if (rule.from !== null && on < rule.from) return false;
  switch (rule.registration) {
    case 'not-needed':
      return true;
    case 'impossible':
      return false;
    case 'by-the-day-before':
      return accounts.isRegisteredByTheDayBefore(card, on);
    default:
      return unreachable(rule.registration);
  }
}

function rewardsOf(
  measure: UsageMeasure,
  earnings: readonly Earning[],
  accounts: Accounts,
  holidays: ReadonlySet<IsoDate>,
): UsageReward[] {
  const cards = new Map<string, Map<string, Earning['event'][]>>();
  for (const { card, event } of earnings) {
    const day = businessDay(event, measure);
    if (day < measure.startsOn || (measure.endsOn !== null && day > measure.endsOn)) continue;
    if (measure.excludedKinds.includes(accounts.kindOf(card, event.on))) continue;
    if (!matches(measure, event, day, holidays)) continue;
    const months = entryOf(cards, accounts.holderOf(card), () => new Map<string, Earning['event'][]>());
    entryOf(months, day.slice(0, 7), () => []).push(event);
  }
  return [...cards].flatMap(([card, months]) => cappedMonths(measure, card, months));
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** The small hours may belong to the day before (A2). A charge carries no time and belongs to its own day. */
function businessDay(event: Earning['event'], { dayBeginsAtHour }: UsageMeasure): IsoDate {
  return event.type === 'use' && event.enteredAtMinute < dayBeginsAtHour * 60 ? addDays(event.on, -1) : event.on;
}

function matches(
  measure: UsageMeasure,
  event: Earning['event'],
  day: IsoDate,
  holidays: ReadonlySet<IsoDate>,
): boolean {
  if (event.type === 'charge') return measure.shape === 'tiers' && measure.sources.includes(event.source);
  if (event.use !== measure.use) return false;
  if (measure.shape === 'tiers') return true;
  const free = isWeekend(day) || holidays.has(day) || measure.extraHolidays.includes(day.slice(5));
  return event.yen >= measure.minimumYen && measure.bands.some((band) => isInside(band, event, free));
}

function isWeekend(day: IsoDate): boolean {
  return dayOfWeek(day) === 0 || dayOfWeek(day) === 6;
}

/** Entering or leaving inside the band is enough. */
function isInside({ days, fromMinute, untilMinute }: Band, use: Use, free: boolean): boolean {
  if (days === 'weekday' && free) return false;
  if (days === 'weekend-or-holiday' && !free) return false;
  const inside = (minute: number) => minute >= fromMinute && minute <= untilMinute;
  return inside(use.enteredAtMinute) || inside(use.leftAtMinute);
}

function cappedMonths(
  measure: UsageMeasure,
  card: string,
  months: ReadonlyMap<string, readonly Earning['event'][]>,
): UsageReward[] {
  const rewards: UsageReward[] = [];
  let left = measure.caps.campaign ?? Number.MAX_SAFE_INTEGER;
  for (const [month, events] of [...months].sort(([a], [b]) => compareText(a, b))) {
    const points = Math.min(pointsOfMonth(measure, events), measure.caps.month ?? left, left);
    left -= points;
    const plannedOn = dayOfLaterMonth(`${month}-01`, measure.grant.monthsLater, measure.grant.day);
    if (points > 0) rewards.push({ card, measure: measure.id, month, points, plannedOn });
  }
  return rewards;
}

function pointsOfMonth(measure: UsageMeasure, events: readonly Earning['event'][]): number {
  if (measure.shape === 'tiers') {
    const yen = events.reduce((sum, event) => sum + event.yen, 0);
    return measure.table.findLast((tier) => yen >= tier.fromYen)?.points ?? 0;
  }
  const groups = new Map<string, Earning['event'][]>();
  for (const event of events) entryOf(groups, groupOf(measure.groupBy, event), () => []).push(event);
  let points = 0;
  for (const group of groups.values())
    points +=
      measure.shape === 'every-nth'
        ? Math.floor(group.length / measure.every) * measure.points
        : pointsOfUses(measure.steps, group);
  return points;
}

function groupOf(groupBy: GroupBy, event: Earning['event']): string {
  return event.type === 'use' && groupBy !== 'none' ? (event.groups[groupBy] ?? '') : '';
}

/** Floored once on the month's sum of a group, as A8 does. */
function pointsOfUses(
  steps: readonly { fromUse: number; percent: number }[],
  uses: readonly Earning['event'][],
): number {
  let hundredths = 0;
  for (const [at, { yen }] of uses.entries())
    hundredths += yen * (steps.findLast((step) => at + 1 >= step.fromUse)?.percent ?? 0);
  return Math.floor(hundredths / 100);
}
