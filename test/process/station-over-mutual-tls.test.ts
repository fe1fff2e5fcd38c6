/** A whole station and a whole center, each a process of its own, with the certificates that the command makes. */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { revoke } from '../../center/tls/folder.ts';
import { CenterProcess } from '../../rig/center-process.ts';
import type { Screen } from '../../station/contract/index.ts';

let folder: string;
let center: CenterProcess | null = null;
let station: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-tls-'));
});
afterEach(async () => {
  station?.kill('SIGKILL');
  await center?.stop('SIGKILL');
  rmSync(folder, { recursive: true });
});

const CENTER = join(import.meta.dirname, '../../cli/center.ts');
function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CENTER, ...args], { encoding: 'utf8' });
  return { status, out: stdout.trim(), err: stderr.trim() };
}

test('from "certificates init" to a machine that knows the day, and one that is revoked', async () => {
  const made = join(folder, 'certificates');
  const certificates = (what: string, ...args: string[]) => command('certificates', what, made, ...args);
  expect(certificates('init').status).toBe(0);
  expect(certificates('center', '--name', '127.0.0.1').status).toBe(0);
  expect(certificates('station', '--station', 'OSAKA-1').out).toBe(join(made, 'station/OSAKA-1'));
  expect(statSync(join(made, 'station/OSAKA-1/key.pem')).mode & 0o777).toBe(0o600);

  const own = (place: string) => ({
    key: join(made, place, 'key.pem'),
    certificate: join(made, place, 'certificate.pem'),
  });
  const { key, certificate } = own('center/127.0.0.1');
  const database = join(folder, 'center.sqlite');
  const ca = join(made, 'ca.pem');
  const log = join(folder, 'station.log');
  const tls = [
    '--tls-key',
    key,
    '--tls-certificate',
    certificate,
    '--tls-ca',
    ca,
    '--revoked',
    join(made, 'revoked.txt'),
  ];
  const serve = ['serve', '--database', database, '--date', '2023-04-10', '--stop-with-stdin'];
  center = new CenterProcess([process.execPath, CENTER, ...serve, ...tls]);
  await center.start();
  expect(center.address).toMatch(/^https:/);

  const config = join(folder, 'station.json');
  const forStation = {
    station: { id: 'OSAKA-1', name: '大阪駅' },
    profile: 'navy',
    mode: 'service',
    // Nothing is connected: this is about the line to the center.
    reader: { kind: 'pn532', line: join(folder, 'no-reader') },
    printer: { line: join(folder, 'no-printer'), widthMm: 80, proof: 'process-id' },
    sam: 'none',
    center: { url: center.address, tls: { ...own('station/OSAKA-1'), ca } },
    data: join(folder, 'station'),
    log,
  };
  writeFileSync(config, JSON.stringify(forStation));
  const start = () => {
    let screen: Screen | null = null;
    const child = fork('station/main.ts', [config], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('message', (message: { kind: string; screen?: Screen | null }) => {
      if (message.kind === 'screen') screen = message.screen ?? null;
    });
    station = child;
    return () => screen as Screen | null;
  };
  const until = (look: () => void) => vi.waitFor(look, { timeout: 30_000, interval: 50 });
  const shown = start();
  await until(() => expect(shown()?.businessDate).toBe('2023-04-10'));
  const books = new DatabaseSync(database, { readOnly: true });
  expect(books.prepare('SELECT station_id FROM stations').all()).toEqual([{ station_id: 'OSAKA-1' }]);
  books.close();
  await stopStation();

  // Revoked while the center serves.
  revoke(made, { kind: 'station', name: 'OSAKA-1' });
  process.kill(Number(center.pid), 'SIGHUP');
  const then = start();
  await until(() => expect(then()?.body).toMatchObject({ id: 'out-of-service', reason: 'configuration' }));
  expect(readFileSync(log, 'utf8')).toContain('"code":"forbidden"');
  await stopStation();
  await center.stop();
  const audit = command('audit', '--database', database).out;
  expect(audit).toMatch(/^\S+Z center certificate-revoked taken: urn:wester-kiosk:station:OSAKA-1$/m);
  expect(audit).toMatch(/^\S+Z station:OSAKA-1 forbidden refused: \/v1\/heartbeat: the certificate was revoked/m);
});

async function stopStation(): Promise<void> {
  const gone = new Promise((resolve) => station?.once('exit', resolve));
  station?.kill('SIGTERM');
  expect(await gone).toBe(0);
}
