import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './index.ts';
import {
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from './testing/fixture.ts';

let folder: TestFolder;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

/** What is on disk at one moment: the database, its write-ahead log, and how many entries had been acknowledged. */
interface Moment {
  readonly database: Buffer;
  readonly wal: Buffer;
  /** The mark of its newest entry. */
  readonly mark: Buffer;
  readonly acknowledged: number;
}

/** Appends entry after entry, looking at the disk after each. */
function record(transfers: number): Moment[] {
  const options = journalOptions(folder.path);
  const journal = openOrFail(options);
  const id = countedIds();
  const look = (): Moment => ({
    database: readFileSync(options.path),
    wal: readFileSync(`${options.path}-wal`),
    mark: readFileSync(`${options.path}.head`),
    acknowledged: journal.head().entry,
  });
  journal.append({ kind: 'station-started', softwareVersion: '1' });
  const moments = [look()];
  for (let count = 0; count < transfers; count++) {
    for (const body of wholeTransfer(id(), id())) {
      expect(journal.append(body).ok).toBe(true);
      moments.push(look());
    }
  }
  journal.close();
  return moments;
}

/** A machine that finds these files when the power comes back. */
function restartWith({ database, wal, mark }: Omit<Moment, 'acknowledged'>): number {
  const home = testFolder();
  const options = journalOptions(home.path);
  writeFileSync(options.path, database);
  writeFileSync(`${options.path}-wal`, wal);
  writeFileSync(`${options.path}.head`, mark);
  const opened = openJournal(options);
  if (!opened.ok) throw new Error(`refused: ${JSON.stringify(opened.error)}`);
  const entries = opened.value.head().entry;
  opened.value.close();
  home.remove();
  return entries;
}

test('power lost after any entry: everything acknowledged is there', () => {
  for (const moment of record(4)) expect(restartWith(moment)).toBe(moment.acknowledged);
});

test('power lost at any byte of the log behind the last entry: nothing acknowledged is missing, nothing half is there', () => {
  const moments = record(4);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: moments.length - 2 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (at, part) => {
        const [before, after] = [moments[at], moments[at + 1]];
        if (!before || !after) throw new Error('no such moment');
        const cut = before.wal.length + Math.floor((after.wal.length - before.wal.length) * part);
        const entries = restartWith({ ...before, wal: after.wal.subarray(0, cut) });
        expect(entries).toBeGreaterThanOrEqual(before.acknowledged);
        expect(entries).toBeLessThanOrEqual(after.acknowledged);
      },
    ),
    { numRuns: 150 },
  );
});

test('the disk wrote sectors of the last entry in any order: junk behind the acknowledged entries is no entry', () => {
  const moments = record(2);
  const last = moments.at(-2);
  if (!last) throw new Error('no moment');
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 9_000 }), (junk) => {
      expect(restartWith({ ...last, wal: Buffer.concat([last.wal, junk]) })).toBe(last.acknowledged);
    }),
    { numRuns: 60 },
  );
});

test('a journal that came through a power loss goes on', () => {
  const [, , , moment] = record(1);
  if (!moment) throw new Error('no moment');
  const home = testFolder();
  const options = journalOptions(home.path);
  writeFileSync(options.path, moment.database);
  writeFileSync(`${options.path}-wal`, moment.wal);
  writeFileSync(`${options.path}.head`, moment.mark);
  const journal = openOrFail(options);
  expect(journal.append({ kind: 'station-started', softwareVersion: '1' }).ok).toBe(true);
  expect(journal.export(join(home.path, 'copy.sqlite')).ok).toBe(true);
  journal.close();
  copyFileSync(join(home.path, 'copy.sqlite'), options.path);
  const again = openOrFail(options);
  expect(again.head().entry).toBe(moment.acknowledged + 1);
  again.close();
  home.remove();
});

test('power lost while the mark was written: the other place still says how far the journal went', () => {
  const moments = record(2);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: moments.length - 1 }), fc.integer({ min: 0, max: 142 }), (at, torn) => {
      const [before, after] = [moments[at - 1], moments[at]];
      if (!before || !after) throw new Error('no such moment');
      // The place that is taken in this turn, with the new bytes up to `torn` and the old ones behind them.
      const place = after.acknowledged % 2 === 0 ? 0 : 4096;
      const mark = Buffer.from(before.mark);
      after.mark.copy(mark, place, place, place + torn);
      expect(restartWith({ ...after, mark })).toBe(after.acknowledged);
    }),
    { numRuns: 100 },
  );
});
