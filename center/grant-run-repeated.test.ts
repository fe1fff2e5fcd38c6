import { expect, test } from 'vitest';
import {
  account,
  breakInserts,
  CARD,
  cardNumber,
  posting,
  registration,
  repair,
  type TestCenter,
  testCenter,
} from './fixture.ts';
import { type GrantRunReport, grantRun, nominalDay } from './grant-run.ts';

async function grant(run: TestCenter, month: string, today: string): Promise<GrantRunReport> {
  run.today = today;
  return await grantRun(await run.database(), { due: { plannedUntil: nominalDay(month) }, today });
}

/** `n` cards of a person each, 20,000 yen charged in February. */
async function centerWithCharges(n: number): Promise<TestCenter> {
  const run = testCenter();
  for (let card = 1; card <= n; card++) {
    const number = cardNumber(card);
    await run.import(
      registration(number),
      { type: 'application', on: '2023-01-10', person: `P${card}`, card: number, measure: 'charge' },
      { type: 'charge', on: '2023-02-01', card: number, yen: 20_000, source: 'cash', id: `c${card}` },
    );
  }
  return run;
}

test('a run that is repeated grants nothing twice', async () => {
  const run = await centerWithCharges(3);
  expect(await grant(run, '2023-02', '2023-03-01')).toMatchObject({ grants: 0, points: 0, forStaff: 0 });
  expect(await grant(run, '2023-03', '2023-03-18')).toMatchObject({ grants: 3, points: 15_000, forStaff: 0 });
  expect(await grant(run, '2023-03', '2023-03-18')).toMatchObject({ grants: 0, points: 0, forStaff: 0 });
  expect(await grant(run, '2023-04', '2023-04-18')).toMatchObject({ grants: 0, points: 0, forStaff: 0 });
  expect(await run.ask('account', account())).toMatchObject({
    points: 5_000,
    plannedGrants: [],
    postings: [
      { on: '2023-03-18', kind: 'grant', measure: 'charge', pointName: { name: 'WESTERポイント（チャージ専用）' } },
    ],
  });
  expect(await run.center.check()).toEqual([]);
});

test('a run that was stopped in the middle goes on where it was', async () => {
  const run = await centerWithCharges(3);
  await breakInserts(run, 'entries', `NEW.card_number = '${cardNumber(2)}'`);
  const atATime = { due: { plannedUntil: nominalDay('2023-03') }, today: '2023-03-18', cardsAtATime: 1 };
  await expect(run.database().then((db) => grantRun(db, atATime))).rejects.toThrow('disk I/O error');
  await repair(run, 'entries');
  expect(await grant(run, '2023-03', '2023-03-18')).toMatchObject({ grants: 2, points: 10_000 });
  expect(await run.center.check()).toEqual([]);
});

test('a late run posts under the name of its own day, and what earlier months left', async () => {
  const run = testCenter();
  await run.import(
    registration(),
    { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' },
    { type: 'charge', on: '2023-01-31', card: CARD, yen: 20_000, source: 'cash', id: 'c' },
  );
  expect(await grant(run, '2023-03', '2023-03-20')).toMatchObject({ grants: 1 });
  expect(await run.ask('account', account())).toMatchObject({
    postings: [{ on: '2023-03-20', pointName: { name: 'WESTERポイント（チャージ専用）' } }],
  });
});

test('a card that was reissued gets the grant on the new number, once', async () => {
  const run = await centerWithCharges(1);
  await run.import({ type: 'reissue', on: '2023-03-01', card: CARD, to: cardNumber(2) });
  expect(await grant(run, '2023-03', '2023-03-18')).toMatchObject({ grants: 1 });
  expect(await run.ask('account', account(cardNumber(2)))).toMatchObject({ points: 5_000 });
  await run.import({ type: 'reissue', on: '2023-03-18', card: cardNumber(2), to: cardNumber(3) });
  expect(await grant(run, '2023-04', '2023-04-18')).toMatchObject({ grants: 0 });
  expect(await run.ask('account', account(cardNumber(3)))).toMatchObject({ points: 5_000, plannedGrants: [] });
  expect(await run.center.check()).toEqual([]);
});

test('a charge taken back after its grant takes nothing back (A35)', async () => {
  const run = await centerWithCharges(1);
  await grant(run, '2023-03', '2023-03-18');
  run.today = '2023-04-10';
  await run.import({ type: 'reversal', on: '2023-04-01', of: 'c1' });
  expect(await grant(run, '2023-04', '2023-04-18')).toMatchObject({ grants: 0, points: 0 });
  expect(await run.ask('account', account())).toMatchObject({ points: 5_000 });
});

test('a reversal that is heard of too late is for staff; nothing is taken back', async () => {
  const run = await centerWithCharges(1);
  await grant(run, '2023-03', '2023-03-18');
  await run.import({ type: 'reversal', on: '2023-03-10', of: 'c1' });
  expect(await grant(run, '2023-03', '2023-03-18')).toMatchObject({ grants: 0, points: 0, forStaff: 1 });
  expect(await run.ask('account', account())).toMatchObject({ points: 5_000, plannedGrants: [] });
});

test('what was granted before this center is not granted again', async () => {
  const run = await centerWithCharges(1);
  await run.import(posting('g', 5_000, { on: '2023-03-18', kind: 'grant', measure: 'charge', person: 'P1' }));
  expect(await grant(run, '2023-03', '2023-04-10')).toMatchObject({ grants: 0 });
});

test('nor where it came on another card than the one that the application names', async () => {
  const run = await centerWithCharges(2);
  await run.import(
    posting('g', 3_000, { on: '2023-03-18', kind: 'grant', measure: 'charge', person: 'P1', card: cardNumber(2) }),
  );
  // The rest of what is due to the one, all of it to the other.
  expect(await grant(run, '2023-03', '2023-04-10')).toMatchObject({ grants: 2, points: 7_000, forStaff: 0 });
  expect(await grant(run, '2023-03', '2023-04-10')).toMatchObject({ grants: 0, points: 0, forStaff: 0 });
});

test('nor where the file came before the application', async () => {
  const run = testCenter();
  await run.import(
    posting('g', 3_000, { on: '2023-02-18', kind: 'grant', measure: 'charge', person: 'P', card: cardNumber(2) }),
  );
  await run.import(
    registration(),
    { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' },
    { type: 'charge', on: '2023-02-01', card: CARD, yen: 20_000, source: 'cash', id: 'c' },
  );
  expect(await grant(run, '2023-03', '2023-04-10')).toMatchObject({ grants: 1, points: 2_000, forStaff: 0 });
});

test('the payout without a day is not part of any month', async () => {
  const run = testCenter();
  await run.import(
    registration(),
    { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' },
    { type: 'charge', on: '2023-02-01', card: CARD, yen: 10_000, source: 'cash', id: 'c' },
  );
  expect(await grant(run, '2023-06', '2023-06-18')).toMatchObject({ grants: 0, points: 0, forStaff: 0 });
});

test('the payout below 20,000 yen waits for the end of the campaign, and is granted once (R8, A9)', async () => {
  const run = testCenter();
  await run.import(
    registration(),
    { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' },
    { type: 'charge', on: '2023-02-01', card: CARD, yen: 19_990, source: 'cash', id: 'c' },
  );
  const payOut = async (today: string) => {
    run.today = today;
    return await grantRun(await run.database(), { due: 'after-the-end', today });
  };
  expect(await payOut('2023-05-31')).toMatchObject({ grants: 0 });
  expect(await grant(run, '2023-06', '2023-06-18')).toMatchObject({ grants: 0 });
  expect(await payOut('2023-06-20')).toMatchObject({ grants: 1, points: 4_997 });
  expect(await payOut('2023-06-20')).toMatchObject({ grants: 0 });
  expect(await run.ask('account', account())).toMatchObject({ points: 4_997, plannedGrants: [] });
  expect(await run.center.check()).toEqual([]);
});
