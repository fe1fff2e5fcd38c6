/**
 * `npm run rig -- reader --link PATH [--card FILE]…`: a simulated reader on a pseudo terminal at PATH, with these cards on
 * it; without `--card` one ICOCA with 1,200 yen. Prints `reader PATH` when it can be opened.
 *
 * `npm run rig -- printer --link PATH [--out DIR]`: a simulated printer likewise; every receipt as picture (SVG) and text
 * under DIR.
 *
 * Both run until SIGTERM or SIGINT, take PATH away and end with 0.
 *
 * `npm run rig -- play [FILE|FOLDER]… [--seed N] [--jobs J] [--junit FILE] [--out DIR] [--page] [--traces]`: plays scenarios
 * (docs/scenarios.md), those of rig/scenarios where none is named. A failure leaves its picture and wire trace in DIR
 * (dist/scenarios). `--page`: all of them touched on the page; `--traces`: keeps every wire trace. `scenario-schema` writes
 * rig/scenarios/scenario.schema.json anew.
 */
import { runPlay } from './rig/play.ts';
import { runPrinter } from './rig/printer.ts';
import { runReader } from './rig/reader.ts';
import { runScenarioSchema } from './rig/scenario-schema.ts';
import { type Outcome, WrongUsage } from './rig/session.ts';

const USAGE = `usage: npm run rig -- reader --link PATH [--card FILE]…
       npm run rig -- printer --link PATH [--out DIR]
       npm run rig -- play [FILE|FOLDER]… [--seed N] [--jobs J] [--junit FILE] [--out DIR] [--page] [--traces]
       npm run rig -- scenario-schema`;

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<Outcome>>> = {
  reader: runReader,
  printer: runPrinter,
  play: runPlay,
  'scenario-schema': runScenarioSchema,
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  const outcome = await (command?.(args) ?? Promise.reject(new WrongUsage()));
  if (!outcome.ok) process.stderr.write(`${outcome.error}\n`);
  process.exit(outcome.ok ? 0 : 1);
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
