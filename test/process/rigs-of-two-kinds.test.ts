/**
 * Rigs as other programs meet them: a script in Python, nfc-list and our own station at two rigs at once, a device that is
 * real to its rig, recorded and replayed.
 */
import { type ChildProcess, execFile, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CenterProcess } from '../../rig/center-process.ts';
import { CardTruth, DevicesState, WireEntry } from '../../rig/devices/actions.ts';
import { openApi } from '../../rig/devices/openapi.ts';
import type { Screen } from '../../station/contract/index.ts';
import { killRigs, type RigProcess, runRig, startRig } from './rig-process.ts';

let folder: string;
let first: RigProcess;
let second: RigProcess;
let control: string;
const reader = { first: '', second: '' };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-rigs-'));
  first = startRig('serve', 'rig/examples/desk.json');
  second = startRig('serve', 'rig/examples/desk.json');
  control = await first.says('control');
  reader.first = (await first.says('reader')).replace(' (simulated)', '');
  reader.second = (await second.says('reader')).replace(' (simulated)', '');
});
afterAll(async () => {
  expect(await Promise.all([first.stop('SIGINT'), second.stop()])).toEqual([0, 0]);
  killRigs();
  rmSync(folder, { recursive: true });
});

const ask = async (path: string, address = control) => (await fetch(new URL(path, address))).json();
const post = (body: object, address = control) =>
  fetch(new URL('rig/actions', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

const python = has('python3');
if (!python) process.stderr.write('NOT RUN: the example in Python; on Debian: apt-get install python3-minimal\n');
test.skipIf(!python)('thirty lines of Python lay a card, break the line, heal it', async () => {
  const script = 'rig/examples/lay-break-heal.py';
  const { status, stderr } = spawnSync('python3', [script], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: `usage: python3 lay-break-heal.py http://127.0.0.1:PORT/\n`,
  });
  const { stdout } = await promisify(execFile)('python3', [script, control]);
  expect(stdout.trim().split('\n')).toEqual([
    "laid: ['icoca-new']",
    'yen on it: 1200',
    'line broken: True',
    'line healed: True',
    'lifted: True',
  ]);
});

test('the description of the API is the one of its schemas, and its answers keep to them', async () => {
  expect(JSON.parse(readFileSync('docs/rig-openapi.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApi())));
  DevicesState.parse(await ask('rig/state'));
  CardTruth.parse(await ask('rig/cards/icoca-108'));
  WireEntry.array().parse(await ask('rig/wire'));
  expect(await ask('rig/cards/none')).toEqual({ error: 'there is no card "none" with value on it' });
  const wrong = await post({ do: 'lay', card: 7 });
  expect([wrong.status, await wrong.json()]).toEqual([400, { error: expect.stringMatching(/^card: /) }]);
  const absent = await post({ do: 'lay', card: 'none' });
  expect([absent.status, await absent.json()]).toEqual([409, { error: 'there is no card "none"' }]);
});

const nfcList = has('nfc-list');
if (!nfcList) process.stderr.write('NOT RUN: nfc-list beside our station; on Debian: apt-get install libnfc-bin\n');
test.skipIf(!nfcList)('nfc-list at one rig and our station at another, at the same time', async () => {
  const database = join(folder, 'center.sqlite');
  const serve = ['serve', '--database', database, '--date', '2023-04-10', '--stop-with-stdin'];
  const center = new CenterProcess([process.execPath, 'cli/center.ts', ...serve]);
  await center.start();
  const config = join(folder, 'station.json');
  const forStation = {
    station: { id: 'RIG-2', name: '試験台' },
    profile: 'navy',
    mode: 'rig',
    reader: { kind: 'pn532', line: reader.second },
    printer: { line: (await second.says('printer')).replace(' (simulated)', ''), widthMm: 80, proof: 'process-id' },
    tower: { line: (await second.says('tower')).replace(' (simulated)', '') },
    sam: 'rig',
    center: { url: center.address },
    data: join(folder, 'station'),
    log: join(folder, 'station.log'),
  };
  writeFileSync(config, JSON.stringify(forStation));
  let screen = '';
  let day: string | null = null;
  let revision = 0;
  const station: ChildProcess = fork('station/main.ts', [config], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  station.on('message', (message: { kind: string; screen?: Screen | null }) => {
    if (message.kind !== 'screen') return;
    screen = message.screen?.body.id ?? '';
    day = message.screen?.businessDate ?? null;
    revision = message.screen?.revision ?? 0;
  });
  const there = await second.says('control');
  await vi.waitFor(() => expect([screen, day]).toEqual(['home', '2023-04-10']), { timeout: 30_000, interval: 20 });
  await vi.waitFor(() => {
    // A touch that comes late is dropped: touched again.
    const message = { revision, intent: { type: 'choose-job', job: 'inquiry' } };
    station.send({ kind: 'intent', message });
    expect(screen).not.toBe('home');
  }, 20_000);
  await Promise.all([post({ do: 'lay', card: 'icoca-new' }), post({ do: 'lay', card: 'icoca-15000' }, there)]);
  const env = { ...process.env, LIBNFC_DEFAULT_DEVICE: `pn532_uart:${reader.first}` };
  const [listed] = await Promise.all([
    promisify(execFile)('nfc-list', ['-t', '6', '-v'], { env }),
    vi.waitFor(() => expect(screen).toBe('inquiry'), { timeout: 30_000, interval: 20 }),
  ]);
  expect(listed.stdout).toContain('1 Felica (212 kbps) passive target(s) found');
  const seen = DevicesState.parse(await ask('rig/state', there));
  expect(seen.tower?.lamps).toMatchObject({ green: 'on', red: 'off' });
  const wire = WireEntry.array().parse(await ask('rig/wire', there));
  expect(wire.flatMap(({ words }) => words)).toContain('to the card: Read Without Encryption');
  const gone = new Promise((resolve) => station.once('exit', resolve));
  station.kill('SIGTERM');
  expect(await gone).toBe(0);
  await center.stop();
  for (const address of [control, there]) {
    const { reader, printer, tower } = DevicesState.parse(await ask('rig/state', address));
    expect([reader?.breaches, printer?.breaches, tower?.breaches]).toEqual([[], [], []]);
  }
});

test('a device that is real to its rig is recorded; the recording is understood, and answers like it', async () => {
  const recording = join(folder, 'reader.jsonl');
  await post({ do: 'lift' });
  await post({ do: 'lay', card: 'icoca-5000' });
  const record = startRig('record', 'reader', reader.first, '--link', join(folder, 'real'), '--out', recording);
  await record.says('control');
  expect(await runRig('check', 'reader', join(folder, 'real'))).toMatchObject({ status: 0, stderr: '' });
  expect(await record.stop()).toBe(0);

  const checked = await runRig('check-recording', recording);
  expect(checked).toMatchObject({ status: 0, stderr: '' });
  expect(checked.stdout).toMatch(/^reader: \d{2,} messages of the host, \d{2,} of the device, all understood\n$/);

  const again = startRig('replay', recording, '--link', join(folder, 'replayed'));
  await again.says('control');
  const replayed = await runRig('check', 'reader', join(folder, 'replayed'));
  expect(replayed).toMatchObject({ status: 0, stderr: '' });
  expect(replayed.stdout).toMatch(/^PN532 1\.6 on /);
  expect(await again.stop()).toBe(0);
});

test('a rig that cannot be had is refused in one line that names file, line and field', async () => {
  const file = join(folder, 'rig.json');
  writeFileSync(file, '{ "devices": {\n"reader": { "is": "real",\n"line": "/dev/no-such-reader" } } }');
  const { status, stdout, stderr } = await runRig('serve', file);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.split('\n')).toHaveLength(2);
  expect(stderr).toContain(`${file}: line 3: devices.reader.line: /dev/no-such-reader cannot be opened: No such file`);
});
