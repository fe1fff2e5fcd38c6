import { afterEach, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

test('told to stop in the middle of a charge: the charge comes to its end first, then the journal closes', async () => {
  at = await scene();
  const { world, station, card } = at;
  let stopped: Promise<void> | null = null;
  station.onPoint = (point) => {
    if (point === 'reserved') stopped = station.money.stop();
  };
  expect(await station.visit(card, 1_000)).toMatchObject({ outcome: { kind: 'charged', pointsLeft: 4_000 } });
  if (!stopped) throw new Error('nobody stopped it');
  await station.run(stopped);
  expect(station.journal.append({ kind: 'station-started', softwareVersion: 'x' }).ok).toBe(false);
  expect(await heal(world)).toEqual([]);
  expect(card.card.balanceYen).toBe(2_200);
});
