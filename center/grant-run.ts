/**
 * The grant run of a month: posts what the rules planned up to its 18th (R7, R10, R11). It may be stopped anywhere and
 * run again: each account is one transaction, and only what is not in the ledger yet is posted.
 */
import { evaluateAround, postedTo } from './grants.ts';
import { post } from './ledger/ledger.ts';
import { all, type Sql } from './sql.ts';
import type { CenterDatabase } from './sqlite.ts';

export interface GrantRunReport {
  readonly grants: number;
  readonly points: number;
  /** More stands in the ledger than the rules give now (data that came late, A35, A36): staff decide, nothing is taken back. */
  readonly forStaff: number;
}

/** Which grants a run posts: those planned up to a day, or those that wait for the end of the campaign (R8, A7). */
export type GrantsDue = { readonly plannedUntil: string } | 'after-the-end';

/** The nominal grant day of a month, `YYYY-MM` (A18: not moved for a holiday). */
export function nominalDay(month: string): string {
  return `${month}-18`;
}

/**
 * @param due what is left out: grants planned later; the payout after the end, of which the rules speak only then, is a
 *   run of its own, since the notice names no day for it.
 * @param today the business date: the day of the postings, and of the knowledge they rest on.
 */
export function grantRun(db: CenterDatabase, due: GrantsDue, today: string): GrantRunReport {
  const total = { grants: 0, points: 0, forStaff: 0 };
  for (let card = db.read(nextCard('')); card !== null; card = db.read(nextCard(card))) {
    const done = db.write(grantAround(card, due, today));
    total.grants += done.grants;
    total.points += done.points;
    total.forStaff += done.forStaff;
  }
  return total;
}

/** Cards with an application, in order of their numbers: the place to go on from is the last card. */
function* nextCard(after: string): Sql<string | null> {
  const [row] = yield* all<{ card_number: string | null }>(
    `SELECT min(card_number) AS card_number FROM events WHERE type = 'application' AND card_number > ?`,
    after,
  );
  return row?.card_number ?? null;
}

/** Only what was applied for with this very card, so that what hangs together is not counted once a card. */
function* grantAround(card: string, due: GrantsDue, today: string): Sql<GrantRunReport> {
  const { grants, applications } = yield* evaluateAround(card, today);
  const report = { grants: 0, points: 0, forStaff: 0 };
  for (const { person, measure } of applications.filter((row) => row.card === card && row.accepted)) {
    const grant = grants.find((row) => row.person === person && row.measure === measure);
    const points = (grant?.points ?? 0) - (yield* postedTo(person, measure));
    if (points < 0) report.forStaff += 1;
    if (!grant || points <= 0 || !isDue(grant.plannedOn, due)) continue;
    yield* post({
      cardNumber: grant.card,
      source: 'grants',
      target: 'outstanding',
      points,
      // Booked on the day of the run and named by it (R15, A19, A20); the nominal 18th is the plan, not the posting.
      valueOn: today,
      bookedOn: today,
      measure,
      person,
    });
    report.grants += 1;
    report.points += points;
  }
  return report;
}

function isDue(plannedOn: string | null, due: GrantsDue): boolean {
  if (due === 'after-the-end') return plannedOn === null;
  return plannedOn !== null && plannedOn <= due.plannedUntil;
}
