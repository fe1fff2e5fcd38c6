/**
 * `npm test`: every kind of test, with what it needs installed first. `--full` leaves nothing out. Ends in a table of
 * what ran and how long it took, what could not run and why, and the line "N passed, N failed, N skipped".
 */

import { ensureBrowser, ensurePeers, ensurePostgres } from './test/prerequisites.ts';
import { run, type Step } from './test/run.ts';
import { summary } from './test/summary.ts';

const full = process.argv.includes('--full');
const wrong = process.argv.slice(2).filter((argument) => argument !== '--full');
if (wrong.length > 0) {
  process.stderr.write(`npm test takes only --full, not ${wrong.join(' ')}\n`);
  process.exit(2);
}

const noPostgres = ensurePostgres();
const missing = [...ensureBrowser(), ...ensurePeers(), ...noPostgres];
const environment = full ? { WESTER_TEST: 'full' } : {};
process.stdout.write('types, lint, fast tests, then processes and browser side by side: some minutes\n');
const read = await Promise.all([
  run.command('types', 'tsc', ['--noEmit']),
  run.command('format and lint', 'biome', ['ci', '--reporter=summary']),
]);
const alone = [...read, await run.vitest('fast', 'fast', environment)];
/** Beside the processes, and first: it waits most of its time, for screens. It is done sooner than they are, and then comes the database. */
async function screens(): Promise<Step[]> {
  const browser = await run.vitest('browser', 'browser', environment);
  return noPostgres.length > 0
    ? [browser]
    : [browser, await run.vitest('the center on PostgreSQL', 'postgres', environment)];
}
const [processes, beside] = await Promise.all([
  run.vitest('processes, pseudo terminals', 'process', environment),
  screens(),
]);
const steps = [...alone, processes, ...beside];
process.stdout.write(summary(steps, missing));
process.exit(steps.every((step) => step.failed === 0) ? 0 : 1);
