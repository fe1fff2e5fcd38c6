import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, type Result } from '../../../hardware/result.ts';
import { parseConfig, type StationConfig } from '../../config.ts';
import type { SettingField, SettingRefusal, SettingValue } from '../../contract/staff-settings.ts';
import type { Journal } from '../../journal/index.ts';
import { journalOptions, openOrFail, type TestFolder, testFolder } from '../../journal/testing/fixture.ts';
import { SETTING_FIELDS } from './fields.ts';
import { createSettings, type Settings } from './settings.ts';

const engineer = { staffId: 'E0001', role: 'engineer' } as const;
const attendant = { staffId: 'A0001', role: 'attendant' } as const;

// Not in the schema's order, and indented by four: what was there stays as it was.
const text = `{
    "mode": "rig",
    "data": "/var/lib/wester-kiosk",
    "station": {
        "name": "大阪",
        "id": "OSAKA-1"
    },
    "sam": "rig",
    "profile": "navy",
    "printer": {
        "line": "/dev/ttyUSB1",
        "widthMm": 80,
        "proof": "process-id"
    },
    "reader": {
        "kind": "pn532",
        "line": "/dev/ttyUSB0"
    },
    "center": {
        "url": "http://127.0.0.1:7070"
    }
}
`;

let folder: TestFolder;
let journal: Journal;
let file: string;
let held: StationConfig[];
let settings: Settings;
beforeEach(() => {
  folder = testFolder();
  journal = openOrFail(journalOptions(folder.path));
  file = join(folder.path, 'station.json');
  writeFileSync(file, text);
  held = [];
  settings = opened();
});
afterEach(() => {
  journal.close();
  folder.remove();
});

function opened(overrides: object = {}): Settings {
  const started = parseConfig(text);
  if (!started.ok) throw new Error(started.error);
  return createSettings({
    file,
    started: started.value,
    journal,
    onChange: (config) => held.push(config),
    ...overrides,
  });
}
const inFile = () => readFileSync(file, 'utf8');
const journaled = () => [...journal.entries()].map(({ body }) => body).filter(({ kind }) => kind === 'setting-changed');
function lineOf(field: SettingField, role: 'engineer' | 'attendant' = 'engineer') {
  const lines = settings.lines(role);
  const line = lines.ok && lines.value.find((each) => each.field === field);
  if (!line) throw new Error('no such line');
  return line;
}

test('every field has a line, in order, with its value or none', () => {
  const lines = settings.lines('engineer');
  const values = lines.ok ? lines.value.map(({ field, value }) => [field, value]) : [];
  expect(values).toEqual([
    ['volume', '2'],
    ['brightness', '100'],
    ['opening-hours', null],
    ['station-name', '大阪'],
    ['profile', 'navy'],
    ['reader', 'pn532 /dev/ttyUSB0'],
    ['printer-line', '/dev/ttyUSB1'],
    ['printer-width', '80'],
    ['tower-line', null],
    ['center-url', 'http://127.0.0.1:7070'],
  ]);
  expect(values.map(([field]) => field)).toEqual(SETTING_FIELDS);
});

describe('a change', () => {
  test('is journaled, stands in the file beside what was there, holds at once, and can be taken back', () => {
    expect(settings.set(attendant, 'volume', '3')).toMatchObject({ ok: true });
    expect(inFile()).toBe(text.replace(/\n}\n$/, ',\n    "display": {\n        "volume": 3\n    }\n}\n'));
    expect(held.at(-1)?.display.volume).toBe(3);
    expect(lineOf('volume')).toMatchObject({ value: '3', undo: { value: '2' }, pending: false });
    expect(settings.undo(attendant, 'volume')).toMatchObject({ ok: true });
    expect(lineOf('volume')).toMatchObject({ value: '2', undo: { value: '3' } });
    expect(journaled()).toEqual([
      { kind: 'setting-changed', field: 'volume', before: '2', after: '3', by: 'A0001' },
      { kind: 'setting-changed', field: 'volume', before: '3', after: '2', by: 'A0001' },
    ]);
  });

  test('is undone after a restart too', () => {
    settings.set(engineer, 'tower-line', 'hid:191a:8003');
    settings = opened();
    expect(lineOf('tower-line')).toMatchObject({ value: 'hid:191a:8003', undo: { value: null }, pending: true });
    settings.undo(engineer, 'tower-line');
    expect(inFile()).toBe(text);
  });

  test('of the hours, and none again', () => {
    expect(settings.set(engineer, 'opening-hours', '05:00-00:30').ok).toBe(true);
    expect(held.at(-1)?.openingHours).toEqual({ opens: '05:00', closes: '00:30' });
    expect(settings.set(engineer, 'opening-hours', null).ok).toBe(true);
    expect(held.at(-1)?.openingHours).toBeUndefined();
  });

  test.each<[SettingField, string]>([
    ['station-name', 'テスト'],
    ['profile', 'pink'],
    ['reader', 'rcs620s /dev/ttyUSB9'],
    ['printer-line', 'tcp:10.0.0.9:9100'],
    ['printer-width', '58'],
    ['center-url', 'http://127.0.0.1:443'],
  ])('of %s waits for a restart', (field, value) => {
    expect(settings.set(engineer, field, value).ok).toBe(true);
    expect(lineOf(field)).toMatchObject({ value, pending: true, needsRestart: true });
    settings.undo(engineer, field);
    expect(inFile()).toBe(text);
    expect(lineOf(field).pending).toBe(false);
  });
});

function refused(result: Result<unknown, SettingRefusal>): SettingRefusal {
  if (result.ok) throw new Error('it was taken');
  return result.error;
}

describe('refused, with nothing changed and nothing journaled', () => {
  afterEach(() => {
    expect(journaled()).toEqual([]);
    expect(held).toEqual([]);
  });

  test.each<[SettingField, SettingValue, RegExp]>([
    ['volume', '4', /display\.volume/],
    ['volume', 'loud', /display\.volume/],
    ['volume', null, /./],
    ['brightness', '10', /display\.brightness/],
    ['opening-hours', '05:00', /openingHours\.closes/],
    ['opening-hours', '05:00-05:00', /openingHours\.closes/],
    ['station-name', '', /station\.name/],
    ['station-name', null, /station\.name/],
    ['profile', 'green', /profile/],
    ['reader', 'neo2 /dev/ttyUSB0', /reader\.line/],
    ['reader', 'neo2 hid:0acd:3530', /sam: a neo2 does not carry/],
    ['printer-line', 'COM3', /printer\.line/],
    ['tower-line', 'ttyS0', /tower\.line/],
    ['center-url', 'ftp://x', /center\.url/],
    ['center-url', 'https://center.example:443', /center\.tls: an https: center needs key/],
  ])('%s = %s', (field, value, detail) => {
    const refusal = refused(settings.set(engineer, field, value));
    if (field === 'volume' && value === null) expect(refusal).toEqual({ kind: 'unchanged' });
    else expect(refusal).toMatchObject({ kind: 'wrong-value', detail: expect.stringMatching(detail) });
    expect(inFile()).toBe(text);
  });

  test('an attendant changes volume and brightness only, and cannot undo more', () => {
    const may = SETTING_FIELDS.filter((field) => lineOf(field, 'attendant').mayChange);
    expect(may).toEqual(['volume', 'brightness']);
    for (const field of SETTING_FIELDS.filter((each) => !may.includes(each))) {
      expect(refused(settings.set(attendant, field, 'x'))).toEqual({ kind: 'needs-engineer' });
    }
  });

  test('a file that was spoiled meanwhile is not written over', () => {
    writeFileSync(file, '{');
    expect(refused(settings.set(engineer, 'volume', '3'))).toMatchObject({ kind: 'file-wrong' });
    expect(settings.lines('engineer')).toMatchObject({ ok: false, error: { kind: 'file-wrong' } });
    rmSync(file);
    expect(refused(settings.set(engineer, 'volume', '3'))).toMatchObject({ kind: 'file-wrong' });
  });

  test('the journal takes nothing: the file stays', () => {
    settings = opened({ journal: { append: () => fail({ kind: 'storage', detail: 'full' }), entries: () => [] } });
    expect(refused(settings.set(engineer, 'volume', '3'))).toEqual({ kind: 'not-stored', detail: 'full' });
    expect(inFile()).toBe(text);
  });

  test('the same value once more', () => {
    expect(refused(settings.set(engineer, 'volume', '2'))).toEqual({ kind: 'unchanged' });
  });

  test('nothing was changed, nothing can be undone', () => {
    expect(refused(settings.undo(engineer, 'volume'))).toEqual({ kind: 'nothing-to-undo' });
  });
});

test('set by hand since: the undo of before is not offered any more', () => {
  settings.set(engineer, 'profile', 'pink');
  writeFileSync(file, text.replace('navy', 'light-blue'));
  expect(lineOf('profile')).toMatchObject({ value: 'light-blue', undo: null });
  expect(refused(settings.undo(engineer, 'profile'))).toEqual({ kind: 'nothing-to-undo' });
});

test('an attendant cannot undo what an engineer set', () => {
  settings.set(engineer, 'profile', 'pink');
  expect(lineOf('profile', 'attendant').undo).toBeNull();
  expect(refused(settings.undo(attendant, 'profile'))).toEqual({ kind: 'needs-engineer' });
});

test('the disk takes nothing: the journal says so by a second entry', () => {
  // Where the new file would be written there is something else: for root, too.
  mkdirSync(`${file}.new`);
  expect(refused(settings.set(engineer, 'volume', '3'))).toMatchObject({ kind: 'not-stored' });
  expect(inFile()).toBe(text);
  expect(journaled()).toMatchObject([
    { before: '2', after: '3' },
    { before: '3', after: '2', takenBack: true },
  ]);
  // What did not happen is not offered to be undone, in this run or the next.
  expect(refused(settings.undo(engineer, 'volume'))).toEqual({ kind: 'nothing-to-undo' });
  expect(refused(opened().undo(engineer, 'volume'))).toEqual({ kind: 'nothing-to-undo' });
});
