/**
 * Whether the books add up: every balance is derived again from the entries, every hold and end is compared with what
 * was booked for it. Used by `npm run center -- check` and by tests at rest after every fault.
 */
import type { CenterDatabase } from '../database.ts';
import { TANGLED_PERSONS } from '../schema.ts';
import { all, type Row, type Sql } from '../sql.ts';

interface Check {
  readonly name: string;
  /** Gives one row for each thing that is wrong; `what` says it, without a card number. */
  readonly text: string;
}

const CHECKS: readonly Check[] = [
  {
    name: 'balances are the sum of their entries',
    text: `
      WITH derived AS (
        SELECT card_number, account, sum(points) AS points FROM (
          SELECT card_number, target AS account, points FROM entries WHERE target IN ('outstanding', 'held')
          UNION ALL
          SELECT card_number, source AS account, -points FROM entries WHERE source IN ('outstanding', 'held')
        ) AS moved GROUP BY card_number, account
      )
      SELECT 'an account ' || coalesce(balances.account, derived.account) || ' shows '
        || coalesce(CAST(balances.points AS TEXT), 'nothing') || ', its entries make '
        || coalesce(CAST(derived.points AS TEXT), 'nothing') AS what
      FROM balances FULL JOIN derived USING (card_number, account)
      WHERE coalesce(balances.points, 0) <> coalesce(derived.points, 0)`,
  },
  {
    name: 'no balance is below zero',
    text: `SELECT 'an account ' || account || ' stands at ' || points AS what FROM balances WHERE points < 0`,
  },
  {
    name: 'every point came from somewhere and is somewhere',
    text: `
      WITH totals AS (
        SELECT
          (SELECT coalesce(sum(points), 0) FROM balances) AS on_cards,
          (SELECT coalesce(sum(points), 0) FROM entries WHERE source NOT IN ('outstanding', 'held')) AS came,
          (SELECT coalesce(sum(points), 0) FROM entries WHERE target NOT IN ('outstanding', 'held')) AS went
      )
      SELECT 'cards hold ' || on_cards || ' points, ' || came || ' came and ' || went || ' went' AS what
      FROM totals WHERE on_cards <> came - went`,
  },
  {
    name: 'a reissue takes from one card what it gives to another',
    text: `
      SELECT 'reissues took ' || took || ' and gave ' || gave AS what FROM (
        SELECT coalesce(sum(points) FILTER (WHERE target = 'reissues'), 0) AS took,
               coalesce(sum(points) FILTER (WHERE source = 'reissues'), 0) AS gave FROM entries
      ) AS moved WHERE took <> gave`,
  },
  {
    name: 'what a card holds is its one open hold',
    text: `
      SELECT 'a card holds ' || coalesce(balances.points, 0) || ' points, its open hold says '
        || coalesce(CAST(request -> 'evidence' ->> 'points' AS BIGINT), 0) AS what
      FROM (SELECT card_number, points FROM balances WHERE account = 'held') AS balances
      FULL JOIN open_holds USING (card_number)
      LEFT JOIN transfers ON transfers.transfer_id = open_holds.transfer_id
      WHERE coalesce(balances.points, 0) <> coalesce(CAST(request -> 'evidence' ->> 'points' AS BIGINT), 0)`,
  },
  {
    name: 'a transfer is open or ended, never both and never neither',
    text: `
      SELECT 'transfer ' || transfers.transfer_id || ' is ' ||
        CASE WHEN transfer_ends.state IS NULL THEN 'neither open nor ended' ELSE 'open and ' || transfer_ends.state END AS what
      FROM transfers LEFT JOIN transfer_ends USING (transfer_id) LEFT JOIN open_holds USING (transfer_id)
      WHERE (transfer_ends.state IS NULL) = (open_holds.transfer_id IS NULL)`,
  },
  {
    name: 'a transfer is booked as it ended',
    text: `
      WITH booked AS (
        SELECT transfer_id, card_number,
          coalesce(sum(points) FILTER (WHERE target = 'held'), 0) AS held,
          coalesce(sum(points) FILTER (WHERE source = 'held' AND target <> 'outstanding'), 0) AS spent,
          coalesce(sum(points) FILTER (WHERE source = 'held' AND target = 'outstanding'), 0) AS freed
        FROM entries WHERE transfer_id IS NOT NULL GROUP BY transfer_id, card_number
      ), due AS (
        SELECT transfers.transfer_id, transfers.card_number,
          CASE WHEN outcome = 'held' THEN CAST(request -> 'evidence' ->> 'points' AS BIGINT) ELSE 0 END AS points, state
        FROM transfers LEFT JOIN transfer_ends USING (transfer_id)
      )
      SELECT 'transfer ' || coalesce(due.transfer_id, booked.transfer_id) || ' is booked with '
        || coalesce(held, 0) || ' held, ' || coalesce(spent, 0) || ' spent, ' || coalesce(freed, 0) || ' freed' AS what
      FROM due FULL JOIN booked USING (transfer_id, card_number)
      WHERE coalesce(held, 0) <> coalesce(points, 0)
        OR coalesce(spent, 0) <> (CASE WHEN state = 'settled' THEN coalesce(points, 0) ELSE 0 END)
        OR coalesce(freed, 0) <> (CASE WHEN state = 'voided' THEN coalesce(points, 0) ELSE 0 END)`,
  },
  {
    name: 'an id stands for one card',
    text: `
      SELECT used.id || ' stands for another card than it was used with, or for none' AS what FROM (
        SELECT 'transfer:' || transfer_id AS id, card_number FROM transfers
        UNION ALL SELECT 'transfer:' || transfer_id, card_number FROM transfer_ends
        UNION ALL SELECT 'request:' || request_id, card_number FROM answered_requests
      ) AS used LEFT JOIN ids USING (id) WHERE ids.card_number IS NULL OR ids.card_number <> used.card_number`,
  },
  {
    name: 'the grant run knows over whose application another event decides',
    text: `
      SELECT CASE WHEN known.person IS NULL THEN 'somebody is missing' ELSE 'somebody is listed without reason' END AS what
      FROM (${TANGLED_PERSONS}) AS found FULL JOIN tangled_persons AS known ON known.person = found.person
      WHERE known.person IS NULL OR found.person IS NULL`,
  },
];

/** What does not add up, in words; empty where all does. Reads everything: O(entries). */
export async function checkDatabase(db: CenterDatabase): Promise<readonly string[]> {
  return await db.read(() => checkBooks(db.guards));
}

/** @param guards the database's own (database.ts). */
export function* checkBooks(guards: readonly string[]): Sql<readonly string[]> {
  const faults: string[] = [];
  for (const guard of guards) faults.push(...(yield* all<Row>(guard)).map(({ what }) => String(what)));
  for (const check of CHECKS) {
    const rows = yield* all<Row>(check.text);
    const [first] = rows;
    if (first) faults.push(`${check.name}: ${first.what}${rows.length > 1 ? ` (and ${rows.length - 1} more)` : ''}`);
  }
  return faults;
}
