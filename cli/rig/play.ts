import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { junitOf } from '../../rig/scenario/junit.ts';
import { type ReadScenario, readScenario, scenarioFiles } from '../../rig/scenario/read.ts';
import { interruptedReport, lineOf, type PlayReport } from '../../rig/scenario/report.ts';
import { drawFailures } from './draw-failures.ts';
import type { Share } from './play-worker.ts';
import { type Outcome, Stopped, stopSignal, WrongUsage } from './session.ts';
import { writeText } from './write-text.ts';

const SHIPPED = relative(process.cwd(), join(import.meta.dirname, '..', '..', 'rig', 'scenarios')) || '.';

const Options = z.object({
  seed: z.coerce.number().int().nonnegative().default(1),
  jobs: z.coerce.number().int().min(1).max(64).default(availableParallelism()),
  junit: z.string().min(1).optional(),
  out: z.string().min(1).default(join('dist', 'scenarios')),
  page: z.boolean().default(false),
  traces: z.boolean().default(false),
  /** A rig file. */
  on: z.string().min(1).optional(),
  nobody: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

/** `npm run rig -- play`. A line a scenario, then how many; files are checked before the first one is played. */
export async function runPlay(args: readonly string[]): Promise<Outcome> {
  const { options, paths } = read(args);
  const told = new AbortController();
  const { signal } = told;
  void stopSignal().then((by) => told.abort(by));
  const files = scenarioFiles(paths.length === 0 ? [SHIPPED] : paths);
  if (!files.ok) return files;
  const scenarios: ReadScenario[] = [];
  for (const file of files.value) {
    const scenario = readScenario(file);
    if (!scenario.ok) return scenario;
    scenarios.push(scenario.value);
  }
  const played = await playAll(scenarios, options, signal);
  if (!played.ok) return played;
  const reports = await drawFailures(played.value, signal);
  if (options.junit !== undefined) {
    const written = writeText(options.junit, junitOf(reports));
    if (!written.ok) return written;
  }
  const failed = reports.filter(({ failure }) => failure !== null);
  const skipped = reports.filter(({ skip }) => skip !== null).length;
  const also = options.on === undefined && !signal.aborted ? '' : `, ${skipped} skipped`;
  process.stdout.write(`${reports.length} scenarios, ${failed.length} failed${also}\n`);
  if (signal.aborted) throw new Stopped(signal.reason, `interrupted: ${skipped} of ${reports.length} were not played`);
  if (failed.length === 0) return ok(undefined);
  const pictures = failed.some(({ kept }) => kept.some((file) => file.endsWith('.png'))) ? 'pictures, ' : '';
  return fail(
    `${failed.length} of ${reports.length} failed; ${pictures}screens, paper and wire traces are in ${options.out}`,
  );
}

function read(args: readonly string[]): { options: Options; paths: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        jobs: { type: 'string' },
        junit: { type: 'string' },
        out: { type: 'string' },
        page: { type: 'boolean' },
        traces: { type: 'boolean' },
        on: { type: 'string' },
        nobody: { type: 'boolean' },
      },
    });
    const options = Options.safeParse(values);
    if (options.success && goTogether(options.data)) return { options: options.data, paths: positionals };
  } catch {}
  throw new WrongUsage();
}

/** A desk has one machine and no page; who stands there matters nowhere else. */
function goTogether({ on, nobody, page }: Options): boolean {
  return on === undefined ? !nobody : !page;
}

/** In the order of the files, whoever ended first; what `signal` came before is among them. */
async function playAll(
  scenarios: readonly ReadScenario[],
  options: Options,
  signal: AbortSignal,
): Promise<Result<PlayReport[], string>> {
  const { seed, jobs, out, traces, page } = options;
  const reports = new Map<string, PlayReport>();
  const ended = (report: PlayReport): void => {
    reports.set(report.file, report);
    process.stdout.write(`${lineOf(report)}\n`);
    for (const what of report.leftOut) process.stdout.write(`  not looked at: ${what}\n`);
    for (const file of report.kept) process.stdout.write(`  ${file}\n`);
  };
  const inOrder = () =>
    ok(scenarios.flatMap((each) => reports.get(each.file) ?? (signal.aborted ? interruptedReport(each) : [])));
  if (options.on !== undefined) {
    const { playOn } = await import('./play-on.ts');
    const done = await playOn(scenarios, { ...options, on: options.on, signal }, ended);
    return done.ok ? inOrder() : done;
  }
  const touched = scenarios.filter(({ scenario }) => page || scenario.page);
  const others = scenarios.filter((each) => !touched.includes(each)).map(({ file }) => file);
  const threads = Math.min(jobs, others.length);
  const shares = Array.from(
    { length: threads },
    (_, index): Share => ({
      files: others.filter((_file, at) => at % threads === index),
      seed,
      out,
      traces,
    }),
  );
  const working = shares.map((share) => inThread(share, signal, ended));
  const onPages = touched.length === 0 ? ok(undefined) : await playOnPages(touched, { ...options, signal }, ended);
  await Promise.all(working);
  if (!onPages.ok) return onPages;
  return inOrder();
}

/** One after another: there is one browser. It is loaded only where a scenario wants it. */
async function playOnPages(
  scenarios: readonly ReadScenario[],
  { seed, out, traces, signal }: Options & { readonly signal: AbortSignal },
  onReport: (report: PlayReport) => void,
): Promise<Result<void, string>> {
  const { openPageHands } = await import('./page-hand.ts');
  const { playOne } = await import('./play-one.ts');
  const hands = await openPageHands();
  if (!hands.ok) return hands;
  try {
    for (const each of scenarios) {
      if (signal.aborted) break;
      onReport(await playOne(each, { seed, out, traces, signal, hand: hands.value.hand }));
    }
  } finally {
    await hands.value.close();
  }
  return ok(undefined);
}

function inThread(share: Share, signal: AbortSignal, onReport: (report: PlayReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./play-worker.ts', import.meta.url), { workerData: share });
    worker.on('message', onReport);
    signal.addEventListener('abort', () => worker.postMessage('enough'));
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
  });
}
