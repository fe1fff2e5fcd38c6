/**
 * `npm run torture -- --runs N --seed S [--kill [--jobs J] [--postgres]]`: the money path under every fault (docs/money.md). In process: whole
 * worlds under a simulated clock, one thread a core; the first schedule that fails is made smaller and printed.
 * `--kill`: real processes, real files, SIGKILL, J runs at a time; `--postgres`: the center on a PostgreSQL that crashes too. Last line `N runs, V violations`; exit status 1 where V > 0.
 */
import { inProcess } from './torture/in-process.ts';
import { readOptions } from './torture/options.ts';
import { withProcesses } from './torture/with-processes.ts';

const USAGE = 'usage: npm run torture -- --runs N --seed S [--kill [--jobs J] [--postgres]]\n';

const options = readOptions(process.argv.slice(2));
if (!options) {
  process.stderr.write(USAGE);
  process.exit(2);
}
const { runs, violations } = await (options.kill ? withProcesses(options) : inProcess(options));
process.stdout.write(`${runs} runs, ${violations} violations\n`);
process.exit(violations === 0 ? 0 : 1);
