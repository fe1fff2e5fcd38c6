import { join } from 'node:path';
import { PostgresBooks } from '../../rig/torture/books.ts';
import { type KillRun, killRun } from '../../rig/torture/kill.ts';
import type { Tally } from './in-process.ts';

/** How the rig serves a center of its own. */
const CENTER = [process.execPath, join(import.meta.dirname, '..', 'center.ts'), 'serve'];

/**
 * `jobs`: so many runs at a time; each is three processes that mostly wait. With `postgres` one at a time: they share the
 * server, which crashes.
 */
export async function withProcesses(options: {
  readonly runs: number;
  readonly seed: number;
  readonly jobs: number;
  readonly postgres: boolean;
}): Promise<Tally> {
  const postgres = options.postgres ? new PostgresBooks() : null;
  await postgres?.start();
  let next = 0;
  let violations = 0;
  const line = async (): Promise<void> => {
    for (let count = next++; count < options.runs; count = next++) {
      const seed = options.seed + count;
      const result = await killRun(seed, CENTER, postgres);
      if (result.wrong.length > 0) violations++;
      process.stdout.write(told(seed, result));
    }
  };
  await Promise.all(Array.from({ length: postgres ? 1 : options.jobs }, line));
  await postgres?.remove();
  return { runs: options.runs, violations };
}

function told(seed: number, { story, wrong }: KillRun): string {
  const lines = [`seed ${seed}: ${story.join('; ')}`, ...wrong.map((what) => `  ${what}`)];
  return `${lines.join('\n')}\n`;
}
