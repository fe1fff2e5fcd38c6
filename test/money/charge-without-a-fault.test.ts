import { afterEach, expect, test } from 'vitest';
import { violations } from '../../rig/torture/invariants.ts';
import { createWorld, type World } from '../../rig/torture/world.ts';

let world: World;
afterEach(() => world.remove());

test('points become stored fare: card, ledger and journal agree, and nothing is unknown', async () => {
  world = createWorld();
  const station = world.addStation();
  await station.start();
  const card = world.addCard({ balanceYen: 1_200, points: 5_000 });
  station.lay(card);
  const visit = await station.visit(card, 3_000);
  expect(visit).toMatchObject({ kind: 'charge', outcome: { kind: 'charged', balanceYen: 4_200, pointsLeft: 2_000 } });
  expect(card.card.balanceYen).toBe(4_200);
  expect(station.money.open).toEqual([]);
  expect(station.journal.state.transfers.size).toBe(0);
  expect(station.simulator.breaches).toEqual([]);
  expect(card.card.breaches).toEqual([]);
  expect(violations(world)).toEqual([]);
  expect(world.openHolds()).toEqual([]);
});
