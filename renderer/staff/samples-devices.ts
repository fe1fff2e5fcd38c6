/** The screens of devices, tests and settings, one of each kind and the long ones. */
import type { BoardLine, Rung, SelfTestRecord } from '../../station/contract/staff-devices.ts';
import type { SettingLine } from '../../station/contract/staff-settings.ts';
import type { Variants } from './samples.ts';

const fine: BoardLine[] = [
  { what: { name: 'reader', status: 'ready' }, state: 'good', advice: 'nothing', detail: 'PN532 1.6 on /dev/ttyUSB0' },
  {
    what: { name: 'printer', status: 'ready' },
    state: 'good',
    advice: 'nothing',
    detail: 'ESC/POS 80 mm, /dev/ttyUSB1',
  },
  { what: { name: 'tower', status: 'none' }, state: 'none', advice: 'nothing', detail: '' },
  { what: { name: 'sam', status: 'ready' }, state: 'good', advice: 'nothing', detail: 'rig SAM (made-up keys)' },
  {
    what: { name: 'center', status: 'reachable' },
    state: 'good',
    advice: 'nothing',
    detail: 'https://center.example:7070',
  },
  { what: { name: 'journal', status: 'ready' }, state: 'good', advice: 'nothing', detail: '18204' },
  { what: { name: 'audit', status: 'ready' }, state: 'good', advice: 'nothing', detail: '' },
  { what: { name: 'disk', status: 'enough' }, state: 'good', advice: 'nothing', detail: '38.2 GB' },
  {
    what: { name: 'clock', status: 'agrees' },
    state: 'good',
    advice: 'nothing',
    detail: '2023-04-10 10:32 / 2023-04-10',
  },
  {
    what: { name: 'self-test', status: 'passed' },
    state: 'good',
    advice: 'nothing',
    detail: 'No. 12, 2023-04-09 21:40',
  },
  { what: { name: 'software', status: 'running' }, state: 'good', advice: 'nothing', detail: '0.1.0 (1a2b3c4d)' },
];
const wrong: BoardLine[] = [
  ...fine.filter(({ what }) => ['sam', 'center', 'journal', 'clock'].includes(what.name)),
  {
    what: { name: 'reader', status: 'failed' },
    state: 'bad',
    advice: 'power-cycle',
    detail: 'PN532 1.6 on /dev/ttyUSB0',
  },
  { what: { name: 'printer', status: 'cutter-jam' }, state: 'bad', advice: 'clear-cutter', detail: 'ESC/POS 80 mm' },
  { what: { name: 'tower', status: 'disconnected' }, state: 'care', advice: 'check-cable', detail: 'LR6-USB' },
  { what: { name: 'disk', status: 'little' }, state: 'care', advice: 'free-disk', detail: '50.0 MB' },
  { what: { name: 'self-test', status: 'unreadable' }, state: 'care', advice: 'run-self-test', detail: '' },
  { what: { name: 'software', status: 'running' }, state: 'good', advice: 'nothing', detail: '0.1.0' },
];

/** Nearly everything at once, with the longest advice of each. */
const allWrong: BoardLine[] = [
  { what: { name: 'reader', status: 'disconnected' }, state: 'bad', advice: 'check-cable', detail: '' },
  { what: { name: 'printer', status: 'cutter-jam' }, state: 'bad', advice: 'clear-cutter', detail: '' },
  { what: { name: 'tower', status: 'disconnected' }, state: 'care', advice: 'check-cable', detail: '' },
  { what: { name: 'sam', status: 'failed' }, state: 'bad', advice: 'call-engineer', detail: '' },
  { what: { name: 'center', status: 'date-forgotten' }, state: 'bad', advice: 'check-network', detail: '' },
  { what: { name: 'journal', status: 'broken' }, state: 'bad', advice: 'journal-to-center', detail: '' },
  { what: { name: 'audit', status: 'begun-anew' }, state: 'care', advice: 'tell-maintenance', detail: '' },
  { what: { name: 'disk', status: 'full' }, state: 'bad', advice: 'free-disk', detail: '' },
  { what: { name: 'clock', status: 'closes-nothing' }, state: 'bad', advice: 'clock-hours', detail: '' },
  { what: { name: 'self-test', status: 'failed' }, state: 'bad', advice: 'read-self-test', detail: '' },
  { what: { name: 'software', status: 'running' }, state: 'good', advice: 'nothing', detail: '0.1.0 (1a2b3c4d)' },
];

const readerRungs: Rung[] = [
  { rung: 'damaged-frames', count: 12 },
  { rung: 'resynchronised', count: 3 },
  { rung: 'soft-resets', count: 1 },
  { rung: 'reopened', count: 0 },
  { rung: 'failures', count: 0 },
  { rung: 'disconnections', count: 2 },
];
const printerRungs: Rung[] = [
  { rung: 'repeated-questions', count: 4 },
  { rung: 'cleared', count: 1 },
  { rung: 'reopened', count: 0 },
  { rung: 'abandoned', count: 1 },
  { rung: 'garbage', count: 0 },
];
const reader = { status: 'ready', description: 'PN532 1.6 on /dev/ttyUSB0', rungs: readerRungs } as const;
const roll = { since: '2023-04-03', receipts: 412, millimetres: 61_840 };
const printer = {
  status: 'ready',
  description: 'ESC/POS 80 mm, /dev/ttyUSB1',
  rungs: printerRungs,
  sensors: [],
  roll,
  phase: 'ready',
  last: null,
};
const tower = { status: 'ready', description: 'LR6-USB on hid:191a:8003', part: null, answer: null, seen: {} } as const;

const selfTest: SelfTestRecord = {
  number: 12,
  on: '2023-04-10',
  time: '10:32',
  businessDate: '2023-04-10',
  softwareVersion: '0.1.0 (1a2b3c4d)',
  by: 'E-2001',
  steps: [
    { number: 1, name: 'sam', result: 'pass', ms: 1, detail: 'rig SAM (made-up keys)' },
    { number: 2, name: 'journal', result: 'pass', ms: 214, detail: '18204 entries, 1 open' },
    { number: 3, name: 'disk', result: 'pass', ms: 9, detail: 'written and read back; 38.2 GB free' },
    { number: 4, name: 'center', result: 'fail', ms: 3_000, detail: 'unreachable' },
    { number: 5, name: 'reader', result: 'pass', ms: 61, detail: 'PN532 1.6 on /dev/ttyUSB0: staff-card' },
    { number: 6, name: 'printer', result: 'pass', ms: 18, detail: 'ESC/POS 80 mm, /dev/ttyUSB1: paper-low' },
    { number: 7, name: 'tower', result: 'not-run', ms: 0, detail: 'no tower on this machine' },
    { number: 8, name: 'clock', result: 'pass', ms: 0, detail: '2023-04-10 10:32, the center 2023-04-10 10:31' },
  ],
};

const line = (field: SettingLine['field'], value: string | null, more: Partial<SettingLine> = {}): SettingLine => ({
  field,
  value,
  mayChange: true,
  needsRestart: false,
  undo: null,
  pending: false,
  ...more,
});
const settings: SettingLine[] = [
  line('volume', '3', { undo: { value: '2' } }),
  line('brightness', '100'),
  line('opening-hours', '05:00-00:30', { undo: { value: null } }),
  line('station-name', '大阪駅 中央口 3号機', { needsRestart: true }),
  line('profile', 'navy', { needsRestart: true, pending: true, undo: { value: 'pink' } }),
  line('reader', 'probe /dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0', { needsRestart: true }),
  line('printer-line', 'tcp:192.168.100.205:9100', { needsRestart: true }),
  line('printer-width', '80', { needsRestart: true }),
  line('tower-line', null, { needsRestart: true }),
  line('center-url', 'https://center.example:7070', { needsRestart: true }),
];

const reading = {
  card: {
    kind: 'transit',
    issuer: 'ICOCA',
    cardKind: 'smart-icoca',
    cardTail: '0042',
    balanceYen: 18_240,
    records: 20,
  },
  steps: [
    { step: 'look', ms: 43.2, outcome: 'answered' },
    { step: 'issue', ms: 128.4, outcome: 'answered' },
    { step: 'balance', ms: 96, outcome: 'answered' },
    { step: 'presence', ms: 8.1, outcome: 'answered' },
  ],
} as const;

export const deviceBodies = {
  board: {
    '': { lines: fine, counters: { transfers: 214, receipts: 18_402, recoveries: 4, refused: 0 } },
    wrong: { lines: wrong, counters: { transfers: 0, receipts: 18_402, recoveries: 1_204, refused: 12 } },
    'all-wrong': { lines: allWrong, counters: { transfers: 0, receipts: 18_402, recoveries: 1_204, refused: 12 } },
  },
  'device-tests': { '': { tests: ['reader', 'printer', 'tower', 'touch', 'keys', 'sound', 'self-test'] } },
  'reader-test': {
    '': { ...reader, phase: 'ready', result: null },
    waiting: { ...reader, phase: 'emptying', result: null },
    result: { ...reader, phase: 'ready', result: { card: reading.card, steps: [...reading.steps] } },
  },
  'printer-test': {
    '': { ...printer, status: 'ready', phase: 'ready', sensors: [] },
    wrong: {
      ...printer,
      status: 'cover-open',
      phase: 'ready',
      sensors: ['cover-open', 'paper-end', 'offline'],
      last: 'unknown',
    },
  },
  'paper-change': {
    '': { step: 'open-cover', status: 'paper-out', roll, last: null },
    put: { step: 'put-paper', status: 'cover-open', roll, last: null },
    failed: { step: 'print', status: 'paper-out', roll, last: 'not-printed' },
    done: { step: 'done', status: 'ready', roll, last: 'printed' },
  },
  'tower-test': {
    '': { ...tower, phase: 'ready' },
    lit: { ...tower, part: 'yellow', answer: 'taken', seen: { red: true, yellow: false }, phase: 'ready' },
  },
  'touch-test': { '': {} },
  'key-test': { '': {} },
  'sound-test': { '': {} },
  'self-test': {
    '': { phase: 'ready', running: null, last: null, kept: 0, stored: true, printed: null },
    running: { phase: 'running', running: 'journal', last: selfTest, kept: 12, stored: true, printed: null },
    result: { phase: 'ready', running: null, last: selfTest, kept: 12, stored: true, printed: null },
  },
  settings: {
    '': { lines: settings, done: null, problem: null },
    done: { lines: settings, done: { field: 'volume', value: '3' }, problem: null },
    wrong: { lines: [], done: null, problem: { kind: 'file-wrong', detail: 'line 14: printer.widthMm: wrong' } },
  },
  'edit-setting': {
    '': { line: line('volume', '2'), choices: ['0', '1', '2', '3'], problem: null },
    hours: { line: line('opening-hours', '05:00-00:30'), choices: [], problem: null },
    typed: {
      line: line('reader', 'pn532 /dev/ttyUSB0', { needsRestart: true }),
      choices: ['probe /dev/ttyUSB0', 'probe /dev/ttyUSB1'],
      problem: null,
    },
    wrong: {
      line: line('tower-line', 'hid:191a:8003', { needsRestart: true }),
      choices: ['hid:191a:8003'],
      problem: { kind: 'wrong-value', detail: 'line 20: tower.line: a signal tower is at hid:VENDOR:PRODUCT' },
    },
    name: {
      line: line('station-name', '大阪駅 中央口 3号機', { needsRestart: true }),
      choices: ['米原', '彦根', '南彦根', '河瀬', '稲枝', '能登川', '安土', '近江八幡'],
      problem: null,
    },
  },
} satisfies { readonly [Id in DeviceBodyId]: Variants<Id> };

type DeviceBodyId =
  | 'board'
  | 'device-tests'
  | 'reader-test'
  | 'printer-test'
  | 'paper-change'
  | 'tower-test'
  | 'touch-test'
  | 'key-test'
  | 'sound-test'
  | 'self-test'
  | 'settings'
  | 'edit-setting';

export const deviceWays: { readonly [Id in DeviceBodyId]: readonly string[] } = {
  board: ['open-tests', 'try-now', 'back'],
  'device-tests': ['open-test', 'back'],
  'reader-test': ['test-reader', 'try-now', 'back'],
  'printer-test': ['print-test-page', 'change-paper', 'try-now', 'back'],
  'paper-change': ['back'],
  'tower-test': ['test-tower', 'tower-seen', 'try-now', 'back'],
  'touch-test': ['page-tested', 'back'],
  'key-test': ['page-tested', 'back'],
  'sound-test': ['page-tested', 'back'],
  'self-test': ['run-self-test', 'print-self-test', 'back'],
  settings: ['edit-setting', 'undo-setting', 'back'],
  'edit-setting': ['set-setting', 'back'],
};
