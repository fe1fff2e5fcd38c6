/**
 * The grant run of a month: posts what the rules planned up to its 18th (R7, R10, R11). It may be stopped anywhere and
 * run again: each step is one transaction, and only what is not in the ledger yet is posted.
 *
 * Nearly every application is plain: one person and one card, nothing reissued, nothing taken back. Those are done by the
 * database in sets (plain-grants.ts). The others, where one event decides over another, are worked out by points/.
 */

import type { CallAnswer } from './contract/index.ts';
import type { CenterDatabase } from './database.ts';
import { evaluateAround, postedTo } from './grants.ts';
import { post } from './ledger/ledger.ts';
import { type Asked, type CardRange, plainGrants } from './plain-grants.ts';
import { lockImports, one, type Sql } from './sql.ts';
import { listTangled } from './tangled-persons.ts';

type Measure = NonNullable<CallAnswer<'account'>['postings'][number]['measure']>;

export interface Sum {
  readonly grants: number;
  readonly points: number;
}

export interface GrantRunReport extends Sum {
  /** More stands in the ledger than the rules give now (data that came late, A35, A36): staff decide, nothing is taken back. */
  readonly forStaff: number;
  readonly measures: Readonly<Record<Measure, Sum>>;
}

/** Which grants a run posts: those planned up to a day, or those that wait for the end of the campaign (R8, A7). */
export type GrantsDue = { readonly plannedUntil: string } | 'after-the-end';

export interface GrantRunOptions {
  readonly due: GrantsDue;
  /** The business date: the day of the postings, and of the knowledge they rest on. */
  readonly today: string;
  /** Nothing is posted; the report says what would be. */
  readonly dryRun?: boolean;
  /** Cards with applications that share a transaction. */
  readonly cardsAtATime?: number;
}

/** The nominal grant day of a month, `YYYY-MM` (A18: not moved for a holiday). */
export function nominalDay(month: string): string {
  return `${month}-18`;
}

export interface Found {
  readonly measure: Measure;
  readonly grants: number;
  readonly points: number;
  readonly forStaff: number;
}

/** Memory does not grow with the cards: what is kept is a sum. O(events of cards with applications). */
const CARDS_AT_A_TIME = 25_000;

/**
 * What is left out: grants planned later; the payout after the end, of which the rules speak only then, is a run of its
 * own, since the notice names no day for it.
 */
export async function grantRun(db: CenterDatabase, options: GrantRunOptions): Promise<GrantRunReport> {
  const { cardsAtATime = CARDS_AT_A_TIME, dryRun = false } = options;
  const found: Found[] = [];
  await listTangled(db);
  let after = '';
  for (;;) {
    const ranges = await db.read(() => nextRanges(after, cardsAtATime));
    if (ranges.length === 0) return reportOf(found);
    // A file that waits for its turn has it now: sets that share a lock, one after the other, would never let it in.
    await db.write(lockImports);
    const sets = await Promise.all(ranges.map(async (range) => await db.write(() => plainGrants(range, options))));
    for (const plain of sets) {
      found.push(...plain.found);
      for (const [card, asked] of byCard(plain.tangled)) {
        const around = (): Sql<readonly Found[]> => grantAround(card, asked, options);
        found.push(...(await (dryRun ? db.read(around) : db.write(around))));
      }
    }
    after = ranges.at(-1)?.upTo ?? after;
    if (found.length > MANY_SUMS) found.splice(0, found.length, ...sums(found));
  }
}

const MANY_SUMS = 1_000;

/** Side by side, on as many connections: the database does each of them on one processor. */
const SETS_AT_ONCE = 2;

function* nextRanges(after: string, cards: number): Sql<readonly CardRange[]> {
  const ranges: CardRange[] = [];
  for (let from = after; ranges.length < SETS_AT_ONCE; ) {
    const upTo = yield* lastOfNext(from, cards);
    if (upTo === null) break;
    ranges.push({ after: from, upTo });
    from = upTo;
  }
  return ranges;
}

/** The last of the next so many cards with an application, in order of their numbers; null: there are none. */
function* lastOfNext(after: string, cards: number): Sql<string | null> {
  const row = yield* one<{ card_number: string | null }>(
    `SELECT max(card_number) AS card_number FROM (
       SELECT DISTINCT card_number FROM events WHERE type = 'application' AND card_number > ? ORDER BY card_number LIMIT ?
     ) AS next`,
    after,
    cards,
  );
  return row?.card_number ?? null;
}

function byCard(asked: readonly Asked[]): ReadonlyMap<string, readonly Asked[]> {
  const cards = new Map<string, Asked[]>();
  for (const each of asked) cards.set(each.card, [...(cards.get(each.card) ?? []), each]);
  return cards;
}

/** Only what was applied for with this very card, so that what hangs together is not counted once a card. */
function* grantAround(
  card: string,
  asked: readonly Asked[],
  { due, today, dryRun }: GrantRunOptions,
): Sql<readonly Found[]> {
  if (dryRun !== true) yield* lockImports();
  const { grants, applications } = yield* evaluateAround(card, today);
  const found: Found[] = [];
  const isTangled = (person: string, measure: Measure): boolean =>
    asked.some((each) => each.person === person && each.measure === measure);
  const accepted = applications.filter((row) => row.card === card && row.accepted);
  for (const { person, measure } of accepted.filter((row) => isTangled(row.person, row.measure))) {
    const grant = grants.find((row) => row.person === person && row.measure === measure);
    const points = (grant?.points ?? 0) - (yield* postedTo(person, measure));
    if (points < 0) found.push({ measure, grants: 0, points: 0, forStaff: 1 });
    if (!grant || points <= 0 || !isDue(grant.plannedOn, due)) continue;
    found.push({ measure, grants: 1, points, forStaff: 0 });
    if (dryRun === true) continue;
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
  }
  return found;
}

function isDue(plannedOn: string | null, due: GrantsDue): boolean {
  if (due === 'after-the-end') return plannedOn === null;
  return plannedOn !== null && plannedOn <= due.plannedUntil;
}

const MEASURES: readonly Measure[] = ['charge', 'health-insurance', 'public-money-account'];

function sums(found: readonly Found[]): Found[] {
  return MEASURES.map((measure) => {
    const sum = { measure, grants: 0, points: 0, forStaff: 0 };
    for (const one of found) {
      if (one.measure !== measure) continue;
      sum.grants += one.grants;
      sum.points += one.points;
      sum.forStaff += one.forStaff;
    }
    return sum;
  });
}

function reportOf(found: readonly Found[]): GrantRunReport {
  const all = sums(found);
  const total = (field: 'grants' | 'points' | 'forStaff') => all.reduce((sum, each) => sum + each[field], 0);
  const measures = Object.fromEntries(all.map(({ measure, grants, points }) => [measure, { grants, points }]));
  return {
    grants: total('grants'),
    points: total('points'),
    forStaff: total('forStaff'),
    measures: measures as GrantRunReport['measures'],
  };
}
