/**
 * The station as a process: `main.ts CONFIG.json`. Speaks with its host (the window, the browser shell) over Node's or
 * Electron's channel. SIGTERM: finishes value in flight, then stops. A defect ends the process; whoever started it starts
 * it again, and it goes through recovery.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../hardware/clock.ts';
import { lineFrom } from '../hardware/lines/address.ts';
import type { Line } from '../hardware/stream.ts';
import packageJson from '../package.json' with { type: 'json' };
import { assembleStation } from './assemble.ts';
import { httpCenterClient } from './center/client.ts';
import { parseConfig, type StationConfig } from './config.ts';
import { findHost, routeMessage } from './host.ts';
import { openLog } from './log-file.ts';

function fail(status: 1 | 2, line: string): never {
  process.stderr.write(`station: ${line}\n`);
  process.exit(status);
}

function readConfig(): StationConfig {
  const file = process.argv[2];
  if (!file) fail(2, 'usage: station/main.ts CONFIG.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    fail(1, `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const config = parseConfig(text);
  return config.ok ? config.value : fail(1, `${file}: ${config.error}`);
}

function lineOf(address: string): Line {
  const line = lineFrom(address);
  return line.ok ? line.value : fail(1, line.error.detail);
}

const config = readConfig();
const log = openLog(config.log, config.station.id);
mkdirSync(config.data, { recursive: true });

/** On a test bench only: the moment of the money path at which this process kills itself (npm run torture -- --kill). */
const dieAt = config.mode === 'rig' ? process.env.WESTER_DIE_AT : undefined;

const host = findHost();
const { station, start, stop } = assembleStation({
  config,
  clock: systemClock,
  log,
  readerLine: lineOf(config.reader.line),
  printerLine: lineOf(config.printer.line),
  towerLine: config.tower ? lineOf(config.tower.line) : null,
  center: httpCenterClient({ baseUrl: config.center.url, clock: systemClock }),
  journalPath: join(config.data, 'journal.sqlite'),
  newId: randomUUID,
  softwareVersion: packageJson.version,
  ...(host && { power: (act) => host.send({ kind: 'power', act }) }),
  at: async (point) => {
    if (point === dieAt) process.kill(process.pid, 'SIGKILL');
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
  host.onMessage((message) => routeMessage(station, message));
  host.onGone(() => void end('the host has gone'));
}
log.info('starting', { profile: config.profile, mode: config.mode });
start();
