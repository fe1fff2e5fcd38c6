/** A center that was put back is told again what it had answered: whatever is told twice, or not wholly, moves no point twice. */
import { expect, test } from 'vitest';
import {
  account,
  CARD,
  cardNumber,
  centerWithPoints,
  evidence,
  finish,
  hold,
  register,
  TERMS_TODAY,
  type TestCenter,
  TODAY,
  uuid,
} from '../fixture.ts';
import { retell, type Told } from './retell.ts';

const told = (change: Partial<Told>): Told => ({
  journals: new Map(),
  registrations: [],
  holds: [],
  ends: [],
  closed: new Map(),
  ...change,
});
const end = (n: number, state: 'settled' | 'voided', stands: 'settled' | 'voided' | null = state) => ({
  request: finish(n, state),
  stands,
});
const nothing = { registered: 0, settled: 0, voided: 0, held: 0, known: 0, missing: [], waiting: [] };

async function again(run: TestCenter, story: Partial<Told>) {
  const report = await retell(await run.database(), told(story), TODAY);
  expect(await run.center.check()).toEqual([]);
  return report;
}

test('settled, voided and open transfers, and the same once more', async () => {
  const run = await centerWithPoints(1_000);
  const story = { holds: [hold(1, 100), hold(2, 200), hold(3, 300)], ends: [end(1, 'settled'), end(2, 'voided')] };
  expect(await again(run, story)).toEqual({ ...nothing, settled: 1, voided: 1, held: 1 });
  expect(await run.ask('account', account())).toMatchObject({ points: 600, heldPoints: 300, openHold: { on: TODAY } });
  expect(await again(run, story)).toEqual({ ...nothing, known: 3 });
  // The station's own repetitions are answered as the first ones were.
  expect(await run.ask('hold', hold(1, 100))).toMatchObject({ state: 'settled' });
  expect(await run.ask('hold', hold(2, 200))).toBe('transfer-voided');
  expect(await run.ask('finish', finish(1, 'settled'))).toMatchObject({ state: 'settled' });
  expect(await run.ask('finish', finish(3, 'settled'))).toMatchObject({ state: 'settled', points: 600, heldPoints: 0 });
});

test('what was held on the day of the back-up ends first, whatever the order in which it is told', async () => {
  const run = await centerWithPoints(1_000);
  await run.ask('hold', hold(1, 100));
  const story = { holds: [hold(2, 200), hold(1, 100)], ends: [end(2, 'settled'), end(1, 'settled')] };
  expect(await again(run, story)).toEqual({ ...nothing, settled: 2 });
  expect(await run.ask('account', account())).toMatchObject({ points: 700, heldPoints: 0 });
});

test('what staff voided was held: its card can still prove the contrary', async () => {
  const run = await centerWithPoints(1_000);
  const byStaff = { request: finish(1, 'voided', { proof: 'staff' }), stands: 'voided' as const };
  // Its hold is at another station: a tombstone could never be contradicted.
  expect(await again(run, { ends: [byStaff] })).toMatchObject({
    waiting: [{ why: expect.stringContaining('its hold is in') }],
  });
  expect(await again(run, { holds: [hold(1, 100)], ends: [byStaff] })).toEqual({ ...nothing, voided: 1 });
  const ended = { transferId: uuid(1), state: 'voided', evidence: { points: 100 } };
  expect(await run.ask('account', account())).toMatchObject({ points: 1_000, heldPoints: 0, endedByStaff: [ended] });
  await run.ask('finish', finish(1, 'settled', { proof: 'history' }));
  expect(await run.ask('account', account())).toMatchObject({ endedByStaff: [] });
  expect(await run.sql('SELECT claimed, stands FROM discrepancies')).toEqual([
    { claimed: 'settled', stands: 'voided' },
  ]);
});

test('a hold that was refused, and never sent to its card, is voided and not waited for', async () => {
  const run = await centerWithPoints(100);
  const refused = { request: finish(1, 'voided', { proof: 'never-sent' }), stands: 'voided' as const };
  const story = { holds: [hold(1, 500)], ends: [refused] };
  expect(await again(run, story)).toEqual({ ...nothing, voided: 1 });
  expect(await again(run, story)).toEqual({ ...nothing, known: 1 });
  expect(await run.ask('account', account())).toMatchObject({ points: 100, heldPoints: 0 });
});

test('an end that is refused is not told: nothing of its transfer is done', async () => {
  const run = await centerWithPoints(1_000);
  const elsewhere = { request: finish(1, 'settled', { stationId: 'S-2', proof: 'answer' }), stands: null };
  expect(await again(run, { holds: [hold(1, 100)], ends: [elsewhere] })).toEqual({
    ...nothing,
    waiting: [{ id: uuid(1), why: expect.stringContaining('only the station of the transfer') }],
  });
  expect(await run.ask('account', account())).toMatchObject({ points: 1_000, heldPoints: 0 });
});

test('what the center had told its station to be settled is not opened anew: the proof is in a journal that was not given', async () => {
  const run = await centerWithPoints(1_000);
  const story = { holds: [hold(1, 100)], closed: new Map([[uuid(1), 'settled' as const]]) };
  const waiting = [{ id: uuid(1), why: expect.stringContaining('it ended settled') }];
  expect(await again(run, story)).toEqual({ ...nothing, waiting });
  const found = { request: finish(1, 'settled', { stationId: 'S-2', proof: 'history' }), stands: 'settled' as const };
  expect(await again(run, { ...story, ends: [found] })).toEqual({ ...nothing, settled: 1 });
  expect(await again(run, story)).toEqual({ ...nothing, known: 1 });
});

test('points that are not there yet: it waits, no refusal is remembered, and after the grants it is told', async () => {
  const run = await centerWithPoints(100);
  const story = { holds: [hold(1, 500)], ends: [end(1, 'settled')] };
  expect(await again(run, story)).toMatchObject({ settled: 0, waiting: [{ why: '500 asked for, 100 can be used' }] });
  await run.import({ type: 'posting', id: 'late', on: '2023-02-18', card: CARD, points: 900, kind: 'carried-over' });
  expect(await again(run, story)).toEqual({ ...nothing, settled: 1 });
  expect(await run.ask('account', account())).toMatchObject({ points: 500 });
});

test('a card that was registered since, with the day on which its passenger agreed', async () => {
  const run = await centerWithPoints(100);
  const card = cardNumber(2);
  const registrations = [register(7, { cardNumber: card, on: '2023-04-08' })];
  await run.import({ type: 'posting', id: 'b', on: '2023-04-09', card, points: 50, kind: 'carried-over' });
  const ends = [{ request: finish(9, 'settled', { cardNumber: card }), stands: 'settled' as const }];
  const story = { registrations, holds: [hold(9, 50, { evidence: evidence(50, card) })], ends };
  expect(await again(run, story)).toEqual({ ...nothing, registered: 1, settled: 1 });
  expect(await again(run, story)).toEqual({ ...nothing, known: 2 });
  expect(await run.ask('account', account(card))).toMatchObject({
    points: 0,
    registration: { registeredOn: '2023-04-08', termsVersion: TERMS_TODAY },
  });
});

test('two stations say the contrary: the end that stood stands again, the other is listed', async () => {
  const run = await centerWithPoints(1_000);
  const late = { request: finish(1, 'voided', { stationId: 'S-2', proof: 'history' }), stands: 'settled' as const };
  const story = { holds: [hold(1, 100)], ends: [late, end(1, 'settled')] };
  expect(await again(run, story)).toEqual({ ...nothing, settled: 1 });
  expect(await run.ask('account', account())).toMatchObject({ points: 900 });
  expect(await run.sql('SELECT claimed, stands FROM discrepancies')).toEqual([
    { claimed: 'voided', stands: 'settled' },
  ]);
});

test('where a journal is missing, nothing is guessed', async () => {
  const run = await centerWithPoints(1_000);
  // Settled by a station whose hold was another one's.
  expect(await again(run, { ends: [end(1, 'settled')] })).toMatchObject({
    settled: 0,
    waiting: [{ why: expect.stringContaining('its hold is in') }],
  });
  // Told as voided, but it had been settled by a station that is not among these.
  const contrary = { holds: [hold(2, 100)], ends: [end(2, 'voided', 'settled')] };
  expect(await again(run, contrary)).toMatchObject({
    voided: 0,
    waiting: [{ why: expect.stringContaining('it ended settled') }],
  });
  expect(await run.ask('account', account())).toMatchObject({ points: 1_000, heldPoints: 0 });
  expect(await again(run, { ...contrary, ends: [...contrary.ends, end(2, 'settled')] })).toMatchObject({ settled: 1 });
});

test('a journal that does not reach back to what the center had heard is missed, and so is one that was not given', async () => {
  const run = await centerWithPoints(1_000);
  for (const stationId of ['S-1', 'S-2', 'S-3']) {
    const journalHead = { entry: 40, hash: 'a'.repeat(64) };
    await run.ask('heartbeat', { stationId, journalHead, follows: null, softwareVersion: '0.1.0', devices: {} });
  }
  const journals = new Map([
    ['S-1', 41],
    ['S-2', 42],
  ]);
  expect((await again(run, { journals })).missing).toEqual([
    { id: 'S-2', why: 'its journal from entry 41 on was not given' },
    { id: 'S-3', why: 'its journal from entry 41 on was not given' },
  ]);
});
