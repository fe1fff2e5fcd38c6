/**
 * Plain grants, in sets. An application is plain where no other event decides over it: the only one of its person for
 * this measure, who did not receive it elsewhere; on a card for which nobody else applied, which was never reissued, never
 * declared to be of another kind nor charged with something that was taken back, and whose registration cannot have
 * lapsed by then. Then the rules are sums and comparisons of days. Their numbers and days come from points/; that both
 * agree is tested on random persons (plain-grants-agree.test.ts). All others are `tangledApplications`.
 */
import { addMonths, campaignAsOf, chargeShare, dayOfLaterMonth, mynapoint } from '../points/index.ts';
import type { Found, GrantRunOptions } from './grant-run.ts';
import { all, lockImports, run, type Sql } from './sql.ts';

/** Cards, as text in the order of their bytes: after the first up to the second. */
export interface CardRange {
  readonly after: string;
  readonly upTo: string;
}

/** As a row; `Found` says which words `measure` can be. */
type FoundRow = { measure: string; grants: number; points: number; forStaff: number };
type Known = ReturnType<typeof campaignAsOf>;
type ChargeTotal = Extract<Known['measures'][number], { shape: 'charge-total' }>;
type OneTime = Extract<Known['measures'][number], { shape: 'one-time' }>;

const CHARGE = mynapoint.measures.find((measure): measure is ChargeTotal => measure.shape === 'charge-total');
const ONCE = mynapoint.measures.filter((measure): measure is OneTime => measure.shape === 'one-time');
/** Later than any day, and earlier. */
const NEVER = '9999-12-31';
const EVER = '0000-01-01';

/**
 * A registration cannot have lapsed within so many whole years (A27); after that the charges decide, and points/ looks.
 * Null: none is ever certain.
 */
const CERTAIN_YEARS =
  mynapoint.registrationLapsesAfterMonths === null
    ? 99
    : Math.floor((mynapoint.registrationLapsesAfterMonths - 1) / 12);

/**
 * Looked up row by row, never joined: of how many rows pass this the databases have no idea, and a join they plan for a
 * handful goes through everything for each of thousands. Each line asks one index; what hardly any card has is gathered once
 * for the range (`tangledValues`).
 */
const TANGLED = `
  EXISTS (SELECT 1 FROM events AS other WHERE other.person = asked.person
    AND (other.type = 'received-elsewhere' OR (other.type = 'application' AND other.measure = asked.measure AND other.event_id <> asked.event_id)))
  OR EXISTS (SELECT 1 FROM events AS other WHERE other.home = asked.card_number
    AND other.type IN ('reversal', 'card', 'reissue'))
  OR EXISTS (SELECT 1 FROM events AS other WHERE other.home = asked.card_number
    AND other.type = 'application' AND other.person <> asked.person)
  OR asked.card_number IN (SELECT to_card FROM events WHERE to_card > ? AND to_card <= ?)
  OR coalesce((SELECT CAST(CAST(substr(registered_on, 1, 4) AS INTEGER) + ${CERTAIN_YEARS} AS TEXT) || substr(registered_on, 5)
    FROM registrations WHERE registrations.card_number = asked.card_number), '${NEVER}') < asked.happened_on`;

function tangledValues({ after, upTo }: CardRange): readonly string[] {
  return [after, upTo];
}

export interface Asked {
  readonly card: string;
  readonly person: string;
  readonly measure: string;
}

/** Applications of the range that points/ has to decide, in order of their cards. */
export function* tangledApplications({ after, upTo }: CardRange, today: string): Sql<readonly Asked[]> {
  const rows = yield* all<{ card: string; person: string; measure: string }>(
    `SELECT DISTINCT asked.card_number AS card, asked.person, asked.measure FROM events AS asked
     WHERE asked.type = 'application' AND asked.card_number > ? AND asked.card_number <= ? AND asked.happened_on <= ?
       AND (${TANGLED}) ORDER BY asked.card_number`,
    after,
    upTo,
    today,
    ...tangledValues({ after, upTo }),
  );
  return rows;
}

/** Posts what is due to the plain applications of a range, in one transaction; on a dry run only says it. */
export function* plainGrants(range: CardRange, options: GrantRunOptions): Sql<readonly Found[]> {
  yield* lockImports();
  yield* dues(range, options);
  const found = yield* all<FoundRow>(
    `SELECT measure,
       count(*) FILTER (WHERE is_due = 1 AND due > posted) AS grants,
       CAST(coalesce(sum(due - posted) FILTER (WHERE is_due = 1 AND due > posted), 0) AS BIGINT) AS points,
       count(*) FILTER (WHERE due < posted) AS "forStaff"
     FROM grant_dues GROUP BY measure`,
  );
  if (options.dryRun !== true) yield* book(options.today);
  yield* run('DELETE FROM grant_dues');
  return found as readonly Found[];
}

function* book(today: string): Sql<void> {
  yield* run(
    `INSERT INTO entries (card_number, source, target, points, value_on, booked_on, measure, person)
     SELECT card_number, 'grants', 'outstanding', due - posted, CAST(? AS TEXT), CAST(? AS TEXT), measure, person
     FROM grant_dues WHERE is_due = 1 AND due > posted ORDER BY card_number, measure`,
    today,
    today,
  );
  yield* run(
    `INSERT INTO balances (card_number, account, points)
     SELECT card_number, 'outstanding', CAST(sum(due - posted) AS BIGINT) FROM grant_dues
     WHERE is_due = 1 AND due > posted GROUP BY card_number ORDER BY card_number
     ON CONFLICT (card_number, account) DO UPDATE SET points = balances.points + excluded.points`,
  );
}

/** Which applications of the range are accepted, for one measure (R1, R13, R18, A22, A23, A37, A38). */
const ACCEPTED = `
  SELECT asked.card_number, asked.person, asked.happened_on
  FROM events AS asked
  WHERE asked.type = 'application' AND asked.measure = ? AND asked.card_number > ? AND asked.card_number <= ?
    AND asked.happened_on BETWEEN ? AND ?
    AND (SELECT registered_on FROM registrations WHERE registrations.card_number = asked.card_number) < asked.happened_on
    AND coalesce(asked.body ->> 'myNumberCardAppliedOn', '${EVER}') <= ?
    AND NOT (${TANGLED})`;

const POSTED = `(SELECT coalesce(CAST(sum(points) AS BIGINT), 0) FROM entries
  WHERE entries.source = 'grants' AND entries.person = accepted.person AND entries.measure = ?)`;

function* dues(range: CardRange, options: GrantRunOptions): Sql<void> {
  const known = campaignAsOf(mynapoint, options.today);
  const { registration, from } = mynapoint.cards.icoca;
  // What is written here in SQL is this rule and no other.
  if (registration !== 'by-the-day-before' || from !== null || !CHARGE)
    throw new Error('the campaign has changed its kind');
  yield* chargeDues(CHARGE, range, known, options);
  for (const measure of ONCE) yield* onceDues(measure, range, known, options);
}

function accepted(measure: ChargeTotal | OneTime, range: CardRange, known: Known, today: string) {
  return [
    measure.id,
    range.after,
    range.upTo,
    measure.applicationsFrom,
    earlier(known.endsOn ?? NEVER, today),
    known.myNumberCardAppliedBy ?? NEVER,
    ...tangledValues(range),
  ];
}

/**
 * R3–R9. Without anything taken back a sum only grows: the threshold was reached before a day exactly where the charges
 * before it make the threshold, and which one crossed it need not be known (A4, A5).
 */
function* chargeDues(measure: ChargeTotal, range: CardRange, known: Known, options: GrantRunOptions): Sql<void> {
  const { due, today } = options;
  const { thresholdYen, ratePercent, capPoints } = measure;
  const isOver = known.endsOn !== null && today > known.endsOn;
  yield* run(
    `INSERT INTO grant_dues (card_number, person, measure, due, posted, is_due)
     WITH accepted AS (${ACCEPTED}), charged AS (
       SELECT accepted.card_number, accepted.person,
         CAST(coalesce(sum(charge.yen), 0) AS BIGINT) AS yen,
         CAST(coalesce(sum(charge.yen) FILTER (WHERE charge.happened_on < ?), 0) AS BIGINT) AS yen_in_time
       FROM accepted LEFT JOIN events AS charge ON charge.home = accepted.card_number AND charge.type = 'charge'
         AND charge.home > ? AND charge.home <= ?
         AND charge.source IN (${measure.counted.map((source) => `'${source}'`).join(', ')})
         AND charge.happened_on >= accepted.happened_on AND charge.happened_on BETWEEN ? AND ?
       GROUP BY accepted.card_number, accepted.person
     )
     SELECT card_number, person, CAST(? AS TEXT),
       CASE WHEN yen >= ? THEN CAST(? AS BIGINT)
         WHEN CAST(? AS BIGINT) = 0 THEN 0
         WHEN yen * CAST(? AS BIGINT) / 100 > ? THEN CAST(? AS BIGINT) ELSE yen * CAST(? AS BIGINT) / 100 END,
       ${POSTED.replace('accepted.person', 'charged.person')},
       CASE WHEN yen >= ? THEN (CASE WHEN yen_in_time >= ? THEN 1 ELSE 0 END) ELSE CAST(? AS BIGINT) END
     FROM charged`,
    ...accepted(measure, range, known, today),
    due === 'after-the-end' ? EVER : firstDayTooLate(measure, due.plannedUntil),
    range.after,
    range.upTo,
    measure.chargesFrom,
    earlier(known.endsOn ?? NEVER, today),
    measure.id,
    thresholdYen,
    chargeShare(thresholdYen, measure),
    isOver ? 1 : 0,
    ratePercent,
    capPoints,
    capPoints,
    ratePercent,
    measure.id,
    thresholdYen,
    thresholdYen,
    due === 'after-the-end' && isOver ? 1 : 0,
  );
}

/** R10, R11: the later of the thing itself and the application counts (A13); the thing must be done by the end. */
function* onceDues(measure: OneTime, range: CardRange, known: Known, { due, today }: GrantRunOptions): Sql<void> {
  yield* run(
    `INSERT INTO grant_dues (card_number, person, measure, due, posted, is_due)
     WITH accepted AS (${ACCEPTED}), acted AS (
       SELECT accepted.card_number, accepted.person, accepted.happened_on, (
         SELECT min(act.happened_on) FROM events AS act
         WHERE act.home = 'person:' || accepted.person AND act.type = ? AND act.happened_on <= ?
       ) AS acted_on FROM accepted
     )
     SELECT card_number, person, CAST(? AS TEXT), CASE WHEN acted_on <= ? THEN CAST(? AS BIGINT) ELSE 0 END,
       ${POSTED.replace('accepted.person', 'acted.person')},
       CASE WHEN acted_on < ? AND happened_on < ? THEN 1 ELSE 0 END
     FROM acted`,
    ...accepted(measure, range, known, today),
    measure.act,
    today,
    measure.id,
    known.endsOn ?? NEVER,
    measure.points,
    measure.id,
    due === 'after-the-end' ? EVER : firstDayTooLate(measure, due.plannedUntil),
    due === 'after-the-end' ? EVER : firstDayTooLate(measure, due.plannedUntil),
  );
}

/** The first day whose grant is planned after `plannedUntil`: a first of a month, since plans go by months (R7, A5). */
function firstDayTooLate({ grant }: ChargeTotal | OneTime, plannedUntil: string): string {
  const first = addMonths(`${plannedUntil.slice(0, 8)}01`, -grant.monthsLater);
  return dayOfLaterMonth(first, grant.monthsLater, grant.day) <= plannedUntil ? addMonths(first, 1) : first;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
