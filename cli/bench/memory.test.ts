/** The bench says that memory is flat: it must also say where it is not, though all is let go at the end. */
import { expect, test } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import { LOOK_EVERY_MS, memoryFigures, watchMemory } from './memory.ts';

const CHUNK = 1_000_000;

/** Four steps, each as long as the time between two looks; each makes 20 MB and hands them to `keep`. */
async function run(make: () => unknown, keep: (made: unknown) => void) {
  const clock = new SimulatedClock();
  const watched = await watchMemory(async () => {
    for (let step = 0; step < 4; step++) {
      keep(make());
      await clock.advance(LOOK_EVERY_MS);
    }
    keep(null);
  }, clock);
  expect(clock.pending).toBe(0);
  expect(watched.looks).toBe(5);
  return memoryFigures(watched).map(({ goal }) => goal?.met);
}

const made = {
  rows: () => Array.from({ length: 20 }, () => new Array<number>(CHUNK / 8).fill(1)),
  buffers: () => Array.from({ length: 20 }, () => Buffer.alloc(CHUNK, 1)),
};

test.each(Object.entries(made))('%s that are hoarded and let go before the end: missed', async (_what, make) => {
  let hoard: unknown[] = [];
  const [kept] = await run(make, (each) => {
    if (each === null) hoard = [];
    else hoard.push(each);
  });
  expect(kept).toBe(false);
});

test.each(Object.entries(made))('%s that are made and not kept: what is kept is flat', async (_what, make) => {
  const [kept] = await run(make, () => {});
  expect(kept).toBe(true);
});

test('each peak is judged beside its own start', () => {
  const start = { kept: 100, resident: 1_000 };
  const met = (peak: typeof start) => memoryFigures({ start, peak, looks: 3 }).map(({ goal }) => goal?.met);
  expect(met({ kept: 105, resident: 1_250 })).toEqual([true, true]);
  expect(met({ kept: 106, resident: 1_250 })).toEqual([false, true]);
  expect(met({ kept: 105, resident: 1_260 })).toEqual([true, false]);
});
