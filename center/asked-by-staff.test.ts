/** What staff of a station ask the center, and what becomes of an end that staff decided. */
import { expect, test } from 'vitest';
import { account, CARD, cardNumber, centerWithPoints, evidence, finish, hold, registration, uuid } from './fixture.ts';

const staff = { proof: 'staff' } as const;

test('a station hears of its own open holds only, also those that its journal has lost', async () => {
  const run = await centerWithPoints(1_000);
  const report = await run.import(registration(cardNumber(2)), posting(2));
  expect(report.refused).toEqual([]);
  await run.ask('hold', hold(1, 400));
  await run.ask('hold', hold(2, 100, { stationId: 'S-2', evidence: evidence(100, cardNumber(2)) }));
  expect(await run.ask('unresolved', { stationId: 'S-1' })).toMatchObject({ holds: [{ transferId: uuid(1) }] });
  expect(await run.ask('unresolved', { stationId: 'S-2' })).toMatchObject({ holds: [{ transferId: uuid(2) }] });
  await run.ask('finish', finish(1, 'settled', staff));
  expect(await run.ask('unresolved', { stationId: 'S-1' })).toEqual({ holds: [] });
  expect(await run.center.check()).toEqual([]);
});

function posting(n: number): object {
  const posted = { type: 'posting', id: `second-${n}`, on: '2023-02-18', points: 1_000, kind: 'carried-over' };
  return { ...posted, card: cardNumber(n) };
}

test('"written" by staff is booked as a correction, "not written" frees the points', async () => {
  const { center, ask, sql } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  expect(await ask('finish', finish(1, 'settled', staff))).toMatchObject({ state: 'settled', points: 600 });
  await ask('hold', hold(2, 100));
  expect(await ask('finish', finish(2, 'voided', staff))).toMatchObject({ state: 'voided', points: 600 });
  const corrections = await sql("SELECT CAST(points AS TEXT) AS points FROM entries WHERE target = 'corrections'");
  expect(corrections).toEqual([{ points: '400' }]);
  expect(await center.check()).toEqual([]);
});

test('what staff ended is named with the account until a reading of the card contradicts it', async () => {
  const { center, ask } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  await ask('finish', finish(1, 'voided', staff));
  expect(await ask('account', account())).toMatchObject({
    endedByStaff: [{ transferId: uuid(1), state: 'voided', evidence: { points: 400 } }],
  });
  // A reading that agrees changes nothing.
  await ask('finish', finish(1, 'voided', { proof: 'history' }));
  expect(await ask('account', account())).toMatchObject({ endedByStaff: [{ transferId: uuid(1) }] });
  // One that does not is listed; the first end stands, and so do the points.
  expect(await ask('finish', finish(1, 'settled', { proof: 'history' }))).toMatchObject({ state: 'voided' });
  expect(await ask('account', account())).toMatchObject({ endedByStaff: [], points: 1_000, heldPoints: 0 });
  expect(await center.check()).toEqual([]);
});

test('what cards proved is not named', async () => {
  const { ask } = await centerWithPoints(1_000);
  await ask('hold', hold(1, 400));
  await ask('finish', finish(1, 'settled', { proof: 'history' }));
  expect(await ask('account', account())).toMatchObject({ endedByStaff: [] });
});

test('the ledger of a station: begun by it or ended by it, on these days, once each, in pages', async () => {
  const run = await centerWithPoints(1_000_000);
  const day = { stationId: 'S-1', from: run.today, to: run.today, after: null };
  for (let n = 1; n <= 250; n++) {
    await run.ask('hold', hold(n, 10));
    await run.ask('finish', finish(n, n % 2 === 0 ? 'voided' : 'settled'));
  }
  // A tombstone, an open one, one of another station that was ended here, one that is none of its business.
  await run.ask('finish', finish(300, 'voided', { proof: 'never-sent' }));
  await run.ask('hold', hold(301, 20, { stationId: 'S-2' }));
  await run.ask('finish', finish(301, 'settled', { proof: 'history' }));
  await run.ask('hold', hold(302, 20, { stationId: 'S-2' }));
  await run.ask('finish', finish(302, 'settled', { stationId: 'S-2', proof: 'history' }));
  await run.ask('hold', hold(303, 30));

  const first = await run.ask('transfers', day);
  if (typeof first === 'string') throw new Error(first);
  expect(first.transfers).toHaveLength(200);
  const second = await run.ask('transfers', { ...day, after: first.transfers.at(-1)?.transferId ?? null });
  if (typeof second === 'string') throw new Error(second);
  const all = [...first.transfers, ...second.transfers];
  expect(all.map(({ transferId }) => transferId)).toEqual(
    [...Array.from({ length: 250 }, (_, index) => index + 1), 300, 301, 303].map(uuid),
  );
  expect(all.at(-3)).toEqual({ transferId: uuid(300), cardNumber: CARD, on: run.today, points: null, state: 'voided' });
  expect(all.at(-2)).toMatchObject({ points: 20, state: 'settled' });
  expect(all.at(-1)).toMatchObject({ points: 30, state: 'held' });
  expect(await run.ask('transfers', { ...day, from: '2023-04-01', to: '2023-04-09' })).toEqual({ transfers: [] });
});
