import { afterEach, describe, expect, test } from 'vitest';
import type { FaultMoment } from '../../hardware/reader/simulator.ts';
import { heal } from '../../rig/torture/heal.ts';
import { type Hears, hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

describe('lifted at any exchange of the charge, and laid again', () => {
  const exchanges = Object.keys(hears) as Hears[];
  const moments: FaultMoment[] = ['before', 'inside', 'after'];
  const kinds = ['lift', 'field-lost'] as const;
  const cases = kinds.flatMap((kind) =>
    exchanges.flatMap((packet) => moments.map((moment) => ({ kind, packet, moment }))),
  );

  test.each(cases)('$kind $moment $packet', async ({ kind, packet, moment }) => {
    at = await scene();
    const { world, station, card } = at;
    station.simulator.arm({ kind, moment }, { packet: hears[packet] });
    const outcome = await charged(at);
    const committed = card.card.balanceYen !== 1_200;
    // Known only where the card answered; never a charge that did not happen, never one that is not told.
    if (outcome.kind === 'charged') expect(committed).toBe(true);
    if (outcome.kind === 'not-charged') expect(committed).toBe(false);
    if (packet === 'write') expect(outcome.kind).toBe(moment === 'after' ? 'charged' : 'unknown');
    expect(violations(world)).toEqual([]);

    station.lift();
    station.lay(card);
    const settled = await station.settleAll(card);
    expect(settled).toMatchObject(outcome.kind === 'unknown' ? [{ kind: committed ? 'written' : 'voided' }] : []);
    expect(world.openHolds()).toEqual([]);
    expect(await heal(world)).toEqual([]);
    expect(card.card.balanceYen).toBe(committed ? 2_200 : 1_200);
  });
});

test('the card is lifted for good: the transfer stays listed with its reference, the points stay held', async () => {
  at = await scene();
  const { world, station, card } = at;
  station.simulator.arm({ kind: 'lift', moment: 'inside' }, { packet: hears.write });
  const outcome = await charged(at);
  if (outcome.kind !== 'unknown') throw new Error(outcome.kind);
  await world.clock.advance(24 * 3_600_000);
  expect(station.money.open).toMatchObject([{ reference: outcome.transfer.reference, state: 'unknown' }]);
  expect(world.openHolds()).toEqual([outcome.transfer.transferId]);
  expect(station.money.openForIdm(card.card.idm)?.transferId).toBe(outcome.transfer.transferId);
});

test('another card lies there after it: it settles nothing', async () => {
  at = await scene();
  const { world, station, card } = at;
  station.simulator.arm({ kind: 'lift', moment: 'inside' }, { packet: hears.write });
  const outcome = await charged(at);
  if (outcome.kind !== 'unknown') throw new Error(outcome.kind);
  const other = world.addCard();
  station.lay(other);
  expect(await station.run(station.money.settle(outcome.transfer, card.card.idm))).toMatchObject({ kind: 'not-read' });
  expect(await station.run(station.money.settle(outcome.transfer, other.card.idm))).toMatchObject({
    kind: 'not-read',
    error: { kind: 'different-card' },
  });
  expect(station.money.open).toHaveLength(1);
  expect(await station.visit(other, 500)).toMatchObject({ outcome: { kind: 'charged' } });
  station.lift();
  expect(await heal(world)).toEqual([]);
});
