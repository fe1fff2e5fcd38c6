/** One thread of the torture: plays every so many-th seed and tells what came of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { run } from './run.ts';
import { scheduleFrom } from './schedule.ts';

export const Share = z.object({ first: z.int(), step: z.int().positive(), runs: z.int().nonnegative() });
export type Share = z.infer<typeof Share>;

/** What one run came to; the story only where something was wrong. */
export interface WorkerReport {
  readonly seed: number;
  readonly wrong: readonly string[];
  readonly charged: number;
  readonly unknown: number;
  readonly receipts: number;
}

const { first, step, runs } = Share.parse(workerData);
for (let count = 0; count < runs; count++) {
  const seed = first + count * step;
  const { wrong, charged, unknown, receipts } = await run(scheduleFrom(seed));
  parentPort?.postMessage({ seed, wrong, charged, unknown, receipts } satisfies WorkerReport);
}
