import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hidLine } from '../../hardware/lines/hid.ts';
import { ok } from '../../hardware/result.ts';
import { openTcpPort } from '../tcp-port.ts';
import { RigFile, readRigFile } from './config.ts';
import { Devices } from './devices.ts';
import { PartWrong } from './part.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-rig-file-'));
  file = join(folder, 'rig.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the command says of a rig file with these lines between its first and its last one. */
async function said(...lines: string[]): Promise<string> {
  writeFileSync(file, ['{ "devices": {', ...lines, '} }'].join('\n'));
  const read = readRigFile(file);
  if (!read.ok) return read.error;
  try {
    await (await Devices.open({ rig: read.value.rig, directory: join(folder, 'data') })).close();
    return 'nothing';
  } catch (error) {
    if (!(error instanceof PartWrong)) throw error;
    return read.value.wrong(error.path, error.message);
  }
}

test('fields that no device has', async () => {
  expect(await said('"reader": { "is": "simulated",', '"at": "somewhere" }')).toBe(
    `${file}: line 3: devices.reader.at: pty:PATH or tcp:PORT, where a host finds the device`,
  );
  expect(await said('"scanner": {}')).toBe(`${file}: line 1: devices: Unrecognized key: "scanner"`);
  expect(await said('"reader": { "is": "real",', '"line": "nowhere" }')).toContain(
    `${file}: line 3: devices.reader.line: "nowhere" is no address of a device`,
  );
  expect(await said('"reader": ]')).toMatch(/^\S+rig\.json: not JSON: [^\n]+$/);
});

test('a path and a port that are taken by something else', async () => {
  const precious = join(folder, 'mine.txt');
  writeFileSync(precious, 'precious');
  expect(await said('"reader":', `{ "is": "simulated", "at": "pty:${precious}" }`)).toContain(
    `${file}: line 3: devices.reader.at: pty:${precious} cannot be had: `,
  );
  expect(readFileSync(precious, 'utf8')).toBe('precious');
  const taken = await openTcpPort(0);
  const port = taken.path.split(':').at(-1);
  expect(await said('"printer":', `{ "is": "simulated", "at": "tcp:${port}" }`)).toContain(
    `${file}: line 3: devices.printer.at: tcp:${port} cannot be had: `,
  );
  taken.close();
});

test('a device that is not there leaves no recording behind', async () => {
  const record = join(folder, 'reader.jsonl');
  expect(
    await said('"reader": { "is": "real", "record": "reader.jsonl",', '"line": "/dev/no-such-reader" }'),
  ).toContain(`${file}: line 3: devices.reader.line: /dev/no-such-reader cannot be opened: No such file`);
  expect(() => readFileSync(record)).toThrow('ENOENT');
});

test('a card file with a wrong card, and a recording of another device', async () => {
  const card = '{ "id": "a", "label": "", "about": "", "look": "",\n"spec": { "kind": "icoca" } }';
  writeFileSync(join(folder, 'cards.json'), `[\n${card}\n]`);
  expect(await said('"reader": { "is": "simulated",', '"cards": "cards.json" }')).toContain(
    `${folder}/cards.json: line 3: 0.spec.cardNumber: `,
  );
  const recording = join(folder, 'tower.jsonl');
  writeFileSync(recording, '{"wire":1,"device":"tower","line":"x"}\n');
  expect(await said('"printer": { "is": "replayed",', '"recording": "tower.jsonl" }')).toBe(
    `${file}: line 3: devices.printer.recording: ${recording} is the recording of a tower`,
  );
});

test('a HID address is that of a NEO 2, and nothing else is', async () => {
  const wrong = 'a reader at hid: is a neo2, and only that: say "kind": "neo2"';
  expect(await said('"reader": { "is": "real",', '"line": "hid:0acd:3530" }')).toBe(
    `${file}: line 3: devices.reader.line: ${wrong}`,
  );
  expect(await said('"reader": { "is": "real", "kind": "neo2",', '"line": "/dev/ttyUSB0" }')).toContain(wrong);
});

test('a HID device that is not there, of each kind, is found when the rig starts', async () => {
  const neo2 = '"reader": { "is": "real", "kind": "neo2",';
  expect(await said(neo2, '"line": "hid:/dev/no-such-hidraw" }')).toMatch(
    /line 3: devices\.reader\.line: hid:\/dev\/no-such-hidraw cannot be opened: [^\n]+$/,
  );
  expect(await said('"tower": { "is": "real",', '"line": "hid:fffe:fffe" }')).toMatch(
    /line 3: devices\.tower\.line: hid:fffe:fffe cannot be opened: [^\n]+$/,
  );
});

test('a HID device that is there is let go again, for the station', async () => {
  const calls: string[] = [];
  const device = Object.assign(new EventEmitter(), {
    pause: () => void calls.push('pause'),
    close: async () => void calls.push('close'),
    write: async () => 0,
  });
  const open = async () => {
    calls.push('open');
    return device;
  };
  const lineFrom = () => ok(hidLine({ vendorId: 0x191a, productId: 0x8003 }, open));
  const rig = RigFile.parse({ devices: { tower: { is: 'real', line: 'hid:191a:8003' } } });
  const devices = await Devices.open({ rig, directory: join(folder, 'data'), lineFrom });
  expect(devices.forStation.tower).toEqual({ line: 'hid:191a:8003' });
  expect(calls).toEqual(['open', 'pause', 'close']);
  await devices.close();
  expect(calls).toHaveLength(3);
});

test.each([
  ['a real reader in front of anybody’s cards', { is: 'real' }, 'none'],
  ['a real reader of test cards', { is: 'real', testCards: true }, 'rig'],
  ['a simulated reader', { is: 'simulated' }, 'rig'],
])('%s: which SAM the station has', async (_, reader, sam) => {
  const there = await openTcpPort(0);
  const line = reader.is === 'real' ? { line: there.path } : {};
  const rig = RigFile.parse({ devices: { reader: { ...reader, ...line } } });
  const devices = await Devices.open({ rig, directory: join(folder, 'data') });
  expect(devices.forStation.sam).toBe(sam);
  await devices.close();
  await there.close();
});
