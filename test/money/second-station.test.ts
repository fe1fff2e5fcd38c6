import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import type { TestStation } from '../../rig/torture/station.ts';
import { type Scene, scene } from './scene.ts';

let at: Scene;
let second: TestStation;
beforeEach(async () => {
  at = await scene();
  second = at.world.addStation();
  await second.start();
});
afterEach(() => at.world.remove());

async function leaveUnknown(moment: 'before' | 'inside'): Promise<void> {
  const { station, card } = at;
  station.simulator.arm({ kind: 'lift', moment }, { packet: hears.write });
  expect(await station.visit(card, 1_000)).toMatchObject({ outcome: { kind: 'unknown' } });
}

describe.each([
  ['inside', 'written', 2_200],
  ['before', 'voided', 1_200],
] as const)('an unknown whose card was lifted %s the write', (moment, end, balanceYen) => {
  test('is settled by another station before anything else', async () => {
    await leaveUnknown(moment);
    const { world, card } = at;
    second.lay(card);
    const visit = await second.visit(card, 500);
    expect(visit).toMatchObject({
      settled: [{ kind: end, transfer: { state: 'elsewhere' } }],
      outcome: { kind: 'charged', balanceYen: balanceYen + 500 },
    });
    expect(violations(world)).toEqual([]);
  });

  test('and the first one, when it sees the card later, comes to the same end', async () => {
    await leaveUnknown(moment);
    const { world, station, card } = at;
    second.lay(card);
    // The same amount on the same day: but for the transfer's own mark the record would be the same bytes.
    await second.visit(card, 1_000);
    second.lift();
    station.lay(card);
    expect(await station.settleAll(card)).toMatchObject([{ kind: end }]);
    expect(violations(world)).toEqual([]);
    expect(await heal(world)).toEqual([]);
  });

  test('and the first one wakes up when the card has forgotten: the center tells', async () => {
    await leaveUnknown(moment);
    const { world, station, card } = at;
    second.lay(card);
    await second.settleAll(card);
    second.lift();
    for (let count = 0; count < 25; count++) card.card.buy({ date: '2023-04-11', yen: 10 });
    station.lay(card);
    expect(await station.settleAll(card)).toMatchObject([{ kind: end }]);
    expect(station.money.open).toEqual([]);
    expect(await heal(world)).toEqual([]);
  });
});

test('the second station is killed while it settles for the first', async () => {
  await leaveUnknown('inside');
  const { world, card } = at;
  second.lay(card);
  second.killAt = 'settle-journaled';
  expect(await second.settleAll(card)).toBe('died');
  await second.start();
  await world.clock.advance(10_000);
  expect(world.openHolds()).toEqual([]);
  expect(await heal(world)).toEqual([]);
});

test('the first station sleeps between its hold and its write, and wakes up after the card was charged elsewhere', async () => {
  const { world, station, card } = at;
  let wake = (): void => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  station.pauseAt = { point: 'reserved', until: asleep };
  const first = station.visiting(card, 1_000);
  await world.clock.advance(5_000);
  station.lift();
  second.lay(card);
  expect(await second.visit(card, 500)).toMatchObject({
    settled: [{ kind: 'voided' }],
    outcome: { kind: 'charged', balanceYen: 1_700 },
  });
  second.lift();
  station.lay(card);
  wake();
  // Its session ended when the card was lifted: whatever it sends, the card does not take it.
  expect(await station.run(first)).toMatchObject({ outcome: { kind: 'unknown' } });
  expect(card.card.balanceYen).toBe(1_700);
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'voided' }]);
  expect(violations(world)).toEqual([]);
  expect(await heal(world)).toEqual([]);
});
