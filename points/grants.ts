/** What is due: the lump at the threshold, the payout below it after the end, the fixed sums (R6–R12). */
import type { Placed, Total } from './accounts.ts';
import type { Reason } from './applications.ts';
import type { CampaignAsOf } from './as-of.ts';
import { dayOfLaterMonth, type IsoDate, laterOf } from './calendar.ts';
import type { ChargeTotal, GrantDay, OneTime } from './campaign-file.ts';

export interface Due {
  readonly points: number;
  /** The nominal day (R7, A18); null where the notice names none (A7). */
  readonly plannedOn: IsoDate | null;
  readonly reason: Reason;
}

/** Charge's place in the input → its earliest known reversal. */
export type Reversals = ReadonlyMap<number, Placed<'reversal'>>;

function plannedDay(trigger: IsoDate, { monthsLater, day }: GrantDay): IsoDate {
  return dayOfLaterMonth(trigger, monthsLater, day);
}

/** Yen counted now: what was taken back by `asOf` is not among them (A35). */
export function countedYen(total: Total, reversals: Reversals): number {
  return sumOf(total.charges, (index) => !reversals.has(index));
}

function sumOf(charges: readonly Placed<'charge'>[], counts: (index: number) => boolean): number {
  let yen = 0;
  for (const { index, event } of charges) if (counts(index)) yen += event.yen;
  return yen;
}

/** ⌊yen × rate⌋, floored once on the sum (R8, A8) and capped (R6, A4). */
export function chargeShare(yen: number, { ratePercent, thresholdYen, capPoints }: ChargeTotal): number {
  return Math.min(capPoints, Math.floor((Math.min(yen, thresholdYen) * ratePercent) / 100));
}

/** R7 where the threshold was reached, R8 where it was not and the end as known has passed; else null. */
export function dueForCharges(total: Total, reversals: Reversals, known: CampaignAsOf, asOf: IsoDate): Due | null {
  const { measure, application } = total;
  const lump = lumpOf(total, reversals);
  if (lump !== null)
    return {
      points: chargeShare(measure.thresholdYen, measure),
      plannedOn: lump.plannedOn,
      reason: { rules: ['R3', 'R4', 'R6', 'R7', 'A5'], events: [application.index, ...lump.events] },
    };
  if (known.endsOn === null || asOf <= known.endsOn) return null;
  const points = chargeShare(countedYen(total, reversals), measure);
  if (points === 0) return null;
  const counted = total.charges.filter(({ index }) => !reversals.has(index)).map(({ index }) => index);
  return { points, plannedOn: null, reason: { rules: ['R8', 'A7', 'A8'], events: [application.index, ...counted] } };
}

/**
 * The lump, with reversals after its planned day left to staff (A35). Without any reversal the threshold is reached
 * first and the planned day is earliest; charges taken back by that day are then left out, which can only move it
 * later, and so on until nothing moves. Each turn moves it by a month at least, so there are few.
 */
function lumpOf({ charges, measure }: Total, reversals: Reversals): { plannedOn: IsoDate; events: number[] } | null {
  let plannedOn: IsoDate | null = null;
  for (;;) {
    const by: IsoDate | null = plannedOn;
    const stands = (index: number): boolean => {
      const reversal = reversals.get(index);
      return reversal === undefined || by === null || reversal.event.on > by;
    };
    const reached = reach(charges, measure.thresholdYen, stands);
    if (reached === null) return null;
    const next = plannedDay(reached.on, measure.grant);
    if (next === plannedOn) return { plannedOn: next, events: reached.events };
    plannedOn = next;
  }
}

/** The day on which the sum reached the threshold (20,000 itself is enough, A3), and the charges up to it. */
function reach(
  charges: readonly Placed<'charge'>[],
  thresholdYen: number,
  counts: (index: number) => boolean,
): { on: IsoDate; events: number[] } | null {
  const events: number[] = [];
  let yen = 0;
  for (const { index, event } of charges) {
    if (!counts(index)) continue;
    yen += event.yen;
    events.push(index);
    if (yen >= thresholdYen) return { on: event.on, events };
  }
  return null;
}

/** R10, R11: the later of the thing itself and the application counts (A13); the thing must be done by the end. */
export function dueForAct(
  application: Placed<'application'>,
  act: Placed | undefined,
  measure: OneTime,
  { endsOn }: CampaignAsOf,
): Due | null {
  if (act === undefined || (endsOn !== null && act.event.on > endsOn)) return null;
  return {
    points: measure.points,
    plannedOn: plannedDay(laterOf(act.event.on, application.event.on), measure.grant),
    reason: {
      rules: [measure.act === 'health-insurance' ? 'R10' : 'R11', 'A13'],
      events: [application.index, act.index],
    },
  };
}
