import { torture } from '../../rig/torture/pool.ts';
import { run } from '../../rig/torture/run.ts';
import { scheduleFrom } from '../../rig/torture/schedule.ts';
import { shrink } from '../../rig/torture/shrink.ts';

export interface Tally {
  readonly runs: number;
  readonly violations: number;
}

const PROGRESS_EVERY = 1_000;

export async function inProcess(options: { readonly runs: number; readonly seed: number }): Promise<Tally> {
  const totals = await torture(options, ({ seed, wrong }, done) => {
    // At once: a long run may be stopped before its end.
    if (wrong.length > 0) process.stdout.write(`seed ${seed}: ${wrong[0]}\n`);
    if (done % PROGRESS_EVERY === 0) process.stderr.write(`${done} of ${options.runs}\n`);
  });
  const [first] = totals.failed;
  if (first) process.stdout.write(await smallest(first.seed));
  const { charged, unknown, receipts, seconds } = totals;
  process.stdout.write(
    `${charged} charged, ${unknown} unknown at first, ${receipts} receipts; ${Math.round((totals.runs / seconds) * 60)} runs a minute\n`,
  );
  return { runs: totals.runs, violations: totals.failed.length };
}

/** The schedule of this seed, made as small as it will fail, and what happens in it. */
async function smallest(seed: number): Promise<string> {
  const whole = scheduleFrom(seed);
  const schedule = await shrink(whole, async (candidate) => (await run(candidate)).wrong.length > 0);
  const { story, wrong } = await run(schedule);
  const left = `${schedule.steps.length} of ${whole.steps.length} steps`;
  return [
    `\nseed ${seed}, ${left} are enough:`,
    JSON.stringify(schedule),
    ...story,
    ...wrong.map((what) => `  ${what}`),
    '',
    '',
  ].join('\n');
}
