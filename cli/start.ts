/**
 * `npm start`: the points center, a station, simulated hardware on the other end of real lines, and a window. Prints
 * `ready http://127.0.0.1:PORT/` on stdout when the page can be used; Ctrl-C stops everything in order: the station
 * finishes value in flight, then the center, then the devices.
 */
import { join, resolve } from 'node:path';
import { readRigFile } from '../rig/devices/config.ts';
import { PartWrong } from '../rig/devices/part.ts';
import { chooseShell } from './start/choose-shell.ts';
import { claimDirectory, DirectoryUnusable } from './start/data-directory.ts';
import { Demo } from './start/demo.ts';
import { readOptions, usage } from './start/options.ts';

const say = (line: string) => process.stderr.write(`wester-kiosk: ${line}\n`);

const options = readOptions(process.argv.slice(2), (line) => say(`${line}\n${usage}`));
if (!options) process.exit(2);

const rig = options.rig === undefined ? null : readRigFile(options.rig);
if (rig && !rig.ok) {
  say(rig.error);
  process.exit(1);
}

const directory = resolve(options.data ?? join(import.meta.dirname, '..', '.data'));
let release = () => {};
try {
  release = claimDirectory(directory);
} catch (error) {
  if (!(error instanceof DirectoryUnusable)) throw error;
  say(error.message);
  process.exit(1);
}

const demo = new Demo(options, directory, rig?.value.rig ?? null, say);
let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  say('stopping');
  await demo.stop();
  release();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

try {
  const shell = await chooseShell(options.shell, say);
  const address = await demo.start(shell);
  if (!stopping) process.stdout.write(`ready ${address}\n`);
} catch (error) {
  if (!stopping) {
    const words = error instanceof Error ? error.message : String(error);
    say(rig && error instanceof PartWrong ? rig.value.wrong(error.path, words) : words);
    await stop(1);
  }
}
