/**
 * Plain grants, in sets. An application is plain where no other event decides over it: the only one of its person for
 * this measure, who did not receive it elsewhere, nor in a file on another card; on a card for which nobody else applied, which was never reissued, never
 * declared to be of another kind nor charged with something that was taken back, and whose registration cannot have
 * lapsed by then. Then the rules are sums and comparisons of days. Their numbers and days come from points/; that both
 * agree is tested on random persons (plain-grants-agree.test.ts). All others are `tangledApplications`.
 */
import { addMonths, campaignAsOf, chargeShare, dayOfLaterMonth, mynapoint } from '../points/index.ts';
import type { Found, GrantRunOptions } from './grant-run.ts';
import { all, run, runOverSet, type Sql, shareLockImports } from './sql.ts';

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
 * The applications of a range of cards, with what decides over each and whether it is tangled: looked up once, and put down. As sets,
 * so that the database sees how many rows there are before it plans what to do with them: as conditions on each row it takes
 * them for a handful, and then goes through everything for each of thousands. Where cards are joined the range is said again:
 * the database does not carry it over, and would go through every event and registration there is for each set.
 */
const APPLICATIONS = `
  INSERT INTO grant_applications (card_number, event_id, person, measure, happened_on, number_card_on, registered_on, is_tangled)
  WITH asked AS MATERIALIZED (
    SELECT event_id, card_number, person, measure, happened_on, coalesce(body ->> 'myNumberCardAppliedOn', '${EVER}') AS number_card_on
    FROM events WHERE type = 'application' AND card_number > ? AND card_number <= ?
  ), tangled AS MATERIALIZED (
    SELECT event_id FROM asked WHERE person IN (SELECT person FROM tangled_persons)
    UNION
    SELECT event_id FROM asked WHERE card_number IN (SELECT card_number FROM asked GROUP BY card_number HAVING min(person) <> max(person))
    UNION
    SELECT event_id FROM asked
    WHERE card_number IN (SELECT home FROM events WHERE home > ? AND home <= ? AND type IN ('reversal', 'card', 'reissue'))
    UNION
    SELECT event_id FROM asked WHERE card_number IN (SELECT to_card FROM events WHERE to_card > ? AND to_card <= ?)
  )
  SELECT asked.card_number, asked.event_id, person, measure, happened_on, number_card_on, registered_on, CASE
      WHEN asked.event_id IN (SELECT event_id FROM tangled) THEN 1
      WHEN CAST(CAST(substr(registered_on, 1, 4) AS INTEGER) + ${CERTAIN_YEARS} AS TEXT) || substr(registered_on, 5) < happened_on THEN 1
      ELSE 0 END
  FROM asked LEFT JOIN registrations ON registrations.card_number = asked.card_number
    AND registrations.card_number > ? AND registrations.card_number <= ?
  ORDER BY asked.card_number, asked.event_id`;

/** An application that points/ has to decide. */
export interface Asked {
  readonly card: string;
  readonly person: string;
  readonly measure: string;
}

export interface PlainGrants {
  readonly found: readonly Found[];
  /** In order of their cards. */
  readonly tangled: readonly Asked[];
}

/**
 * Posts what is due to the plain applications of a range, in one transaction; on a dry run only says it. Another run that comes to the
 * same applications waits where it puts them down, since their key is taken until this one ends, and finds them granted.
 */
export function* plainGrants(range: CardRange, options: GrantRunOptions): Sql<PlainGrants> {
  const { after, upTo } = range;
  yield* shareLockImports();
  yield* runOverSet(APPLICATIONS, after, upTo, after, upTo, after, upTo, after, upTo);
  yield* dues(range, options);
  const found = yield* all<FoundRow>(
    `SELECT measure,
       count(*) FILTER (WHERE is_due = 1 AND due > posted) AS grants,
       CAST(coalesce(sum(due - posted) FILTER (WHERE is_due = 1 AND due > posted), 0) AS BIGINT) AS points,
       count(*) FILTER (WHERE due < posted) AS "forStaff"
     FROM grant_dues GROUP BY measure`,
  );
  const tangled = yield* all<{ card: string; person: string; measure: string }>(
    `SELECT DISTINCT card_number AS card, person, measure FROM grant_applications
     WHERE is_tangled = 1 AND happened_on <= ? ORDER BY card_number`,
    options.today,
  );
  if (options.dryRun !== true) yield* book(options.today);
  yield* run('DELETE FROM grant_dues');
  yield* run('DELETE FROM grant_applications');
  return { found: found as readonly Found[], tangled };
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

/**
 * Which applications of the range are accepted, for one measure (R1, R13, R18, A22, A23, A37, A38). As one comparison: of a table that
 * nobody has analyzed, PostgreSQL takes a third for that, and next to none for six conditions beside each other.
 */
const ACCEPTED = `
  SELECT card_number, person, happened_on FROM grant_applications
  WHERE CASE WHEN measure = ? AND happened_on BETWEEN ? AND ? AND number_card_on <= ? AND registered_on < happened_on
    AND is_tangled = 0 THEN 1 ELSE 0 END > 0`;

/**
 * What stands in the ledger for a person and a measure. On their card: what is plain now always was, so that no run has posted to
 * another one; and what came in a file for another one makes the application tangled.
 */
const postedTo = (due: string): string => `
  coalesce((SELECT CAST(sum(entries.points) AS BIGINT) FROM entries
    WHERE entries.card_number = ${due}.card_number AND entries.person = ${due}.person
      AND entries.source = 'grants' AND entries.measure = ?), 0)`;

function* dues(range: CardRange, options: GrantRunOptions): Sql<void> {
  const known = campaignAsOf(mynapoint, options.today);
  const { registration, from } = mynapoint.cards.icoca;
  // What is written here in SQL is this rule and no other.
  if (registration !== 'by-the-day-before' || from !== null || !CHARGE)
    throw new Error('the campaign has changed its kind');
  yield* chargeDues(CHARGE, range, known, options);
  for (const measure of ONCE) yield* onceDues(measure, known, options);
}

function accepted(measure: ChargeTotal | OneTime, known: Known, today: string) {
  const until = earlier(known.endsOn ?? NEVER, today);
  return [measure.id, measure.applicationsFrom, until, known.myNumberCardAppliedBy ?? NEVER] as const;
}

/**
 * R3–R9. Without anything taken back a sum only grows: the threshold was reached before a day exactly where the charges
 * before it make the threshold, and which one crossed it need not be known (A4, A5).
 */
function* chargeDues(measure: ChargeTotal, range: CardRange, known: Known, options: GrantRunOptions): Sql<void> {
  const { due, today } = options;
  const { thresholdYen, ratePercent, capPoints } = measure;
  const isOver = known.endsOn !== null && today > known.endsOn;
  yield* runOverSet(
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
     SELECT charged.card_number, charged.person, CAST(? AS TEXT),
       CASE WHEN yen >= ? THEN CAST(? AS BIGINT)
         WHEN CAST(? AS BIGINT) = 0 THEN 0
         WHEN yen * CAST(? AS BIGINT) / 100 > ? THEN CAST(? AS BIGINT) ELSE yen * CAST(? AS BIGINT) / 100 END,
       ${postedTo('charged')},
       CASE WHEN yen >= ? THEN (CASE WHEN yen_in_time >= ? THEN 1 ELSE 0 END) ELSE CAST(? AS BIGINT) END
     FROM charged`,
    ...accepted(measure, known, today),
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
function* onceDues(measure: OneTime, known: Known, { due, today }: GrantRunOptions): Sql<void> {
  yield* runOverSet(
    `INSERT INTO grant_dues (card_number, person, measure, due, posted, is_due)
     WITH accepted AS (${ACCEPTED}), acted AS (
       SELECT accepted.card_number, accepted.person, accepted.happened_on, (
         SELECT min(act.happened_on) FROM events AS act
         WHERE act.home = 'person:' || accepted.person AND act.type = ? AND act.happened_on <= ?
       ) AS acted_on FROM accepted
     )
     SELECT acted.card_number, acted.person, CAST(? AS TEXT), CASE WHEN acted_on <= ? THEN CAST(? AS BIGINT) ELSE 0 END,
       ${postedTo('acted')},
       CASE WHEN acted_on < ? AND happened_on < ? THEN 1 ELSE 0 END
     FROM acted`,
    ...accepted(measure, known, today),
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
