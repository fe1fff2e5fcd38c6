import { describe, expect, test } from 'vitest';
import type { ClockReading } from '../../clock-watch.ts';
import { BoardLine, BoardStatus } from '../../contract/staff-devices.ts';
import { RESERVE_BYTES, TRANSFER_BYTES } from '../../journal/journal.ts';
import { type BoardFacts, boardLines, judge } from './board.ts';
import { freeBytesAt, judgeDisk } from './disk.ts';

const clock: ClockReading = {
  on: '2023-04-10',
  minute: 600,
  finding: 'agrees',
  comparedWith: '2023-04-10',
  steppedMs: 0,
};
const good: BoardFacts = {
  reader: { status: 'ready', description: 'PN532 1.6' },
  printer: { status: 'ready', description: 'ESC/POS 80 mm' },
  tower: { status: 'ready', description: 'LR6-USB' },
  sam: { description: 'rig SAM', good: true },
  center: { reachable: true, dateKnown: true, refusal: null, url: 'http://127.0.0.1:7070' },
  journal: { status: 'ready', detail: '12 entries' },
  audit: { problem: null, after: null },
  freeBytes: 4e9,
  clock,
  hasHours: false,
  lastSelfTest: {
    number: 3,
    on: '2023-04-09',
    time: '21:00',
    businessDate: '2023-04-09',
    softwareVersion: '0.1.0',
    by: 'S0001',
    steps: [{ number: 1, name: 'sam', result: 'pass', ms: 1, detail: '' }],
  },
  software: '0.1.0 (1a2b3c4d)',
};

function lineOf(name: BoardStatus['name'], facts: Partial<BoardFacts>) {
  const line = boardLines({ ...good, ...facts }).find(({ what }) => what.name === name);
  if (!line) throw new Error(`no line for ${name}`);
  return { status: line.what.status, state: line.state, advice: line.advice, detail: line.detail };
}

test('a machine in order: every line is good, and nothing has to be done', () => {
  const lines = boardLines(good);
  expect(lines.map(({ what }) => what.name)).toEqual(BoardStatus.def.options.map(nameOf));
  for (const line of lines) {
    expect(BoardLine.parse(line)).toMatchObject({ state: 'good', advice: 'nothing' });
  }
});

function nameOf(option: { def: { shape: { name: { def: { values: readonly string[] } } } } }): string {
  return option.def.shape.name.def.values[0] ?? '';
}

test('every status of every part has a state, and what is not good says what to do', () => {
  for (const option of BoardStatus.def.options) {
    const statuses = (option.def.shape.status as { options?: readonly string[] }).options ?? [];
    expect(statuses.length).toBeGreaterThan(0);
    for (const status of statuses) {
      const [state, advice] = judge({ name: nameOf(option), status } as BoardStatus);
      expect([status, advice === 'nothing']).toEqual([status, state === 'good' || state === 'none']);
    }
  }
});

describe('the line says', () => {
  test.each<[string, BoardStatus['name'], Partial<BoardFacts>, object]>([
    ['no tower', 'tower', { tower: null }, { status: 'none', state: 'none' }],
    ['no SAM', 'sam', { sam: null }, { status: 'none', state: 'none' }],
    [
      'a SAM that nobody has asked yet',
      'sam',
      { sam: { description: '', good: null } },
      { state: 'care', advice: 'run-self-test' },
    ],
    [
      'a log that was begun anew, and why',
      'audit',
      { audit: { problem: null, after: 'entry 3' } },
      { state: 'care', detail: 'entry 3' },
    ],
    ['a log that takes nothing', 'audit', { audit: { problem: 'disk full', after: null } }, { state: 'bad' }],
    ['a SAM that miscalculates', 'sam', { sam: { description: '', good: false } }, { state: 'bad' }],
    [
      'a restored journal, before anything else of the center',
      'center',
      { center: { ...good.center, reachable: true, refusal: 'journal-outdated' } },
      { status: 'journal-outdated', state: 'bad' },
    ],
    [
      'a center away for a minute, and for more than ten',
      'center',
      { center: { ...good.center, reachable: false, dateKnown: false } },
      { status: 'date-forgotten', state: 'bad', advice: 'check-network' },
    ],
    [
      'a clock a day ahead',
      'clock',
      { clock: { ...clock, on: '2023-04-11', finding: 'differs' } },
      { status: 'differs', state: 'care', advice: 'set-clock', detail: '2023-04-11 10:00 / 2023-04-10' },
    ],
    [
      'the same with opening hours: they are not kept',
      'clock',
      { hasHours: true, clock: { ...clock, finding: 'differs' } },
      { status: 'closes-nothing', state: 'bad' },
    ],
    [
      'a clock that was set',
      'clock',
      { clock: { ...clock, steppedMs: 3_600_000 } },
      { status: 'stepped', state: 'care', detail: '2023-04-10 10:00 / 2023-04-10, +3600 s' },
    ],
    [
      'no self-test yet',
      'self-test',
      { lastSelfTest: null },
      { status: 'never', state: 'care', advice: 'run-self-test' },
    ],
    ['a file that is spoiled', 'self-test', { lastSelfTest: { unreadable: 'no' } }, { status: 'unreadable' }],
    ['a disk nearly full', 'disk', { freeBytes: 50_000_000 }, { status: 'little', detail: '50.0 MB' }],
  ])('%s', (_, name, facts, expected) => {
    expect(lineOf(name, facts)).toMatchObject(expected);
  });
});

test('the disk is full exactly where no transfer could be written down any more', () => {
  expect(judgeDisk(RESERVE_BYTES + TRANSFER_BYTES - 1)).toBe('full');
  expect(judgeDisk(RESERVE_BYTES + TRANSFER_BYTES)).toBe('little');
  expect(judgeDisk(RESERVE_BYTES + 1_000 * TRANSFER_BYTES)).toBe('enough');
  expect(judgeDisk(null)).toBe('unknown');
  expect(judgeDisk(freeBytesAt(import.meta.dirname))).not.toBe('unknown');
  expect(freeBytesAt('/no/such/folder')).toBeNull();
});
