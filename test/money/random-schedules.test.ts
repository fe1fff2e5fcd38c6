/**
 * Random passengers, cards, stations and faults, from a seed; the invariants at rest after each step, and again when
 * everything was healed (rig/torture). A failure prints its schedule.
 */
import { expect, test } from 'vitest';
import { play } from '../../rig/torture/play.ts';
import { scheduleFrom } from '../../rig/torture/schedule.ts';

const RUNS = 60;

test(`${RUNS} schedules without a violation`, { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const { story, wrong } = await play(scheduleFrom(seed));
    expect(wrong, `seed ${seed}:\n${story.join('\n')}`).toEqual([]);
  }
});
