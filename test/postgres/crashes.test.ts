/**
 * PostgreSQL is killed (`-m immediate`) and its connections are cut in the middle of calls and of a grant run. What was
 * answered stands, what was not can be asked again, nothing is granted twice, and the books add up.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallName, CallRequest } from '../../center/contract/index.ts';
import { account, cardNumber, evidence, finish, hold, posting, registration } from '../../center/fixture.ts';
import { grantRun, nominalDay } from '../../center/grant-run.ts';
import { importLines } from '../../center/import.ts';
import { checkDatabase } from '../../center/ledger/check.ts';
import { silentLog } from '../../center/log.ts';
import { openPostgres, type PostgresDatabase } from '../../center/postgres.ts';
import { centerOver } from '../../center/service.ts';
import { all, type Row } from '../../center/sql.ts';
import { PostgresServer } from '../../rig/postgres.ts';

const isFull = process.env.WESTER_TEST === 'full';
const PASSENGERS = 6;
const HURTS = isFull ? 40 : 4;
const POINTS = 200_000;
const CARDS = isFull ? 20_000 : 400;

const server = new PostgresServer();
let db: PostgresDatabase;

beforeAll(async () => {
  await server.start();
  db = await openPostgres({ url: server.url('postgres'), log: silentLog() });
});
afterAll(async () => {
  await db.close();
  await server.remove();
});

async function* jsonLines(lines: readonly object[]): AsyncIterable<string> {
  for (const line of lines) yield JSON.stringify(line);
}

async function crash(): Promise<void> {
  await server.stop('immediate');
  await server.start();
}

async function cut(): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wester-center'");
  await client.end();
}

async function ask<Name extends CallName>(
  name: Name,
  request: CallRequest<Name>,
): Promise<Record<string, unknown> | null> {
  const { status, body } = await centerOver(db, () => '2023-04-10').handle(name, request);
  if (status === 503) return null;
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as Record<string, unknown>;
}

/** Holds and settles ten points again and again, asking until there is an answer. */
async function passenger(card: number, isOver: () => boolean): Promise<{ settled: number; unanswered: number }> {
  const number = cardNumber(card);
  let [settled, unanswered] = [0, 0];
  const until = async (answer: () => Promise<Record<string, unknown> | null>) => {
    for (let found = await answer(); ; found = await answer()) {
      if (found) return found;
      unanswered += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  for (; !isOver(); settled++) {
    const id = card * 1_000_000 + settled;
    const held = await until(() => ask('hold', hold(id, 10, { evidence: evidence(10, number) })));
    expect(held).toMatchObject({ state: 'held', points: POINTS - 10 * (settled + 1), heldPoints: 10 });
    const ended = await until(() => ask('finish', finish(id, 'settled', { cardNumber: number })));
    expect(ended).toMatchObject({ state: 'settled', points: POINTS - 10 * (settled + 1), heldPoints: 0 });
  }
  return { settled, unanswered };
}

test('in the middle of calls', { timeout: isFull ? 600_000 : 60_000 }, async () => {
  const cards = Array.from({ length: PASSENGERS }, (_, index) => index + 1);
  const lines = cards.flatMap((card) => [
    registration(cardNumber(card)),
    posting(`p${card}`, POINTS, { card: cardNumber(card) }),
  ]);
  await importLines(db, jsonLines(lines), '2023-04-10');
  let isOver = false;
  const running = cards.map((card) => passenger(card, () => isOver));
  for (let hurt = 0; hurt < HURTS; hurt++) {
    await new Promise((resolve) => setTimeout(resolve, 200 + 37 * hurt));
    await (hurt % 2 ? cut() : crash());
  }
  isOver = true;
  const done = await Promise.all(running);
  expect(done.reduce((sum, { unanswered }) => sum + unanswered, 0)).toBeGreaterThan(HURTS);
  for (const [index, { settled }] of done.entries()) {
    expect(settled).toBeGreaterThan(0);
    const found = await ask('account', account(cardNumber(index + 1)));
    expect(found).toMatchObject({ points: POINTS - 10 * settled, heldPoints: 0, openHold: null });
  }
  expect(await checkDatabase(db)).toEqual([]);
});

test('in the middle of a grant run, which is started again', { timeout: isFull ? 600_000 : 60_000 }, async () => {
  const first = 1_000;
  const lines = Array.from({ length: CARDS }, (_, index) => cardNumber(first + index)).flatMap((card, index) => [
    registration(card),
    { type: 'application', on: '2023-01-10', person: `P${index}`, card, measure: 'charge' },
    { type: 'charge', on: '2023-02-01', card, yen: 20_000, source: 'cash', id: `c${index}` },
    // Every twentieth has something that only points/ can decide.
    ...(index % 20 === 0 ? [{ type: 'card', on: '2023-01-01', card, kind: 'child-icoca' }] : []),
  ]);
  await importLines(db, jsonLines(lines), '2023-04-10');
  const options = { due: { plannedUntil: nominalDay('2023-03') }, today: '2023-03-18', cardsAtATime: CARDS / 20 };
  let killed = 0;
  for (let attempt = 0; ; attempt++) {
    const running = grantRun(db, options).then(
      () => true,
      () => false,
    );
    // Each time a little later, so that it comes to its end.
    const timer = new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt, null));
    if ((await Promise.race([running, timer])) === null) {
      await (attempt % 2 ? cut() : crash());
      if (!(await running)) killed += 1;
    }
    if (await running) break;
  }
  expect(killed).toBeGreaterThan(0);
  expect(await grantRun(db, options)).toMatchObject({ grants: 0, points: 0, forStaff: 0 });
  const granted = await db.read(() =>
    all<Row>("SELECT count(*) AS grants, count(DISTINCT person) AS persons FROM entries WHERE source = 'grants'"),
  );
  expect(granted).toEqual([{ grants: CARDS, persons: CARDS }]);
  expect(await checkDatabase(db)).toEqual([]);
});
