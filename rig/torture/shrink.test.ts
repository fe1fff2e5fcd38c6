import { expect, test } from 'vitest';
import { plants } from './plants.ts';
import { run } from './run.ts';
import { type Schedule, scheduleFrom } from './schedule.ts';
import { shrink } from './shrink.ts';

test('what does not belong to a failure is left out, and it still fails', { timeout: 60_000 }, async () => {
  const planted = plants.find(({ name }) => name === 'silence of the card is taken for "written"');
  if (!planted) throw new Error('not planted');
  const fails = async (schedule: Schedule) => (await run(schedule, planted)).wrong.length > 0;
  let seed = 1;
  while (!(await fails(scheduleFrom(seed)))) seed++;
  const smallest = await shrink(scheduleFrom(seed), fails);
  expect(await fails(smallest)).toBe(true);
  expect(smallest.steps.length).toBeLessThan(scheduleFrom(seed).steps.length);
  // Nothing more can be left out: without any one of its steps it no longer fails.
  for (const at of smallest.steps.keys()) {
    expect(await fails({ ...smallest, steps: smallest.steps.toSpliced(at, 1) }), `without step ${at}`).toBe(false);
  }
});

test('a schedule is the same for the same seed, and can be printed and read again', () => {
  const schedule = scheduleFrom(4711);
  expect(scheduleFrom(4711)).toEqual(schedule);
  expect(JSON.parse(JSON.stringify(schedule))).toEqual(schedule);
});
