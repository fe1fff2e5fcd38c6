/** Many connections at once: what SQLite does one after the other, PostgreSQL has to keep apart by locks. */
import { expect, test } from 'vitest';
import {
  account,
  breakInserts,
  CARD,
  cardNumber,
  centerWithPoints,
  evidence,
  finish,
  hold,
  posting,
  register,
  registration,
  repair,
  testCenter,
  uuid,
} from '../../center/fixture.ts';
import { grantRun, nominalDay } from '../../center/grant-run.ts';
import { plainGrants } from '../../center/plain-grants.ts';
import { all } from '../../center/sql.ts';
import { transaction } from './held.ts';

const TIMES = 20;
const many = Array.from({ length: TIMES }, (_, index) => index + 1);

test('stations that hold points of one card: one of them gets them', async () => {
  const { ask, center } = await centerWithPoints(1_000);
  const answers = await Promise.all(many.map((n) => ask('hold', hold(n, 400, { stationId: `S-${n}` }))));
  expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(1);
  expect(new Set(answers.filter((answer) => typeof answer === 'string'))).toEqual(new Set(['card-has-open-hold']));
  expect(await ask('account', account())).toMatchObject({ points: 600, heldPoints: 400 });
  expect(await center.check()).toEqual([]);
});

test('the same hold, sent many times: every one gets the same answer', async () => {
  const { ask, center } = await centerWithPoints(1_000);
  const answers = await Promise.all(many.map(() => ask('hold', hold(1, 400))));
  for (const answer of answers)
    expect(answer).toEqual({ transferId: uuid(1), state: 'held', points: 600, heldPoints: 400 });
  expect(await center.check()).toEqual([]);
});

test('"settled" and "voided" of one transfer: the first stands for all, the other is listed', async () => {
  const { ask, center, sql } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  const ends = many.map((n) => (n % 2 ? 'settled' : 'voided'));
  const answers = await Promise.all(ends.map((end) => ask('finish', finish(1, end))));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await sql('SELECT count(*) AS n FROM discrepancies')).toEqual([{ n: '1' }]);
  expect(await center.check()).toEqual([]);
});

test('one id for the transfers of many cards: it stands for one of them', async () => {
  const run = await centerWithPoints(1_000);
  await run.import(
    ...many.slice(1).flatMap((n) => [registration(cardNumber(n)), posting(`p${n}`, 1_000, { card: cardNumber(n) })]),
  );
  const answers = await Promise.all(
    many.map((n) => run.ask('hold', hold(1, 400, { evidence: evidence(400, cardNumber(n)) }))),
  );
  expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(1);
  expect(new Set(answers.filter((answer) => typeof answer === 'string'))).toEqual(new Set(['transfer-id-reused']));
  expect(await run.center.check()).toEqual([]);
});

test('one registration, asked for by many machines', async () => {
  const run = testCenter();
  const answers = await Promise.all(many.map((n) => run.ask('register', register(n))));
  expect(answers.filter((answer) => typeof answer !== 'string' && answer.outcome === 'registered')).toHaveLength(1);
  expect(await run.sql('SELECT count(*) AS n FROM registrations')).toEqual([{ n: '1' }]);
});

test('a file that is taken twice at once counts once', async () => {
  const run = testCenter();
  const lines = [
    registration(),
    posting('a', 100),
    posting('b', 100),
    { type: 'charge', on: '2023-02-01', card: CARD, yen: 500, source: 'cash', id: 'c' },
  ];
  const reports = await Promise.all(many.slice(0, 5).map(() => run.import(...lines)));
  expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(lines.length);
  expect(await run.ask('account', account())).toMatchObject({ points: 200 });
});

test('points freed while the card is being reissued end up on the newest card', async () => {
  for (let round = 0; round < 5; round++) {
    const run = await centerWithPoints(1_000);
    await run.ask('hold', hold(1, 400));
    await Promise.all([
      run.ask('finish', finish(1, 'voided')),
      run.import({ type: 'reissue', on: '2023-04-10', card: CARD, to: cardNumber(2) }),
      run.ask('finish', finish(1, 'voided', { stationId: 'S-2', proof: 'history' })),
    ]);
    await run.import({ type: 'reissue', on: '2023-04-10', card: cardNumber(2), to: cardNumber(3) });
    expect(await run.ask('account', account(cardNumber(3)))).toMatchObject({ points: 1_000, heldPoints: 0 });
    expect(await run.center.check()).toEqual([]);
  }
});

async function centerWithCharges(cards: number) {
  const run = testCenter();
  const lines = Array.from({ length: cards }, (_, index) => cardNumber(index + 1)).flatMap((card, index) => [
    registration(card),
    { type: 'application', on: '2023-01-10', person: `P${index}`, card, measure: 'charge' },
    { type: 'charge', on: '2023-02-01', card, yen: 20_000, source: 'cash', id: `c${index}` },
  ]);
  await run.import(...lines);
  return run;
}

test('two grant runs at once, and points turned into stored fare beside them: nothing is granted twice', async () => {
  const run = await centerWithCharges(40);
  await run.import(posting('o', 500));
  const db = await run.database();
  const options = { due: { plannedUntil: nominalDay('2023-03') }, today: '2023-03-18', cardsAtATime: 7 };
  const charging = many.map(async (n) => {
    if (typeof (await run.ask('hold', hold(n, 10, { on: '2023-03-18' }))) !== 'string')
      await run.ask('finish', finish(n, 'settled'));
  });
  // Sets of different sizes: no two of them are the same cards.
  const other = { ...options, cardsAtATime: 11 };
  const reports = await Promise.all([grantRun(db, options), grantRun(db, other), ...charging]);
  const granted = reports.slice(0, 2).reduce((sum, report) => sum + (report as { grants: number }).grants, 0);
  expect(granted).toBe(40);
  expect(await run.sql("SELECT count(*) AS n FROM entries WHERE source = 'grants'")).toEqual([{ n: '40' }]);
  expect(await run.center.check()).toEqual([]);
});

test('a set of a grant run that has cards of another one which has not ended waits, and finds them granted', async () => {
  const run = await centerWithCharges(10);
  const db = await run.database();
  const options = { due: { plannedUntil: nominalDay('2023-03') }, today: '2023-03-18' };
  const first = db.write(function* () {
    const { found } = yield* plainGrants({ after: '', upTo: cardNumber(6) }, options);
    // Everything is booked and nothing is committed.
    yield* all('SELECT CAST(pg_sleep(0.5) AS TEXT) AS slept');
    return found;
  });
  await expect
    .poll(() => run.sql(`SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event = 'PgSleep'`))
    .toEqual([{ n: '1' }]);
  const second = await db.write(() => plainGrants({ after: '', upTo: cardNumber(10) }, options));
  expect(second.found).toMatchObject([{ grants: 4, forStaff: 0 }]);
  expect(await first).toMatchObject([{ grants: 6, forStaff: 0 }]);
  expect(await run.center.check()).toEqual([]);
});

test('a file that comes in the middle of a grant run has its turn before the end of it', async () => {
  const run = await centerWithCharges(60);
  const ended: string[] = [];
  const options = { due: { plannedUntil: nominalDay('2023-03') }, today: '2023-03-18', cardsAtATime: 1 };
  const granting = grantRun(await run.database(), options).then(() => ended.push('grants'));
  await expect
    .poll(async () => Number((await run.sql("SELECT count(*) AS n FROM entries WHERE source = 'grants'"))[0]?.n))
    .toBeGreaterThan(0);
  const taken = run.import(posting('o', 500)).then(() => ended.push('file'));
  await Promise.all([granting, taken]);
  expect(ended).toEqual(['file', 'grants']);
  expect(await run.center.check()).toEqual([]);
});

test('points that come while a hold is under way are in its answer', async () => {
  const run = await centerWithPoints(1_000);
  await run.ask('account', account());
  // As a grant run does, which does not lock the card.
  const grant = await transaction(
    `UPDATE balances SET points = points + 500 WHERE card_number = '${CARD}' AND account = 'outstanding'`,
  );
  const held = run.ask('hold', hold(1, 400));
  const waiting = `SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
  await expect.poll(() => run.sql(waiting), { interval: 20 }).toEqual([{ n: '1' }]);
  await grant.commit();
  expect(await held).toMatchObject({ points: 1_100, heldPoints: 400 });
});

test('who waits too long for a card is told to ask again, and nothing was done', async () => {
  const run = await centerWithPoints(1_000);
  await run.ask('account', account());
  await run.ask('hold', hold(9, 100));
  await run.ask('finish', finish(9, 'voided'));
  const other = await transaction(`SELECT name FROM locks WHERE name = '${CARD}' FOR UPDATE`);
  expect(await run.ask('hold', hold(1, 400))).toBe('unavailable');
  await other.end();
  expect(await run.ask('hold', hold(1, 400))).toMatchObject({ state: 'held', points: 600 });
});

test('whose card is held by somebody else keeps nobody waiting that came with it', async () => {
  const run = await centerWithPoints(1_000);
  await run.import(
    ...many.flatMap((n) => [registration(cardNumber(n)), posting(`p${n}`, 500, { card: cardNumber(n) })]),
  );
  await run.ask('hold', hold(99, 100));
  await run.ask('finish', finish(99, 'voided'));
  const other = await transaction(`SELECT name FROM locks WHERE name = '${CARD}' FOR UPDATE`);
  let isAnswered = false;
  const first = run.ask('hold', hold(98, 400)).finally(() => {
    isAnswered = true;
  });
  const answers = await Promise.all(
    many.slice(1).map((n) => run.ask('hold', hold(n, 400, { evidence: evidence(400, cardNumber(n)) }))),
  );
  for (const answer of answers) expect(answer).toMatchObject({ state: 'held', points: 100 });
  expect(isAnswered).toBe(false);
  await other.end();
  expect(await first).toMatchObject({ state: 'held' });
});

test('more cards are held by somebody else than there are connections: who came with them is served before', async () => {
  const run = await centerWithPoints(1_000);
  await run.import(
    ...many.slice(1).flatMap((n) => [registration(cardNumber(n)), posting(`p${n}`, 500, { card: cardNumber(n) })]),
  );
  await run.ask('account', account());
  const heldElsewhere = many.slice(0, 12);
  const other = await transaction(`INSERT INTO locks (name)
    VALUES ${heldElsewhere.map((n) => `('${cardNumber(n)}')`).join(', ')} ON CONFLICT (name) DO UPDATE SET name = locks.name`);
  let ended = 0;
  const ask = async (n: number): Promise<unknown> => {
    const answer = await run.ask('hold', hold(n, 400, { evidence: evidence(400, cardNumber(n)) }));
    if (n <= heldElsewhere.length) ended += 1;
    return answer;
  };
  const answers = many.map(ask);
  for (const answer of await Promise.all(answers.slice(heldElsewhere.length)))
    expect(answer).toMatchObject({ state: 'held' });
  expect(ended).toBe(0);
  const db = await run.database();
  expect(db.doneAgain?.()).toBeGreaterThan(0);
  await other.end();
  for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ state: 'held' });
  expect(await run.center.check()).toEqual([]);
});

test('cards that are held by somebody else keep nobody waiting who comes afterwards', async () => {
  const run = await centerWithPoints(1_000);
  const cards = many.slice(0, 6).map(cardNumber);
  await run.import(...cards.slice(1).flatMap((card, n) => [registration(card), posting(`p${n}`, 500, { card })]));
  await run.ask('account', account());
  const names = cards.slice(0, 4).map((name) => `('${name}')`);
  const other = await transaction(`INSERT INTO locks (name) VALUES ${names.join(', ')} ON CONFLICT DO NOTHING;
    SELECT name FROM locks WHERE name IN (SELECT * FROM (VALUES ${names.join(', ')}) AS held) FOR UPDATE`);
  const stuck: Promise<unknown>[] = [];
  const held = (n: number) => run.ask('hold', hold(n, 400, { evidence: evidence(400, cardNumber(n)) }));
  let ended = 0;
  for (const n of [1, 2, 3, 4]) {
    // One after the other, each in a transaction of its own.
    stuck.push(held(n).then(() => ended++));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await Promise.all([held(5), held(6)])).toMatchObject([{ state: 'held' }, { state: 'held' }]);
  expect(ended).toBe(0);
  await other.end();
  await Promise.all(stuck);
});

test('stations that ask at once share a transaction', async () => {
  const run = testCenter();
  await run.import(
    ...many.flatMap((n) => [registration(cardNumber(n)), posting(`p${n}`, 500, { card: cardNumber(n) })]),
  );
  await Promise.all(many.map((n) => run.ask('hold', hold(n, 400, { evidence: evidence(400, cardNumber(n)) }))));
  // What a row was written by: PostgreSQL documentation, "System Columns".
  const [found] = await run.sql('SELECT count(*) AS rows, count(DISTINCT xmin::text) AS transactions FROM transfers');
  expect(found?.rows).toBe(String(TIMES));
  expect(Number(found?.transactions)).toBeLessThanOrEqual(3);
});

test('a failure in the middle of a call gives its lock back', async () => {
  const run = await centerWithPoints(1_000);
  await breakInserts(run, 'open_holds');
  expect(await run.ask('hold', hold(1, 100))).toBe('unavailable');
  await repair(run, 'open_holds');
  expect(await run.ask('hold', hold(1, 100))).toMatchObject({ points: 900 });
});
