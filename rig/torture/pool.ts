import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Share, WorkerReport } from './worker.ts';

export interface Totals {
  readonly runs: number;
  readonly charged: number;
  readonly unknown: number;
  readonly receipts: number;
  /** Runs with a violation, in the order of their seeds. */
  readonly failed: readonly WorkerReport[];
  readonly seconds: number;
}

/** A world lives for some ten milliseconds: with little room for it, it would be copied over and over, MB. */
const YOUNG_MB = 64;

/**
 * Plays `runs` schedules from `seed` on, in one thread a core. `onRun` hears of every run; which schedules are
 * played does not depend on the number of threads.
 */
export async function torture(
  options: { readonly runs: number; readonly seed: number; readonly threads?: number },
  onRun: (report: WorkerReport, done: number) => void = () => {},
): Promise<Totals> {
  // Every core has a thread that plays: helpers of the collector would only take its time.
  setFlagsFromString('--single-threaded-gc');
  const begun = performance.now();
  const threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), options.runs));
  const totals = { runs: 0, charged: 0, unknown: 0, receipts: 0 };
  const failed: WorkerReport[] = [];
  const add = (report: WorkerReport): void => {
    totals.runs++;
    totals.charged += report.charged;
    totals.unknown += report.unknown;
    totals.receipts += report.receipts;
    if (report.wrong.length > 0) failed.push(report);
    onRun(report, totals.runs);
  };
  const shares = Array.from(
    { length: threads },
    (_, index): Share => ({
      first: options.seed + index,
      step: threads,
      runs: Math.ceil((options.runs - index) / threads),
    }),
  );
  await Promise.all(shares.map((share) => play(share, add)));
  failed.sort((a, b) => a.seed - b.seed);
  return { ...totals, failed, seconds: (performance.now() - begun) / 1_000 };
}

function play(share: Share, onReport: (report: WorkerReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: share,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', onReport);
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
  });
}
