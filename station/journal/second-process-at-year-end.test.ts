import { readFileSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test, vi } from 'vitest';
import { openJournal } from './index.ts';
import {
  copyOf,
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from './testing/fixture.ts';

const folders: TestFolder[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const folder of folders.splice(0)) folder.remove();
});

/**
 * The lock of a file says nothing about its name: whoever opened the file of the old year just before the new one took its
 * name, and gets the lock just after it, would carry on the old year once more, over the new one. SQLite looks whether
 * the file that it has open still has its name before it writes (SQLITE_READONLY_DBMOVED).
 */
test('a second process that opens the old file while the first puts the new one in its place is refused', () => {
  const folder = testFolder();
  folders.push(folder);
  const id = countedIds();
  let atArchived: TestFolder | null = null;
  const journal = openOrFail({
    ...journalOptions(folder.path),
    at: (step) => {
      if (step === 'archived') atArchived = copyOf(folder.path);
    },
  });
  for (const body of wholeTransfer(id(), id())) journal.append(body);
  expect(journal.continueWhenDue('2024-01-01').ok).toBe(true);
  journal.close();
  if (!atArchived) throw new Error('nothing was archived');
  const second = atArchived as TestFolder;
  folders.push(second);

  const options = journalOptions(second.path);
  let isRenamed = false;
  const { exec } = DatabaseSync.prototype;
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql: string) {
    if (!isRenamed && sql.includes('EXCLUSIVE')) {
      isRenamed = true;
      renameSync(`${options.path}.new`, options.path);
    }
    exec.call(this, sql);
  });
  const continued = readFileSync(`${options.path}.new`);
  expect(openJournal(options)).toMatchObject({ ok: false, error: { kind: 'storage' } });
  expect(readFileSync(options.path).equals(continued)).toBe(true);
  // And at the next try it is opened like any other.
  openOrFail(options).close();
});
