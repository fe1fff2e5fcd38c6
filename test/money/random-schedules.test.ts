/**
 * Random passengers, cards, stations and faults, from a seed; the invariants at rest after each, and again when
 * everything was healed. A failure names its seed and every step that led to it.
 */
import { expect, test } from 'vitest';
import { playSchedule } from '../world/schedule.ts';
import { createWorld } from '../world.ts';

const RUNS = 100;

test(`${RUNS} schedules without a violation`, { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const world = createWorld({ seed });
    const { steps, wrong } = await playSchedule(world);
    expect(wrong, `seed ${seed}:\n${steps.join('\n')}`).toEqual([]);
    await world.remove();
  }
});

test('without a fault nothing is ever unknown', { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const world = createWorld({ seed });
    const { wrong, unknown } = await playSchedule(world, { faults: false });
    expect(wrong).toEqual([]);
    expect(unknown).toBe(0);
    await world.remove();
  }
});
