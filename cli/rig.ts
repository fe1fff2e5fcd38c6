/**
 * `npm run rig -- reader --link PATH [--card FILE]…`: a simulated reader on a pseudo terminal at PATH, with these cards on
 * it; without `--card` one ICOCA with 1,200 yen. Prints `reader PATH` when it can be opened.
 *
 * `npm run rig -- printer --link PATH [--out DIR]`: a simulated printer likewise; every receipt as picture (SVG) and text
 * under DIR.
 *
 * `npm run rig -- check reader|printer|tower|sam PATH`: what the device at PATH (or the adapter in a module) does and does
 * not do as our drivers expect; a reader has one FeliCa card on it, a printer uses some paper.
 *
 * The first two run until SIGTERM or SIGINT, take PATH away and end with 0.
 */
import { runCheck } from './rig/check.ts';
import { runPrinter } from './rig/printer.ts';
import { runReader } from './rig/reader.ts';
import { type Outcome, WrongUsage } from './rig/session.ts';

const USAGE = `usage: npm run rig -- reader --link PATH [--card FILE]…
       npm run rig -- printer --link PATH [--out DIR]
       npm run rig -- check reader|printer|tower PATH
       npm run rig -- check sam rig|MODULE`;

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<Outcome>>> = {
  reader: runReader,
  printer: runPrinter,
  check: runCheck,
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
