import { afterEach, describe, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

describe.each([
  ['before', 'voided', 5_000],
  ['inside', 'written', 4_000],
] as const)('lost %s the write', (moment, end, pointsAfter) => {
  test('the hold stays with the old card, the rest goes with the account; the old card settles it anywhere', async () => {
    at = await scene({ points: 5_000 });
    const { world, station, card } = at;
    station.simulator.arm({ kind: 'lift', moment }, { packet: hears.write });
    expect((await charged(at)).kind).toBe('unknown');
    const fresh = world.reissue(card);
    station.lay(fresh);
    // Only points without a hold can be used.
    expect(await station.visit(fresh, 4_500)).toMatchObject({
      outcome: { kind: 'not-charged', because: { problem: { code: 'insufficient-points' } } },
    });
    station.lift();
    const second = world.addStation();
    await second.start();
    second.lay(card);
    expect(await second.settleAll(card)).toMatchObject([{ kind: end }]);
    await world.clock.advance(10_000);
    expect(violations(world)).toEqual([]);
    second.lift();
    second.lay(fresh);
    expect(await second.visit(fresh, pointsAfter)).toMatchObject({
      outcome: { kind: 'charged', balanceYen: 500 + pointsAfter, pointsLeft: 0 },
    });
    expect(await heal(world)).toEqual([]);
  });
});
