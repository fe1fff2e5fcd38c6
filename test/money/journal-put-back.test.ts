import { afterEach, expect, test } from 'vitest';
import type { DiskImage } from '../../rig/torture/disk.ts';
import { violations } from '../../rig/torture/invariants.ts';
import { restore } from '../../rig/torture/restored.ts';
import { type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

/** A journal that ends at "reserved" calls its transfer never sent; on the card, it has been written. */
test.each([
  { centerAway: false, starts: 1 },
  { centerAway: false, starts: 20 },
  { centerAway: true, starts: 1 },
  { centerAway: true, starts: 20 },
])('put back to before the write, %o: nothing is voided, and the true journal settles it', async (how) => {
  at = await scene();
  const { world, station, card } = at;
  let backup: DiskImage | null = null;
  station.onPoint = (point) => {
    if (point === 'reserved') backup = station.backup();
  };
  station.killAt = 'write-answered';
  station.lay(card);
  expect(await station.visit(card, 500)).toBe('died');
  await station.start();
  // Two heartbeats: the center knows the journal beyond the write.
  await world.clock.advance(60_000);
  if (!backup) throw new Error('no backup');
  expect(await restore(world, station, backup, { ...how, card })).toBe(`refused with ${how.starts} starts`);
  await station.start();
  await station.today();
  station.lay(card);
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'written' }]);
  expect(violations(world)).toEqual([]);
});
