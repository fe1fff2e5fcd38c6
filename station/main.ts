/**
 * The station as a process: `main.ts CONFIG.json [--closed]` (it has died too often, and serves nobody until staff come).
 * Speaks with its host (the window, the browser shell) over Node's or Electron's channel. SIGTERM: finishes value in flight,
 * then stops. A defect ends the process; whoever started it starts it again, and it goes through recovery.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CenterClient } from '../center/contract/index.ts';
import { systemClock } from '../hardware/clock.ts';
import { lineFrom } from '../hardware/lines/address.ts';
import { fail as failed, ok, type Result } from '../hardware/result.ts';
import type { Line } from '../hardware/stream.ts';
import packageJson from '../package.json' with { type: 'json' };
import { assembleStation } from './assemble.ts';
import { type BenchView, mayShowBench, watchingStates } from './bench-view.ts';
import { buildHash } from './build-hash.ts';
import { CenterTime } from './center/center-time.ts';
import { connectCenter } from './center/connect.ts';
import { type ConfigFault, checkConfig, faultAt, type StationConfig, wordsOf } from './config.ts';
import { findHost, routeMessage } from './host.ts';
import { openLog } from './log-file.ts';
import { showWrongConfiguration } from './wrong-configuration.ts';

function fail(status: 1 | 2, line: string): never {
  process.stderr.write(`station: ${line}\n`);
  process.exit(status);
}

const file = process.argv[2] ?? fail(2, 'usage: station/main.ts CONFIG.json');
const host = findHost();

function readFile(): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

interface Usable {
  readonly config: StationConfig;
  readonly center: CenterClient;
}

const centerTime = new CenterTime(systemClock);

/** The file, and what it names: the folder and the certificates. Without them nothing can be shown but this. */
function readConfig(): Result<Usable, ConfigFault> {
  const text = readFile();
  if (!text.ok) return failed({ line: null, field: null, detail: text.error });
  const checked = checkConfig(text.value);
  if (!checked.ok) return checked;
  const config = checked.value;
  try {
    mkdirSync(config.data, { recursive: true });
  } catch (error) {
    return failed(faultAt(text.value, ['data'], error instanceof Error ? error.message : String(error)));
  }
  const center = connectCenter({ config, clock: systemClock, time: centerTime });
  if (!center.ok) return failed(faultAt(text.value, ['center', 'tls', center.error.field], center.error.detail));
  return ok({ config, center: center.value });
}

/** With a window the machine says on its display what is wrong, until it is mended; without one, in one line. */
function refuse(fault: ConfigFault): Promise<never> {
  if (!host) fail(1, `${file}: ${wordsOf(fault)}`);
  const stopShowing = showWrongConfiguration({
    host,
    clock: systemClock,
    file,
    fault,
    read: readConfig,
    text: () => {
      const text = readFile();
      return text.ok ? text.value : null;
    },
    firstRevision: randomBytes(6).readUIntBE(0, 6),
    mended: () => process.exit(0),
  });
  const stop = () => {
    stopShowing();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  host.onGone(stop);
  return new Promise(() => {});
}

function lineOf(address: string): Line {
  const line = lineFrom(address);
  return line.ok ? line.value : fail(1, line.error.detail);
}

const read = readConfig();
const { config, center } = read.ok ? read.value : await refuse(read.error);
const log = openLog(config.log, config.station.id);

/**
 * On a test bench only: the moment of the money path at which this process kills itself (npm run torture -- --kill), or stands
 * still until somebody lets it go on (test/process/window-comes-back.test.ts).
 */
const dieAt = config.mode === 'rig' ? process.env.WESTER_DIE_AT : undefined;
const dieBy = process.env.WESTER_DIE_BY === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL';

/** The host is a test bench with a front panel, which shows what goes on inside. */
const showBench =
  host && mayShowBench(config.mode, process.env.WESTER_SHOW_BENCH)
    ? (view: BenchView) => host.send({ kind: 'bench', view })
    : null;

const { station, shown, start, stop } = assembleStation({
  config,
  configuration: { file, started: config },
  clock: systemClock,
  log,
  readerLine: lineOf(config.reader.line),
  printerLine: lineOf(config.printer.line),
  towerLine: config.tower ? lineOf(config.tower.line) : null,
  center,
  centerTime,
  journalPath: join(config.data, 'journal.sqlite'),
  newId: randomUUID,
  softwareVersion: packageJson.version,
  buildHash: buildHash(join(import.meta.dirname, '..')),
  closed: process.argv.includes('--closed', 3),
  ...(showBench && { observe: watchingStates(showBench), showJournal: showBench }),
  ...(host && { power: (act) => host.send({ kind: 'power', act }) }),
  at: async (point) => {
    if (point === dieAt) process.kill(process.pid, dieBy);
  },
});

let isStopping = false;
async function end(why: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  log.info('stopping', { why });
  await stop();
  process.exit(0);
}

function die(error: unknown): void {
  log.error('defect', { detail: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
}
process.on('unhandledRejection', die);
process.on('uncaughtException', die);
process.on('SIGTERM', () => void end('SIGTERM'));
process.on('SIGINT', () => void end('SIGINT'));

if (host) {
  station.onScreen((screen) => host.send({ kind: 'screen', screen }));
  station.staff.onScreen((screen) => host.send({ kind: 'staff-screen', screen }));
  host.onShown(shown);
  host.onMessage((message) => routeMessage(station, message));
  host.onGone(() => void end('the host has gone'));
}
log.info('starting', { profile: config.profile, mode: config.mode });
start();
