import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal, verifyJournal } from './index.ts';
import type { JournalOptions } from './journal.ts';
import { SCHEMA_VERSION } from './schema.ts';
import {
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from './testing/fixture.ts';

let folder: TestFolder;
let options: JournalOptions;

beforeEach(() => {
  folder = testFolder();
  options = journalOptions(folder.path);
  const journal = openOrFail(options);
  const id = countedIds();
  for (let count = 0; count < 5; count++) for (const body of wholeTransfer(id(), id())) journal.append(body);
  journal.close();
});
afterEach(() => folder.remove());

/** Changes the file behind SQLite's triggers. */
function tamper(sql: string): void {
  const database = new DatabaseSync(options.path);
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec(sql);
  for (const { sql: create } of triggers) database.exec(String(create));
  database.close();
}

const openKind = (): string => {
  const opened = openJournal(options);
  if (!opened.ok) return opened.error.kind;
  opened.value.close();
  return 'opened';
};

describe('a journal that is not what this station wrote is refused', () => {
  test.each([
    ['an amount changed', `UPDATE entries SET body = replace(body, '"points":500', '"points":900') WHERE number = 2`],
    ['an entry taken out of the middle', 'DELETE FROM entries WHERE number = 7'],
    ['the first entry taken out', 'DELETE FROM entries WHERE number = 1'],
    ['every entry taken out', 'DELETE FROM entries'],
    ['a hash changed', `UPDATE entries SET hash = '${'a'.repeat(64)}' WHERE number = 9`],
    ['a time changed', 'UPDATE entries SET at_ms = at_ms + 1 WHERE number = 3'],
    [
      'two entries exchanged',
      'UPDATE entries SET number = -1 WHERE number = 4; UPDATE entries SET number = 4 WHERE number = 5; UPDATE entries SET number = 5 WHERE number = -1',
    ],
    ['a table more', 'CREATE TABLE more (x INTEGER)'],
  ])('%s', (_what, sql) => {
    tamper(sql);
    expect(openKind()).toBe('journal-broken');
    expect(verifyJournal(options.path).ok).toBe(false);
  });

  test('the triggers removed', () => {
    const database = new DatabaseSync(options.path);
    database.exec('DROP TRIGGER entries_stay');
    database.close();
    expect(openKind()).toBe('journal-broken');
  });

  test('of another station', () => {
    const opened = openJournal({ ...options, stationId: 'KYOTO-1' });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'journal-broken' } });
    expect(openKind()).toBe('opened');
  });

  test('of a newer program', () => {
    const database = new DatabaseSync(options.path);
    database.exec(`PRAGMA user_version=${SCHEMA_VERSION + 1}`);
    database.close();
    expect(openKind()).toBe('journal-newer');
  });

  test('another database', () => {
    const database = new DatabaseSync(options.path);
    database.exec('PRAGMA application_id=1');
    database.close();
    expect(openKind()).toBe('journal-broken');
  });
});

test('any byte of the file changed: refused, or every entry is still exactly there', () => {
  const good = readFileSync(options.path);
  const before = openOrFail(options);
  const entries = JSON.stringify([...before.entries()]);
  before.close();
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ flip;
      writeFileSync(options.path, bad);
      const opened = openJournal(options);
      if (!opened.ok) return;
      const read = JSON.stringify([...opened.value.entries()]);
      opened.value.close();
      expect(read).toBe(entries);
    }),
    { numRuns: 300 },
  );
});

test('SQL that changes, deletes, replaces or skips is refused by the file itself', () => {
  const database = new DatabaseSync(options.path);
  const attempts = [
    "UPDATE entries SET body = '{}'",
    'DELETE FROM entries',
    "INSERT OR REPLACE INTO entries VALUES (1, 0, '{}', 'x')",
    "INSERT INTO entries VALUES (99, 0, '{}', 'x')",
  ];
  for (const sql of attempts) expect(() => database.exec(sql), sql).toThrow(/journal/);
  database.close();
});

describe('the chain is whole and its end is missing', () => {
  test('the last entry taken out', () => {
    tamper('DELETE FROM entries WHERE number = (SELECT max(number) FROM entries)');
    expect(openKind()).toBe('journal-broken');
  });

  test('an older copy of the database put in place', () => {
    const old = readFileSync(options.path);
    const journal = openOrFail(options);
    journal.append({ kind: 'station-started', softwareVersion: '1' });
    journal.close();
    writeFileSync(options.path, old);
    expect(openKind()).toBe('journal-broken');
  });

  test('any byte of the log behind the database changed: nothing acknowledged is missing without a word', () => {
    const journal = openOrFail(options);
    for (let count = 0; count < 3; count++) journal.append({ kind: 'station-started', softwareVersion: '1' });
    const files = ['', '-wal', '.head'].map((end) => [end, readFileSync(options.path + end)] as const);
    const { hash } = journal.head();
    journal.close();
    const wal = files[1]?.[1] ?? Buffer.alloc(0);
    fc.assert(
      fc.property(fc.nat(wal.length - 1), (at) => {
        for (const [end, bytes] of files) writeFileSync(options.path + end, bytes);
        const bad = Buffer.from(wal);
        bad[at] = (bad[at] ?? 0) ^ 0x40;
        writeFileSync(`${options.path}-wal`, bad);
        const opened = openJournal(options);
        if (!opened.ok) return;
        const same = opened.value.head().hash === hash;
        opened.value.close();
        expect(same).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('the mark gone or spoiled', () => {
    const mark = readFileSync(`${options.path}.head`);
    writeFileSync(`${options.path}.head`, mark.fill(0x30));
    expect(openKind()).toBe('journal-broken');
    rmSync(`${options.path}.head`);
    expect(openKind()).toBe('journal-broken');
  });
});
