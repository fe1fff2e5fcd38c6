/**
 * The rules again, written down a second time from the README of the cases and docs/facts/points.md without looking
 * at the first: every question walks through all events, and nothing is shared with evaluate.ts but their types.
 */
import type { Answer, Event, Input } from '../index.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;
type Application = Of<'application'>;
type Refusal = NonNullable<Answer['applications'][number]['reason']>;

const NOTICE = '2023-02-22';
const LUMP_YEN = 20_000;

/** For `sort`; the days of this project's inputs and the names of cards and persons alike. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The 18th of the month after. */
function grantDay(on: string): string {
  const [year, month] = [Number(on.slice(0, 4)), Number(on.slice(5, 7))];
  return month === 12 ? `${year + 1}-01-18` : `${year}-${String(month + 1).padStart(2, '0')}-18`;
}

function in25Months(on: string): string {
  const [year, month, day] = on.split('-').map(Number) as [number, number, number];
  // Day 0 of the month after is the last of the month.
  const last = new Date(Date.UTC(year, month - 1 + 26, 0));
  return new Date(Date.UTC(year, month - 1 + 25, Math.min(day, last.getUTCDate()))).toISOString().slice(0, 10);
}

/** The whole answer without its reasons. */
export function naiveAnswer({ asOf, events }: Input): Omit<Answer, 'reasons'> {
  const known = events.filter(({ on }) => on <= asOf);
  const ofType = <Type extends Event['type']>(type: Type) => known.filter((event) => event.type === type) as Of<Type>[];
  const endsOn = asOf < NOTICE ? '2023-02-28' : '2023-05-31';
  const nameOn = (on: string) =>
    asOf >= NOTICE && on >= '2023-03-07' ? 'WESTERポイント（チャージ専用）' : 'ICOCAポイント';

  function holderOn(card: string, on: string): string {
    const next = ofType('reissue').find((event) => event.card === card && event.on <= on);
    return next === undefined ? card : holderOn(next.to, on);
  }
  const sameOn = (a: string, b: string, on: string) => holderOn(a, on) === holderOn(b, on);

  function kindOf(card: string): string {
    const declared = ofType('card').find((event) => event.card === card);
    if (declared !== undefined) return declared.kind;
    const old = ofType('reissue').find(({ to }) => to === card);
    return old === undefined ? 'icoca' : kindOf(old.card);
  }

  function isRegisteredBefore(card: string, day: string): boolean {
    const registered = ofType('registration').filter((event) => event.on < day && sameOn(event.card, card, day));
    const charged = ofType('charge').filter((event) => event.on < day && sameOn(event.card, card, day));
    // Some registration from which no gap of more than 25 months leads to the day.
    return registered.some((registration) => {
      const days = charged.map(({ on }) => on).filter((on) => on >= registration.on);
      const steps = [registration.on, ...days.sort(compare), day];
      return steps.every((on, at) => at === 0 || on <= in25Months(steps[at - 1] ?? on));
    });
  }

  function refusalOf({ on, person, card, measure, myNumberCardAppliedOn }: Application, accepted: Application[]) {
    const refusals: [Refusal, boolean][] = [
      ['outside-campaign', on < (measure === 'charge' ? '2020-08-07' : '2022-06-30') || on > endsOn],
      ['mobile-not-started', kindOf(card) === 'mobile-icoca' && on < '2023-03-22'],
      ['no-stored-fare', kindOf(card) === 'pass-without-sf'],
      ['not-registered-by-the-day-before', /^(child-)?icoca$/.test(kindOf(card)) && !isRegisteredBefore(card, on)],
      ['my-number-card-too-late', (myNumberCardAppliedOn ?? '') > '2023-02-28'],
      [
        'already-received',
        ofType('received-elsewhere').some((e) => e.on <= on && e.person === person && e.measure === measure),
      ],
      ['already-applied', accepted.some((other) => other.person === person && other.measure === measure)],
      ['card-of-another-person', accepted.some((other) => other.person !== person && sameOn(other.card, card, on))],
    ];
    return refusals.find(([, applies]) => applies)?.[0];
  }

  const accepted: Application[] = [];
  /** Day, person, measure; where the README leaves two alike, the card and its deadline, so that no order is left open. */
  const order = ({ on, person, measure, card, myNumberCardAppliedOn = '' }: Application) =>
    [on, person, measure, card, myNumberCardAppliedOn].join(' ');
  const applications = ofType('application')
    .sort((a, b) => compare(order(a), order(b)))
    .map((application) => {
      const { on, person, card, measure } = application;
      const reason = refusalOf(application, accepted);
      if (reason !== undefined) return { on, person, card, measure, accepted: false, reason };
      accepted.push(application);
      return { on, person, card, measure, accepted: true };
    });

  /** Charges that count for an application and had not been taken back by the end of a day. */
  function standing(application: Application, day: string): Of<'charge'>[] {
    return ofType('charge')
      .filter(({ source }) => source === 'cash' || source === 'quick-charge')
      .filter(({ on }) => on >= application.on && on >= '2020-09-01' && on <= endsOn)
      .filter(({ card, on }) => sameOn(card, application.card, on))
      .filter(({ id }) => !ofType('reversal').some((event) => event.of === id && event.on <= day))
      .sort((a, b) => compare(a.on, b.on));
  }
  const yenOf = (charges: Of<'charge'>[]) => charges.reduce((sum, { yen }) => sum + yen, 0);

  function chargeGrant(application: Application): { points: number; plannedOn: string | null } {
    const days = [...new Set(standing(application, '0000-00-00').map(({ on }) => grantDay(on)))];
    for (const day of days.sort(compare)) {
      const before = standing(application, day).filter(({ on }) => grantDay(on) <= day);
      if (yenOf(before) >= LUMP_YEN) return { points: 5_000, plannedOn: day };
    }
    return { points: asOf > endsOn ? Math.floor(yenOf(standing(application, asOf)) / 4) : 0, plannedOn: null };
  }

  function actGrant({ on, person, measure }: Application): { points: number; plannedOn: string | null } {
    const done = known
      .filter((event) => event.type === measure && 'person' in event && event.person === person && event.on <= endsOn)
      .map((event) => (event.on > on ? event.on : on));
    const [first] = done.sort(compare);
    return first === undefined ? { points: 0, plannedOn: null } : { points: 7_500, plannedOn: grantDay(first) };
  }

  const grants = accepted
    .map((application) => {
      const { person, card, measure } = application;
      const { points, plannedOn } = measure === 'charge' ? chargeGrant(application) : actGrant(application);
      return { person, card: holderOn(card, asOf), measure, points, plannedOn, pointName: nameOn(plannedOn ?? asOf) };
    })
    .filter(({ points }) => points > 0)
    .sort(
      (a, b) =>
        compare(a.plannedOn ?? 'never', b.plannedOn ?? 'never') ||
        compare(a.card, b.card) ||
        compare(a.measure, b.measure),
    );
  const progress = accepted
    .filter(({ measure }) => measure === 'charge')
    .map((application) => {
      const countedYen = yenOf(standing(application, asOf));
      const remainingYen = Math.max(0, LUMP_YEN - countedYen);
      return { card: holderOn(application.card, asOf), countedYen, remainingYen };
    })
    .sort((a, b) => compare(a.card, b.card));
  return { asOf, campaign: { endsOn, pointName: nameOn(asOf) }, applications, grants, progress };
}
