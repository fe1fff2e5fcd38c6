import { expect, test } from 'vitest';
import { account, CARD, cardNumber, centerWithPoints, evidence, finish, hold, uuid } from './fixture.ts';

test('a hold that is asked for twice holds once and gets the first answer', async () => {
  const { center, ask } = await centerWithPoints(1_000);
  const first = await ask('hold', hold(1, 400));
  expect(first).toEqual({ transferId: uuid(1), state: 'held', points: 600, heldPoints: 400 });
  expect(await ask('hold', hold(1, 400))).toEqual(first);
  expect(await ask('account', account())).toMatchObject({ points: 600, heldPoints: 400 });
  expect(await center.check()).toEqual([]);
});

test('the order of fields is not another content', async () => {
  const { ask } = await centerWithPoints(1_000);
  const request = hold(1, 400);
  const first = await ask('hold', request);
  const turned = Object.fromEntries(Object.entries(request).reverse()) as typeof request;
  expect(await ask('hold', turned)).toEqual(first);
});

test('the id of one transfer does not serve another', async () => {
  const { ask } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  expect(await ask('hold', hold(1, 410))).toBe('transfer-id-reused');
  expect(await ask('hold', hold(1, 400, { on: '2023-04-09' }))).toBe('transfer-id-reused');
  expect(await ask('hold', hold(1, 400, { stationId: 'S-2' }))).toBe('transfer-id-reused');
  expect(await ask('finish', finish(1, 'settled', { cardNumber: cardNumber(2) }))).toBe('transfer-id-reused');
  expect(await ask('account', account())).toMatchObject({ points: 600, heldPoints: 400 });
});

test.each(['settled', 'voided'] as const)('told "%s" twice, it is booked once', async (end) => {
  const { center, ask } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  const first = await ask('finish', finish(1, end));
  const points = end === 'settled' ? 600 : 1_000;
  expect(first).toEqual({ transferId: uuid(1), state: end, points, heldPoints: 0 });
  expect(await ask('finish', finish(1, end, { stationId: 'S-2', proof: 'history' }))).toEqual(first);
  expect(await ask('account', account())).toMatchObject({ points, heldPoints: 0, openHold: null });
  expect(await center.check()).toEqual([]);
});

test('a hold repeated after its end hears what became of it and holds nothing', async () => {
  const { center, ask } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  await ask('finish', finish(1, 'settled'));
  expect(await ask('hold', hold(1, 400))).toMatchObject({ state: 'settled', points: 600, heldPoints: 0 });
  await ask('hold', hold(2, 100));
  await ask('finish', finish(2, 'voided'));
  expect(await ask('hold', hold(2, 100))).toBe('transfer-voided');
  expect(await ask('account', account())).toMatchObject({ points: 600, heldPoints: 0 });
  expect(await center.check()).toEqual([]);
});

test('a hold that arrives after its void finds the tombstone', async () => {
  const { center, ask } = await centerWithPoints(1_000);
  const voided = await ask('finish', finish(1, 'voided', { proof: 'never-sent' }));
  expect(voided).toEqual({ transferId: uuid(1), state: 'voided', points: 1_000, heldPoints: 0 });
  expect(await ask('hold', hold(1, 400))).toBe('transfer-voided');
  expect(await ask('finish', finish(1, 'voided', { proof: 'never-sent' }))).toEqual(voided);
  expect(await ask('account', account())).toMatchObject({ points: 1_000, heldPoints: 0 });
  expect(await center.check()).toEqual([]);
});

test('a refused hold that arrives again does not hold, even when there are points by then', async () => {
  const { ask, center, import: take } = await centerWithPoints(100);
  expect(await ask('hold', hold(1, 400))).toBe('insufficient-points');
  await take({ type: 'posting', id: 'later', on: '2023-03-18', card: CARD, points: 1_000, kind: 'correction' });
  expect(await ask('hold', hold(1, 400))).toBe('insufficient-points');
  expect(await ask('finish', finish(1, 'voided'))).toMatchObject({ state: 'voided' });
  expect(await ask('account', account())).toMatchObject({ points: 1_100, heldPoints: 0 });
  expect(await center.check()).toEqual([]);
});

test.each([
  ['settled', 'voided', 600],
  ['voided', 'settled', 1_000],
] as const)('first "%s", then "%s": the first stands, the second is listed once', async (first, second, points) => {
  const { ask, center, sql } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  const stands = await ask('finish', finish(1, first));
  for (const stationId of ['S-2', 'S-2']) {
    expect(await ask('finish', finish(1, second, { stationId, proof: 'history' }))).toEqual(stands);
  }
  expect(await ask('account', account())).toMatchObject({ points, heldPoints: 0 });
  expect(await sql('SELECT claimed, stands, station_id FROM discrepancies')).toEqual([
    { claimed: second, stands: first, station_id: 'S-2' },
  ]);
  expect(await center.check()).toEqual([]);
});

test('"settled" for an id that never held anything is refused and listed', async () => {
  const { ask, sql } = await centerWithPoints(1_000);
  expect(await ask('finish', finish(1, 'settled'))).toBe('not-found');
  expect(await sql('SELECT claimed, stands FROM discrepancies')).toEqual([{ claimed: 'settled', stands: null }]);
  expect(await ask('account', account())).toMatchObject({ points: 1_000 });
});

test('"settled" for a refused hold is listed, and stays void', async () => {
  const { ask, sql, center } = await centerWithPoints(100);
  await ask('hold', hold(1, 400));
  expect(await ask('finish', finish(1, 'settled'))).toMatchObject({ state: 'voided', points: 100 });
  expect(await sql('SELECT stands FROM discrepancies')).toEqual([{ stands: 'voided' }]);
  expect(await center.check()).toEqual([]);
});

test('any station may end what another one began; staff decisions are corrections', async () => {
  const { ask, center } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  expect(await ask('finish', finish(1, 'settled', { stationId: 'S-2', proof: 'staff' }))).toMatchObject({
    points: 600,
  });
  const found = await ask('account', account());
  expect(found).toMatchObject({ postings: [{ points: -400, kind: 'correction' }, { points: 1_000 }] });
  expect(await center.check()).toEqual([]);
});

test('a point charge told days later stands under the day on which it was made', async () => {
  const test = await centerWithPoints(1_000);
  test.today = '2023-03-06';
  await test.ask('hold', hold(1, 400, { on: '2023-03-06' }));
  test.today = '2023-03-09';
  await test.ask('finish', finish(1, 'settled'));
  expect(await test.ask('account', account())).toMatchObject({
    postings: [{ on: '2023-03-06', points: -400, kind: 'point-charge', pointName: { name: 'ICOCAポイント' } }, {}],
  });
});

test('evidence is kept as it was given', async () => {
  const { ask } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  expect(await ask('account', account())).toMatchObject({
    openHold: { transferId: uuid(1), stationId: 'S-1', on: '2023-04-10', evidence: evidence(400) },
  });
});
