import { expect, test } from 'vitest';
import { account, CARD, cardNumber, centerWithPoints, evidence, finish, hold } from './fixture.ts';

const NEW = cardNumber(2);
const reissue = { type: 'reissue', on: '2023-04-10', card: CARD, to: NEW };

test('the account moves to the new number, with its history and registration', async () => {
  const { ask, import: take, center } = await centerWithPoints(1_000);
  expect(await take(reissue)).toMatchObject({ added: 1, refused: [] });
  expect(await ask('account', account(NEW))).toMatchObject({
    registration: { registeredOn: '2023-01-09' },
    points: 1_000,
    postings: [{ points: 1_000, kind: 'carried-over' }],
  });
  // Whoever finds the old card learns nothing of its successor.
  expect(await ask('account', account(CARD))).toMatchObject({ registration: null, points: 0, postings: [] });
  expect(await ask('hold', hold(1, 10))).toBe('not-registered');
  expect(await ask('hold', hold(2, 10, { evidence: evidence(10, NEW) }))).toMatchObject({ points: 990 });
  expect(await center.check()).toEqual([]);
});

test.each([
  ['voided', 1_000],
  ['settled', 600],
] as const)('an open hold stays with the old card; %s there, the new one has %i', async (end, points) => {
  const { ask, import: take, center } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  await take(reissue);
  expect(await ask('account', account(CARD))).toMatchObject({
    points: 0,
    heldPoints: 400,
    openHold: { evidence: { points: 400 } },
  });
  expect(await ask('account', account(NEW))).toMatchObject({ points: 600, heldPoints: 0, openHold: null });
  expect(await ask('finish', finish(1, end, { proof: 'history' }))).toMatchObject({ points: 0, heldPoints: 0 });
  expect(await ask('account', account(NEW))).toMatchObject({ points, heldPoints: 0 });
  expect(await center.check()).toEqual([]);
});

test('freed points follow through two reissues', async () => {
  const { ask, import: take, center } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  await take(reissue, { ...reissue, card: NEW, to: cardNumber(3) });
  await ask('finish', finish(1, 'voided'));
  expect(await ask('account', account(cardNumber(3)))).toMatchObject({ points: 1_000 });
  expect(await center.check()).toEqual([]);
});

test('the charge measure goes on with the new card', async () => {
  const { ask, import: take } = await centerWithPoints(1_000);
  const charge = { type: 'charge', yen: 6_000, source: 'cash' };
  await take(
    { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' },
    { ...charge, on: '2023-02-01', card: CARD, id: 'c1' },
    { ...reissue, on: '2023-03-01' },
    { ...charge, on: '2023-04-01', card: NEW, id: 'c2' },
  );
  const progress = { countedYen: 12_000, thresholdYen: 20_000, points: 5_000 };
  expect(await ask('account', account(NEW))).toMatchObject({ progress });
  expect(await ask('account', account(CARD))).toMatchObject({ progress: null });
});

test('reissues that cannot be', async () => {
  const { import: take, center } = await centerWithPoints(1_000);
  await take(reissue, { ...reissue, card: NEW, to: cardNumber(3) });
  const report = await take(
    { ...reissue, to: cardNumber(9) },
    { ...reissue, card: cardNumber(8) },
    { ...reissue, card: cardNumber(3), to: CARD },
    { ...reissue, card: cardNumber(7), to: cardNumber(7) },
    { type: 'posting', id: 'late', on: '2023-04-10', card: CARD, points: 10, kind: 'correction' },
  );
  expect(report.refused.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  expect(await take(reissue)).toMatchObject({ added: 0, knownBefore: 1 });
  expect(await center.check()).toEqual([]);
});
