import { afterEach, describe, expect, test } from 'vitest';
import type { CallName } from '../../center/contract/index.ts';
import { heal } from '../../rig/torture/heal.ts';
import { violations } from '../../rig/torture/invariants.ts';
import type { LineFault } from '../../station/center/in-process.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

const faults: LineFault[] = [
  { kind: 'lose-request' },
  { kind: 'lose-answer' },
  { kind: 'garble' },
  { kind: 'mix-up' },
  { kind: 'delay', ms: 2_000 },
  { kind: 'delay', ms: 60_000 },
  { kind: 'duplicate', ms: 0 },
  { kind: 'duplicate', ms: 45_000 },
];
const calls: CallName[] = ['hold', 'finish'];
const cases = calls.flatMap((name) => faults.map((fault) => ({ name, fault, how: JSON.stringify(fault) })));

describe('one call of the charge meets a fault', () => {
  test.each(cases)('$name: $how', async ({ name, fault }) => {
    at = await scene();
    const { world, station, card } = at;
    let struck = false;
    station.network = (called) => {
      if (called !== name || struck) return { kind: 'none' };
      struck = true;
      return fault;
    };
    const outcome = await charged(at);
    expect(struck).toBe(true);
    const heard = fault.kind === 'duplicate' || (fault.kind === 'delay' && fault.ms < 3_000);
    if (name === 'finish') expect(outcome).toMatchObject({ kind: 'charged', pointsLeft: heard ? 4_000 : null });
    else if (heard) expect(outcome.kind).toBe('charged');
    else expect(outcome).toEqual({ kind: 'not-charged', because: { kind: 'center-unreachable' } });
    expect(violations(world)).toEqual([]);
    // Late requests have arrived and the outbox has told everything: nothing is held, nothing is open.
    await world.clock.advance(120_000);
    expect(world.openHolds()).toEqual([]);
    expect(station.money.open).toEqual([]);
    expect(await heal(world)).toEqual([]);
    expect(card.card.balanceYen).toBe(outcome.kind === 'charged' ? 2_200 : 1_200);
  });
});

test('the hold arrives after its void: the tombstone refuses it', async () => {
  at = await scene();
  const { world, station } = at;
  station.network = (name) => (name === 'hold' ? { kind: 'delay', ms: 30_000 } : { kind: 'none' });
  expect((await charged(at)).kind).toBe('not-charged');
  await world.clock.advance(20_000);
  expect(station.journal.state.outbox.size).toBe(0);
  await world.clock.advance(60_000);
  expect(world.openHolds()).toEqual([]);
  expect(violations(world)).toEqual([]);
});

test.each(['hold-answered', 'writing', 'written', 'finish-queued'] as const)('the center dies at %s', async (point) => {
  at = await scene();
  const { world, station, card } = at;
  station.onPoint = (passed) => {
    if (passed === point) world.killCenter();
  };
  const outcome = await charged(at);
  expect(outcome).toMatchObject({ kind: 'charged', pointsLeft: null });
  // A reserve of the same card waits for what the center has not heard.
  station.lay(card);
  expect(await station.visit(card, 100)).toMatchObject({ kind: 'nothing-done', because: 'center-unreachable' });
  world.startCenter();
  await world.clock.advance(120_000);
  expect(violations(world)).toEqual([]);
  expect(await station.visit(card, 100)).toMatchObject({ outcome: { kind: 'charged', balanceYen: 2_300 } });
  expect(await heal(world)).toEqual([]);
});

test('both die: the station after "written", the center before it hears of it', async () => {
  at = await scene();
  const { world, station, card } = at;
  station.onPoint = (passed) => {
    if (passed === 'written') world.killCenter();
  };
  station.killAt = 'finish-queued';
  expect(await station.visit(card, 1_000)).toBe('died');
  await station.start();
  await world.clock.advance(600_000);
  world.startCenter();
  await world.clock.advance(120_000);
  expect(station.journal.state.outbox.size).toBe(0);
  expect(await heal(world)).toEqual([]);
  expect(card.card.balanceYen).toBe(2_200);
});

test('away for a day: the outbox asks less and less often, and tells everything when the center is back', async () => {
  at = await scene();
  const { world, station } = at;
  let asked = 0;
  station.network = (name) => {
    if (name === 'finish') asked++;
    return name === 'finish' ? { kind: 'lose-request' } : { kind: 'none' };
  };
  expect((await charged(at)).kind).toBe('charged');
  await world.clock.advance(24 * 3_600_000);
  expect(asked).toBeGreaterThan(24 * 60 * 0.5);
  expect(asked).toBeLessThan(24 * 60 * 2.5);
  station.network = () => ({ kind: 'none' });
  await world.clock.advance(120_000);
  expect(station.journal.state.outbox.size).toBe(0);
  expect(world.openHolds()).toEqual([]);
});
