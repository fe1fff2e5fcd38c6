import { expect, test } from 'vitest';
import { account, CARD, centerWithPoints, register, registration, TERMS_TODAY, testCenter } from './fixture.ts';

test('a request repeated after midnight keeps its day and gets the first answer', async () => {
  const test = testCenter();
  const first = await test.ask('register', register(1));
  expect(first).toEqual({
    outcome: 'registered',
    registration: { registeredOn: '2023-04-10', termsVersion: TERMS_TODAY },
    earliestApplicationOn: '2023-04-11',
  });
  test.today = '2023-04-11';
  expect(await test.ask('register', register(1))).toEqual(first);
});

test('a request first heard of after midnight keeps the day on which the passenger agreed', async () => {
  const test = testCenter();
  test.today = '2023-04-11';
  expect(await test.ask('register', register(1))).toMatchObject({ registration: { registeredOn: '2023-04-10' } });
});

test('a second registration leaves the first day and the first terms', async () => {
  const test = testCenter();
  test.today = '2023-03-06';
  await test.ask('register', register(1, { on: '2023-03-06', termsVersion: 'ICOCAポイント' }));
  test.today = '2023-04-10';
  expect(await test.ask('register', register(2))).toEqual({
    outcome: 'already-registered',
    registration: { registeredOn: '2023-03-06', termsVersion: 'ICOCAポイント' },
    earliestApplicationOn: '2023-04-10',
  });
});

test('the same request id for another card', async () => {
  const { ask } = testCenter();
  await ask('register', register(1));
  expect(await ask('register', register(1, { cardNumber: 'JW000000000000002' }))).toBe('transfer-id-reused');
});

test('terms that were not in force on that day', async () => {
  const { ask } = testCenter();
  expect(await ask('register', register(1, { termsVersion: 'ICOCAポイント' }))).toBe('bad-request');
  expect(await ask('account', account())).toMatchObject({ registration: null });
});

test('a day that has not come', async () => {
  const { ask } = testCenter();
  expect(await ask('register', register(1, { on: '2023-04-11' }))).toBe('unavailable');
});

test.each(['smart-icoca', 'mobile-icoca'] as const)('a %s needs none and may apply at once', async (cardKind) => {
  const test = testCenter();
  expect(await test.ask('register', register(1, { cardKind }))).toEqual({
    outcome: 'not-needed',
    registration: null,
    earliestApplicationOn: '2023-04-10',
  });
  // The rules know what it is from now on: an application without registration is accepted (R20, R23).
  await test.import(
    { type: 'application', on: '2023-04-10', person: 'P', card: CARD, measure: 'charge' },
    { type: 'charge', on: '2023-04-10', card: CARD, yen: 20_000, source: 'cash', id: 'c1' },
  );
  expect(await test.ask('account', account())).toMatchObject({
    registration: null,
    progress: { countedYen: 20_000, thresholdYen: 20_000, points: 5_000 },
    plannedGrants: [{ points: 5_000, plannedOn: '2023-05-18' }],
  });
});

test.each([
  ['2023-05-30', '2023-05-31', '2023-05-30'],
  ['2023-05-31', null, '2023-05-31'],
  ['2023-06-15', null, null],
])('registered on %s: may apply from %s, without registration from %s (R1, R18)', async (on, registered, without) => {
  const test = testCenter();
  test.today = on;
  expect(await test.ask('register', register(1, { on }))).toMatchObject({
    outcome: 'registered',
    earliestApplicationOn: registered,
  });
  const smart = register(2, { on, cardKind: 'smart-icoca', cardNumber: 'JW000000000000003' });
  expect(await test.ask('register', smart)).toMatchObject({ outcome: 'not-needed', earliestApplicationOn: without });
});

test('cards that cannot be registered', async () => {
  const test = testCenter();
  expect(await test.ask('register', register(1, { cardKind: 'pass-without-sf' }))).toBe('no-stored-fare');
  test.today = '2023-03-21';
  expect(await test.ask('register', register(2, { cardKind: 'mobile-icoca', on: '2023-03-21' }))).toBe(
    'mobile-not-started',
  );
});

test('a こどもICOCA is registered like any other (A40)', async () => {
  const { ask } = testCenter();
  expect(await ask('register', register(1, { cardKind: 'child-icoca' }))).toMatchObject({ outcome: 'registered' });
});

test('a card registered elsewhere is registered here', async () => {
  const { ask } = await centerWithPoints(10);
  expect(await ask('register', register(1))).toMatchObject({
    outcome: 'already-registered',
    registration: { registeredOn: '2023-01-09', termsVersion: 'ICOCAポイント' },
  });
});

test('a card that was replaced is not registered again', async () => {
  const { ask, import: take } = testCenter();
  await take(registration(), { type: 'reissue', on: '2023-04-01', card: CARD, to: 'JW000000000000002' });
  expect(await ask('register', register(1))).toBe('not-found');
  expect(await ask('register', register(2, { cardNumber: 'JW000000000000002' }))).toMatchObject({
    outcome: 'already-registered',
    registration: { registeredOn: '2023-01-09' },
  });
});
