import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KillRun, killRun } from '../../rig/torture/kill.ts';
import { HurtBooks } from './hurt-books.ts';
import type { Tally } from './in-process.ts';

/** How the rig serves a center of its own. */
const CENTER = [process.execPath, join(import.meta.dirname, '..', 'center.ts'), 'serve'];

/**
 * `jobs`: so many runs at a time; each is three processes that mostly wait. With `postgres` one at a time: they share the
 * server, which crashes. What calls heard of that is said at the end: runs in which none did prove nothing.
 */
export async function withProcesses(options: {
  readonly runs: number;
  readonly seed: number;
  readonly jobs: number;
  readonly postgres: boolean;
}): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'wester-torture-'));
  const postgres = options.postgres ? new HurtBooks(folder) : null;
  await postgres?.start();
  const command = postgres?.logged(CENTER) ?? CENTER;
  let next = 0;
  let violations = 0;
  const line = async (): Promise<void> => {
    for (let count = next++; count < options.runs; count = next++) {
      const seed = options.seed + count;
      const result = await killRun(seed, command, postgres);
      if (result.wrong.length > 0) violations++;
      process.stdout.write(told(seed, result));
    }
  };
  await Promise.all(Array.from({ length: postgres ? 1 : options.jobs }, line));
  if (postgres) process.stdout.write(heard(postgres));
  await postgres?.remove();
  rmSync(folder, { recursive: true });
  return { runs: options.runs, violations };
}

function told(seed: number, { story, wrong }: KillRun): string {
  const lines = [`seed ${seed}: ${story.join('; ')}`, ...wrong.map((what) => `  ${what}`)];
  return `${lines.join('\n')}\n`;
}

function heard(postgres: HurtBooks): string {
  const { crash, cut } = postgres.failed();
  const list = (calls: readonly string[]): string => `${calls.length} (${[...new Set(calls)].sort().join(', ')})`;
  return `calls that failed: ${list(crash)} after a crash, ${list(cut)} after a cut\n`;
}
