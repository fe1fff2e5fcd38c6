import { expect, test } from 'vitest';
import { account, CARD, cardNumber, centerWithPoints, evidence, finish, hold, posting, testCenter } from './fixture.ts';

test('points under a hold cannot be held again', async () => {
  const { ask } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 600));
  expect(await ask('hold', hold(2, 100))).toBe('card-has-open-hold');
  await ask('finish', finish(1, 'settled'));
  expect(await ask('hold', hold(3, 600))).toBe('insufficient-points');
  expect(await ask('hold', hold(4, 400))).toMatchObject({ points: 0, heldPoints: 400 });
});

test('a hold does not end by itself, however long it takes', async () => {
  const test = await centerWithPoints(1_000);
  await test.ask('hold', hold(1, 600));
  test.today = '2043-04-10';
  expect(await test.ask('account', account())).toMatchObject({ points: 400, heldPoints: 600 });
  expect(await test.ask('hold', hold(2, 100, { on: '2043-04-10' }))).toBe('card-has-open-hold');
});

test('one point too few is too few', async () => {
  const { ask } = await centerWithPoints(399);
  expect(await ask('hold', hold(1, 400))).toBe('insufficient-points');
  expect(await ask('hold', hold(2, 390))).toMatchObject({ points: 9 });
});

test('a card that is not registered', async () => {
  const { ask, import: take } = testCenter();
  await take(posting('opening', 1_000));
  expect(await ask('hold', hold(1, 400))).toBe('not-registered');
});

test('cards that need no registration', async () => {
  const { ask, import: take } = testCenter();
  await take(posting('opening', 1_000));
  expect(await ask('hold', hold(1, 400, { cardKind: 'smart-icoca' }))).toMatchObject({ points: 600 });
});

test('Mobile ICOCA before its first day, and from it on', async () => {
  const test = testCenter();
  await test.import(posting('opening', 1_000));
  test.today = '2023-03-21';
  expect(await test.ask('hold', hold(1, 400, { cardKind: 'mobile-icoca', on: '2023-03-21' }))).toBe(
    'mobile-not-started',
  );
  test.today = '2023-03-22';
  expect(await test.ask('hold', hold(2, 400, { cardKind: 'mobile-icoca', on: '2023-03-22' }))).toMatchObject({
    points: 600,
  });
});

test('a pass without stored fare', async () => {
  const { ask } = await centerWithPoints(1_000);
  expect(await ask('hold', hold(1, 400, { cardKind: 'pass-without-sf' }))).toBe('no-stored-fare');
});

test('what the card was declared to be counts more than what a station says', async () => {
  const { ask, import: take } = await centerWithPoints(1_000);
  await take({ type: 'card', on: '2023-01-01', card: CARD, kind: 'pass-without-sf' });
  expect(await ask('hold', hold(1, 400))).toBe('no-stored-fare');
});

test('more than the card can carry', async () => {
  const { ask } = await centerWithPoints(20_000);
  expect(await ask('hold', hold(1, 10, { evidence: { ...evidence(10), balanceYen: 19_991 } }))).toBe('bad-request');
  expect(await ask('hold', hold(2, 10, { evidence: { ...evidence(10), balanceYen: 19_990 } }))).toMatchObject({
    heldPoints: 10,
  });
});

test('a day that has not come', async () => {
  const { ask } = await centerWithPoints(1_000);
  expect(await ask('hold', hold(1, 400, { on: '2023-04-11' }))).toBe('bad-request');
});

test('a card that nobody knows has an empty account', async () => {
  const { ask } = testCenter();
  expect(await ask('account', account(cardNumber(99)))).toEqual({
    cardNumber: cardNumber(99),
    registration: null,
    points: 0,
    heldPoints: 0,
    openHold: null,
    endedByStaff: [],
    postings: [],
    plannedGrants: [],
    progress: null,
  });
});
