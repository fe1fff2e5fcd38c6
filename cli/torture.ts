/**
 * `npm run torture -- --runs N --seed S [--kill [--jobs J] [--postgres]]`: the money path under every fault (docs/money.md). In process: whole
 * worlds under a simulated clock, one thread a core; the first schedule that fails is made smaller and printed.
 * `--kill`: real processes, real files, SIGKILL, J runs at a time; `--postgres`: the center on a PostgreSQL that crashes too. Last line `N runs, V violations`; exit status 1 where V > 0.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inProcess } from './torture/in-process.ts';
import { withProcesses } from './torture/with-processes.ts';

const USAGE = 'usage: npm run torture -- --runs N --seed S [--kill [--jobs J] [--postgres]]\n';

const Options = z.object({
  runs: z.coerce.number().int().positive().default(1_000),
  seed: z.coerce.number().int().nonnegative().default(1),
  kill: z.boolean().default(false),
  postgres: z.boolean().default(false),
  jobs: z.coerce.number().int().min(1).max(32).default(2),
});

function read(): z.infer<typeof Options> | null {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string' },
        seed: { type: 'string' },
        kill: { type: 'boolean' },
        postgres: { type: 'boolean' },
        jobs: { type: 'string' },
      },
    });
    return Options.safeParse(values).data ?? null;
  } catch {
    return null;
  }
}

const options = read();
if (!options) {
  process.stderr.write(USAGE);
  process.exit(2);
}
const { runs, violations } = await (options.kill ? withProcesses(options) : inProcess(options));
process.stdout.write(`${runs} runs, ${violations} violations\n`);
process.exit(violations === 0 ? 0 : 1);
