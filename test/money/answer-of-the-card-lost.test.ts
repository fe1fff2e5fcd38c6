import { afterEach, describe, expect, test } from 'vitest';
import type { FieldFault } from '../../hardware/reader/simulator.ts';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

const faults: [string, FieldFault][] = [
  ['lost', { kind: 'reply-lost' }],
  ['garbled on the air', { kind: 'reply-garbled' }],
  ['falsified', { kind: 'reply-falsified', index: 12 }],
  ['far too late', { kind: 'reply-slow', ms: 5_000 }],
  ['swallowed by a chip that hangs', { kind: 'stuck', moment: 'inside' }],
  ['swallowed by a reader that lost its power', { kind: 'power-loss', moment: 'inside' }],
];

describe('the card wrote, and its answer was', () => {
  test.each(faults)('%s: unknown, and then written by the history', async (_how, fault) => {
    at = await scene();
    const { world, station, card } = at;
    station.simulator.arm(fault, { packet: hears.write });
    const outcome = await charged(at);
    expect(outcome.kind).toBe('unknown');
    expect(card.card.balanceYen).toBe(2_200);
    expect(violations(world)).toEqual([]);
    if (!station.simulator.isPowered) station.simulator.powerOn();
    await world.clock.advance(30_000);
    expect(await station.settleAll(card)).toMatchObject([{ kind: 'written', card: { balanceYen: 2_200 } }]);
    expect(world.openHolds()).toEqual([]);
    expect(await heal(world)).toEqual([]);
  });
});

describe('the read-back was', () => {
  test.each(faults)('%s: the charge stands all the same', async (_how, fault) => {
    at = await scene();
    const { world, station } = at;
    // The first secure Read opens the session, the second is the check.
    station.simulator.arm(fault, { packet: hears.secureRead, nth: 2 });
    expect((await charged(at)).kind).toBe('charged');
    expect(world.openHolds()).toEqual([]);
    expect(await heal(world)).toEqual([]);
  });
});

describe('on the line between reader and station', () => {
  test.each([0, 3, 9, 20, 40, 60])('everything from byte %d of the answer on is swallowed', async (after) => {
    at = await scene();
    const { world, station, card } = at;
    station.onPoint = (point) => {
      if (point !== 'writing') return;
      station.line.faults.drop('to-host', after, 400);
    };
    const outcome = await charged(at);
    expect(['unknown', 'charged']).toContain(outcome.kind);
    expect(violations(world)).toEqual([]);
    station.line.faults.clear();
    expect(await heal(world)).toEqual([]);
    expect(card.card.balanceYen).toBe(2_200);
  });

  test('the reader is unplugged while the card writes, and plugged in again', async () => {
    at = await scene();
    const { world, station, card } = at;
    station.onPoint = (point) => {
      if (point === 'writing') station.line.faults.cut();
    };
    expect((await charged(at)).kind).toBe('unknown');
    expect(violations(world)).toEqual([]);
    station.line.faults.heal();
    await world.clock.advance(10_000);
    expect(await station.settleAll(card)).toMatchObject([{ kind: 'voided' }]);
    expect(await heal(world)).toEqual([]);
  });
});
