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
 * `npm run rig -- serve FILE [--port N] [--data DIR]`: the devices of a rig file (docs/rig.md), simulated, real or replayed,
 * with a control API; a line each says where it is, the last one is `control http://127.0.0.1:PORT/`.
 *
 * `npm run rig -- record reader|printer|tower LINE --link PATH --out FILE [--force]`: the device at LINE can be opened at PATH,
 * and what passes is written into FILE, over one that is there with `--force` only; `replay FILE --link PATH` is a device that answers like it; `check-recording FILE` holds our
 * codecs against it. `openapi FILE` writes the description of the control API.
 *
 * `npm run rig -- play [FILE|FOLDER]… [--seed N] [--jobs J] [--junit FILE] [--out DIR] [--page] [--traces]`: plays scenarios
 * (docs/scenarios.md), those of rig/scenarios where none is named. A failure leaves its picture and wire trace in DIR
 * (dist/scenarios). `--page`: all of them touched on the page; `--traces`: keeps every wire trace. `--on RIGFILE`: in real time
 * on the devices of a rig file; `--nobody`: nobody is there to lay cards. `scenario-schema` writes
 * rig/scenarios/scenario.schema.json anew.
 *
 * What serves a device runs until SIGTERM or SIGINT, takes PATH away and ends with 0. A play that is stopped so takes
 * away what it made, writes its JUnit file with the rest as skipped, and ends with 128 and the signal's number: 130 after Ctrl-C.
 */
import { type Outcome, Stopped, WrongUsage } from './rig/session.ts';

const USAGE = `usage: npm run rig -- reader --link PATH [--card FILE]…
       npm run rig -- printer --link PATH [--out DIR]
       npm run rig -- check reader|printer|tower PATH
       npm run rig -- check sam rig|MODULE
       npm run rig -- serve FILE [--port N] [--data DIR]
       npm run rig -- record reader|printer|tower LINE --link PATH --out FILE [--force]
       npm run rig -- replay FILE --link PATH
       npm run rig -- check-recording FILE
       npm run rig -- openapi FILE
       npm run rig -- play [FILE|FOLDER]… [--seed N] [--jobs J] [--junit FILE] [--out DIR] [--page] [--traces]
       npm run rig -- play --on RIGFILE [--nobody] [FILE|FOLDER]… [--seed N] [--junit FILE] [--out DIR] [--traces]
       npm run rig -- scenario-schema`;

type Command = (args: readonly string[]) => Promise<Outcome>;

/** Loaded when it is asked for: a check of a card reader needs no web server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  reader: async () => (await import('./rig/reader.ts')).runReader,
  printer: async () => (await import('./rig/printer.ts')).runPrinter,
  check: async () => (await import('./rig/check.ts')).runCheck,
  serve: async () => (await import('./rig/serve.ts')).runServe,
  record: async () => (await import('./rig/serve.ts')).runRecord,
  replay: async () => (await import('./rig/serve.ts')).runReplay,
  'check-recording': async () => (await import('./rig/serve.ts')).runCheckRecording,
  openapi: async () => (await import('./rig/serve.ts')).runOpenApi,
  play: async () => (await import('./rig/play.ts')).runPlay,
  'scenario-schema': async () => (await import('./rig/scenario-schema.ts')).runScenarioSchema,
};

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  if (!load) throw new WrongUsage();
  const outcome = await (await load())(args);
  if (!outcome.ok) process.stderr.write(`${outcome.error}\n`);
  process.exit(outcome.ok ? 0 : 1);
} catch (error) {
  if (error instanceof Stopped) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.status);
  }
  if (!(error instanceof WrongUsage)) throw error;
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
