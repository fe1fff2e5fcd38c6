/** The grant run beside the plainest question over the same charges, and what Node keeps in memory while it runs. */
import pg from 'pg';
import type { CenterDatabase } from '../../center/database.ts';
import { grantRun, nominalDay } from '../../center/grant-run.ts';
import { silentLog } from '../../center/log.ts';
import { openPostgres } from '../../center/postgres.ts';
import { one, type Row, type Sql } from '../../center/sql.ts';
import type { PostgresServer } from '../../rig/postgres.ts';
import { applications, registered } from './center-fleet.ts';
import { type Figure, median, spreadOf } from './figure.ts';
import { memoryFigures, watchMemory } from './memory.ts';

const CARDS = 100_000;
const CARDS_FULL = 1_000_000;
const CHARGES_EACH = 12;
const ROUNDS = 3;
/** Before each run and after it: the machine may be slower in one minute than in the next. */
const SUMS = 2;
const GOAL = 4;
const DUE = { due: { plannedUntil: nominalDay('2023-01') }, today: '2023-01-18' } as const;

/** As the owner of the server: what no center does. */
export async function administer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

function* sumByCard(): Sql<Row | undefined> {
  return yield* one<Row>(
    `SELECT count(*) AS cards, sum(yen) AS yen FROM (
       SELECT card_number, CAST(sum(yen) AS BIGINT) AS yen FROM events WHERE type = 'charge' GROUP BY card_number
     ) AS sums`,
  );
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function inDatabase<Done>(
  server: PostgresServer,
  name: string,
  work: (db: CenterDatabase) => Promise<Done>,
): Promise<Done> {
  const db = await openPostgres({ url: server.url(name), log: silentLog(), purpose: 'patient' });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

async function granting(db: CenterDatabase, cards: number): Promise<void> {
  const { grants: granted } = await grantRun(db, DUE);
  if (granted !== cards) throw new Error(`${granted} grants for ${cards} cards`);
}

/** A grant run leaves nothing to grant: each has a copy of the same database. */
async function onCopy<Done>(server: PostgresServer, work: (db: CenterDatabase) => Promise<Done>): Promise<Done> {
  const owner = server.url('postgres');
  await administer(owner, 'CREATE DATABASE granted TEMPLATE grants');
  await writtenDown(server);
  const done = await inDatabase(server, 'granted', work);
  await administer(owner, 'DROP DATABASE granted');
  return done;
}

/** What others left to be written is not to be paid by what is timed next. */
function writtenDown(server: PostgresServer): Promise<void> {
  return administer(server.url('postgres'), 'CHECKPOINT');
}

async function timed(server: PostgresServer, db: CenterDatabase, cards: number): Promise<{ sum: number; run: number }> {
  const summing: number[] = [];
  const sumUp = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) summing.push(await msOf(async () => await db.read(sumByCard)));
  };
  // The first finds everything cold.
  await sumUp(1 + SUMS);
  const run = await msOf(() => granting(db, cards));
  await writtenDown(server);
  await sumUp(SUMS);
  return { sum: median(summing.slice(1)), run };
}

export async function* grants(server: PostgresServer, full: boolean): AsyncIterable<Figure> {
  const cards = full ? CARDS_FULL : CARDS;
  await administer(server.url('postgres'), 'CREATE DATABASE grants');
  await inDatabase(server, 'grants', async (db) => {
    await db.write(() => registered(cards));
    await db.write(() => applications(cards, CHARGES_EACH));
  });
  // Its sheets of paper have been written and emptied before, as in every month but the first.
  await inDatabase(server, 'grants', (db) => grantRun(db, { ...DUE, dryRun: true }));
  // As a server that has been up for a while has it: its own service does both by itself, where something was written. `entries` is
  // empty here as in no month: vacuumed, it is planned for as one that stays empty, though another set is filling it.
  await administer(server.url('grants'), 'VACUUM ANALYZE events, registrations, grant_applications, grant_dues');
  const rounds: Awaited<ReturnType<typeof timed>>[] = [];
  for (let round = 0; round < (full ? 1 : ROUNDS); round++)
    rounds.push(await onCopy(server, (db) => timed(server, db, cards)));
  const ratios = rounds.map(({ sum, run }) => run / sum);
  const ratio = median(ratios);
  const about = `${cards.toLocaleString('en-US')} cards with ${(cards * CHARGES_EACH).toLocaleString('en-US')} charges`;
  const sum = median(rounds.map((each) => each.sum));
  yield {
    what: `grant run for ${about}, every one of them granted`,
    value: `${(median(rounds.map(({ run }) => run)) / 1_000).toFixed(1)} s`,
    spread: spreadOf(ratios),
    against: { what: `SELECT card, sum(yen) … GROUP BY card (${sum.toFixed(0)} ms)`, ratio },
    goal: { says: `≤ ${GOAL}`, met: ratio <= GOAL },
  };
  // Once more: a look at the memory collects it, which takes a processor from what is timed.
  yield* memoryFigures(await onCopy(server, (db) => watchMemory(() => granting(db, cards))));
}
