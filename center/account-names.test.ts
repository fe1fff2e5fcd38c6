import { expect, test } from 'vitest';
import { account, CARD, centerWithPoints, posting, registration, testCenter } from './fixture.ts';

const application = { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' };
const charge = { type: 'charge', card: CARD, yen: 10_000, source: 'cash' };

test('each posting stands under the name of its own day (A19, A20)', async () => {
  const { ask, import: take } = testCenter();
  await take(
    posting('a', 100, { on: '2023-03-06' }),
    posting('b', 200, { on: '2023-03-07' }),
    posting('c', -30, { on: '2023-02-01', kind: 'correction' }),
  );
  expect(await ask('account', account())).toMatchObject({
    points: 270,
    postings: [
      { on: '2023-03-07', points: 200, pointName: { name: 'WESTERポイント（チャージ専用）' } },
      { on: '2023-03-06', points: 100, pointName: { name: 'ICOCAポイント' } },
      { on: '2023-02-01', points: -30, kind: 'correction', pointName: { name: 'ICOCAポイント' } },
    ],
  });
});

test('grants to come have the name that they will have, as far as it is known', async () => {
  const test = testCenter();
  test.today = '2023-02-10';
  await test.import(
    registration(),
    application,
    { ...charge, on: '2023-01-10', id: 'c1' },
    { ...charge, on: '2023-02-03', id: 'c2' },
  );
  const before = { points: 5_000, plannedOn: '2023-03-18', pointName: { name: 'ICOCAポイント' } };
  expect(await test.ask('account', account())).toMatchObject({ plannedGrants: [before] });
  test.today = '2023-02-22';
  const announced = { ...before, pointName: { name: 'WESTERポイント（チャージ専用）' } };
  expect(await test.ask('account', account())).toMatchObject({ plannedGrants: [announced] });
});

test('the payout after the end has no day', async () => {
  const test = testCenter();
  await test.import(registration(), application, { ...charge, on: '2023-02-01', id: 'c1' });
  expect(await test.ask('account', account())).toMatchObject({
    plannedGrants: [],
    progress: { countedYen: 10_000, thresholdYen: 20_000, points: 5_000 },
  });
  test.today = '2023-06-01';
  expect(await test.ask('account', account())).toMatchObject({ plannedGrants: [{ points: 2_500, plannedOn: null }] });
});

test('what was granted is not to come any more', async () => {
  const { ask, import: take } = testCenter();
  await take(
    registration(),
    application,
    { ...charge, on: '2023-01-10', id: 'c1', yen: 20_000 },
    {
      type: 'posting',
      id: 'g',
      on: '2023-02-18',
      card: CARD,
      points: 5_000,
      kind: 'grant',
      measure: 'charge',
      person: 'P',
    },
  );
  expect(await ask('account', account())).toMatchObject({
    points: 5_000,
    plannedGrants: [],
    postings: [{ kind: 'grant', measure: 'charge' }],
  });
});

test('an application on another card of the same person decides here too (A14)', async () => {
  const { ask, import: take } = await centerWithPoints(10);
  const other = 'JW000000000000002';
  await take(
    registration(other),
    { ...application, card: other, on: '2023-01-10' },
    { ...application, on: '2023-01-11' },
    { ...charge, on: '2023-02-01', id: 'c1', yen: 20_000 },
  );
  expect(await ask('account', account())).toMatchObject({ plannedGrants: [], progress: null });
});
