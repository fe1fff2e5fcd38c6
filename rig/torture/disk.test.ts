import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
} from '../../station/journal/testing/fixture.ts';
import { type DiskFault, type DiskImage, onDisk, readDisk, writeDisk } from './disk.ts';

const STARTED = { kind: 'station-started', softwareVersion: 'test' } as const;
let folder: TestFolder;

beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

/** Appends one entry to a disk with this fault and opens what is left; its number of entries (the first is the beginning). */
function entriesAfter(fault: DiskFault): number {
  const options = journalOptions(folder.path, countedIds());
  const journal = openOrFail(options);
  let lost: DiskImage | null = null;
  const faulty = onDisk(journal, {
    fault: () => fault,
    powerLost: (image) => {
      lost = image;
    },
  });
  expect(faulty.append(STARTED).ok).toBe(false);
  if (fault.kind !== 'power-loss') expect(faulty.head().entry).toBe(1);
  const left = lost ?? readDisk(options.path);
  journal.close();
  writeDisk(left);
  const opened = openOrFail(options);
  const entries = [...opened.entries()].length;
  opened.close();
  return entries;
}

test.each([
  [0, 1],
  [0.5, 1],
  [0.999, 1],
  [1, 2],
])('power loss with %f of the append on the disk: %i entries', (part, entries) => {
  expect(entriesAfter({ kind: 'power-loss', part })).toBe(entries);
});

test('an entry that was refused is not there', () => {
  expect(entriesAfter({ kind: 'refuses' })).toBe(1);
});

test('an entry that was stored and refused is there, and the program does not know', () => {
  expect(entriesAfter({ kind: 'stores-and-refuses' })).toBe(2);
});
