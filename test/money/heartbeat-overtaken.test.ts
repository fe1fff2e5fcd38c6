import { afterEach, expect, test } from 'vitest';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

/** On their way at once, the later could arrive first: then the earlier one names an older head than the center knows. */
test('the center is asked now while a heartbeat is late and the journal grows: a good journal is not called an old one', async () => {
  at = await scene();
  const { world, station } = at;
  await station.today();
  let isLate = true;
  station.network = (name) => {
    if (name !== 'heartbeat' || !isLate) return { kind: 'none' };
    isLate = false;
    return { kind: 'delay', ms: 2_900 };
  };
  await world.clock.advanceUntil(() => !isLate, 60_000);
  const refusals: unknown[] = [];
  station.day.onChange(() => refusals.push(station.day.refusal));
  expect(await charged(at)).toMatchObject({ kind: 'charged' });
  const asked = station.day.askNow();
  await world.clock.advance(5_000);
  await asked;
  expect(refusals).toEqual([]);
  expect(station.day).toMatchObject({ refusal: null, taken: true, reachable: true });
});
