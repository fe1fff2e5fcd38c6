import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entryHash, type Row } from './chain.ts';
import { exportArchive, type Journal, journalFilesIn, verifyJournals } from './index.ts';
import type { JournalOptions } from './journal.ts';
import {
  copyOf,
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from './testing/fixture.ts';

let folder: TestFolder;
let options: JournalOptions;
let journal: Journal;
let id: () => string;

beforeEach(() => {
  folder = testFolder();
  options = { ...journalOptions(folder.path), keepArchives: 2 };
  id = countedIds();
  journal = openOrFail(options);
});
afterEach(() => {
  journal.close();
  folder.remove();
});

const archive = (year: number): string => join(folder.path, `archive/journal-${year}.sqlite`);

/** A year with one whole transfer, and the next one begun. */
function year(of: number): ReturnType<Journal['continueWhenDue']> {
  for (const body of wholeTransfer(id(), id(), `${of}-06-01`)) journal.append(body);
  return journal.continueWhenDue(`${of + 1}-01-01`);
}

describe('archives beyond the number kept', () => {
  const removedBy = (of: number) => {
    const continued = year(of);
    if (!continued.ok || !continued.value) throw new Error('not due');
    const { removed, overdue } = continued.value;
    return { removed, overdue };
  };

  test('stay until they were exported, and then the oldest goes', () => {
    for (const of of [2020, 2021]) expect(removedBy(of)).toEqual({ removed: [], overdue: [] });
    expect(removedBy(2022)).toEqual({
      removed: [],
      overdue: [{ name: 'journal-2020.sqlite', because: 'not-exported' }],
    });
    expect(exportArchive(archive(2020), join(folder.path, 'out.sqlite')).ok).toBe(true);
    expect(removedBy(2023)).toEqual({
      removed: ['journal-2020.sqlite'],
      overdue: [{ name: 'journal-2021.sqlite', because: 'not-exported' }],
    });
    expect(existsSync(archive(2020))).toBe(false);
    expect(existsSync(`${archive(2020)}.exported`)).toBe(false);
    // What was taken away and what stayed are one chain still.
    journal.close();
    const files = [join(folder.path, 'out.sqlite'), ...journalFilesIn(folder.path)];
    expect(verifyJournals([...new Set(files)])).toMatchObject({ ok: true, value: { first: 1, files: 5 } });
  });

  test('stay while a transfer of their years is open', () => {
    const open = id();
    for (const body of wholeTransfer(open, id(), '2020-06-01').slice(0, 3)) journal.append(body);
    journal.append({ kind: 'transfer-unknown', transferId: open, detail: 'silence' });
    for (const of of [2020, 2021, 2022]) {
      year(of);
      expect(exportArchive(archive(of), join(folder.path, `${of}`)).ok).toBe(true);
    }
    expect(removedBy(2023)).toEqual({
      removed: [],
      overdue: ['journal-2020.sqlite', 'journal-2021.sqlite'].map((name) => ({ name, because: 'not-ended' })),
    });
    journal.append({ kind: 'transfer-closed', transferId: open, state: 'voided' });
    expect(removedBy(2024).removed).toEqual(['journal-2020.sqlite', 'journal-2021.sqlite', 'journal-2022.sqlite']);
  });

  test('an export of another file is no export of this one', () => {
    for (const of of [2020, 2021]) year(of);
    exportArchive(archive(2021), join(folder.path, 'out.sqlite'));
    renameSync(`${archive(2021)}.exported`, `${archive(2020)}.exported`);
    expect(removedBy(2022).overdue).toEqual([{ name: 'journal-2020.sqlite', because: 'not-exported' }]);
  });
});

describe('an export', () => {
  test('goes over no file that is there, and a damaged archive is not taken for exported', () => {
    year(2023);
    const out = join(folder.path, 'out.sqlite');
    writeFileSync(out, 'mine');
    expect(exportArchive(archive(2023), out).ok).toBe(false);
    rmSync(out);
    chmodSync(archive(2023), 0o600);
    rewrite(archive(2023), (rows) => rows.map((row) => (row.number === 3 ? { ...row, at_ms: 9 } : row)));
    expect(exportArchive(archive(2023), out)).toMatchObject({ ok: false, error: { kind: 'journal-broken' } });
    expect(existsSync(`${archive(2023)}.exported`)).toBe(false);
    expect(existsSync(out)).toBe(false);
  });

  test('an archive that lost its end, or has the name of another, is not taken for exported', () => {
    for (const of of [2022, 2023]) year(of);
    const out = join(folder.path, 'out.sqlite');
    rewrite(archive(2022), (rows) => rows.slice(0, -1));
    renameSync(archive(2023), archive(2024));
    for (const of of [2022, 2024]) {
      expect(exportArchive(archive(of), out)).toMatchObject({ ok: false, error: { kind: 'journal-broken' } });
      expect(existsSync(`${archive(of)}.exported`)).toBe(false);
    }
  });

  test('the live journal is exported by itself, and is found to continue what was not given', () => {
    year(2023);
    const out = join(folder.path, 'live.sqlite');
    expect(journal.export(out).ok).toBe(true);
    expect(verifyJournals([out])).toMatchObject({
      ok: true,
      value: { first: 9, continues: { name: 'journal-2023.sqlite', entry: 8 } },
    });
    expect(verifyJournals([out, archive(2023)])).toMatchObject({ ok: true, value: { first: 1, continues: null } });
  });
});

/** Changes the rows of a file behind its triggers. */
function rewrite(file: string, change: (rows: Row[]) => Row[]): void {
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file);
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  const rows = change(database.prepare('SELECT * FROM entries ORDER BY number').all() as unknown as Row[]);
  database.exec('DELETE FROM entries');
  const insert = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  for (const row of rows) insert.run(row.number, row.at_ms, row.body, row.hash);
  for (const { sql } of triggers) database.exec(String(sql));
  database.close();
}

/** The same with a chain that is right again from `previous` on: a forger who knows how it is made. */
function forge(file: string, change: (body: string, number: number) => string): void {
  rewrite(file, (rows) => {
    const beginning = JSON.parse(rows[0]?.body ?? '{}') as { archive?: { hash: string } };
    let before = beginning.archive?.hash ?? '0'.repeat(64);
    return rows.map((row) => {
      const body = change(row.body, row.number);
      before = entryHash(before, row.number, row.at_ms, body);
      return { ...row, body, hash: before };
    });
  });
}

describe('a journal with its archives is verified as one', () => {
  beforeEach(() => {
    const open = id();
    for (const body of wholeTransfer(open, id(), '2021-03-01').slice(0, 3)) journal.append(body);
    journal.append({ kind: 'transfer-unknown', transferId: open, detail: 'silence' });
    for (const of of [2021, 2022, 2023]) year(of);
    journal.close();
  });

  const verify = (files = journalFilesIn(folder.path)) => verifyJournals(files);
  const detail = (files?: string[]): string => {
    const verified = verify(files);
    if (verified.ok) return 'good';
    return 'detail' in verified.error ? `${basename(verified.error.file)}: ${verified.error.detail}` : '';
  };
  const live = (): string => options.path;

  test('in any order and under any names', () => {
    renameSync(archive(2021), join(folder.path, 'archive/x.sqlite'));
    renameSync(archive(2022), archive(2021));
    renameSync(join(folder.path, 'archive/x.sqlite'), archive(2022));
    fc.assert(
      fc.property(fc.shuffledSubarray(journalFilesIn(folder.path), { minLength: 4 }), (files) => {
        expect(verify(files)).toMatchObject({ ok: true, value: { first: 1, files: 4, openTransfers: 1 } });
      }),
      { numRuns: 10 },
    );
  });

  test('one missing in the middle', () => {
    expect(detail([archive(2021), archive(2023), live()])).toMatch(
      /journal-2023.sqlite: continues journal-2022.sqlite at entry 21, which was not given/,
    );
  });

  test('the oldest missing: said, and good', () => {
    expect(verify([archive(2022), archive(2023), live()])).toMatchObject({
      ok: true,
      value: { continues: { name: 'journal-2021.sqlite' } },
    });
  });

  test('one twice', () => {
    expect(detail([archive(2021), archive(2021)])).toMatch(/begins anew/);
    expect(detail([archive(2022), archive(2022)])).toMatch(/once more/);
  });

  test('an entry of an archive changed', () => {
    rewrite(archive(2022), (rows) => rows.map((row) => (row.number === 15 ? { ...row, at_ms: 1 } : row)));
    expect(detail()).toMatch(/journal-2022.sqlite: entry 15: does not follow/);
  });

  test('an archive changed and its chain made right again: the next file knows its end', () => {
    forge(archive(2022), (body, number) => (number > 13 ? body.replace('"points":500', '"points":900') : body));
    expect(detail()).toMatch(/journal-2023.sqlite: does not follow on the last entry/);
  });

  test('the last entries of an archive taken away', () => {
    rewrite(archive(2022), (rows) => rows.slice(0, -1));
    expect(detail()).toMatch(/journal-2023.sqlite: continues journal-2022.sqlite at entry 21, which was not given/);
  });

  test('what is carried over changed, with its chain made right again', () => {
    forge(live(), (body) => body.replace('"phase":"unknown"', '"phase":"voided"'));
    expect(detail()).toMatch(/journal.sqlite: carries over another state/);
  });

  test('the name of what it continues changed likewise', () => {
    forge(live(), (body) => body.replace('journal-2023.sqlite', 'journal-2020.sqlite'));
    expect(detail()).toMatch(/was not sealed as it/);
  });

  test('the hash or number of what it continues changed likewise', () => {
    forge(live(), (body) => body.replace(/"hash":"[0-9a-f]{64}"/, `"hash":"${'a'.repeat(64)}"`));
    expect(detail()).toMatch(/entry \d+: does not follow|does not follow on the last entry/);
    forge(live(), (body) => body.replace(/"entry":\d+/, '"entry":3'));
    expect(detail()).not.toBe('good');
  });

  test('of another journal, or of another station', () => {
    forge(live(), (body) => body.replace('OSAKA-1', 'KYOTO-1'));
    expect(detail()).toMatch(/is of another journal/);
  });

  test('any byte of an archive changed: refused, or nothing of what it says has changed', () => {
    const copy = copyOf(folder.path);
    const file = join(copy.path, 'archive/journal-2022.sqlite');
    chmodSync(file, 0o600);
    const bytes = readFileSync(file);
    const files = journalFilesIn(copy.path);
    const good = verify(files);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const database = new Uint8Array(bytes);
        database[at] = (database[at] ?? 0) ^ flip;
        writeFileSync(file, database);
        const verified = verify(files);
        if (verified.ok) expect(verified).toEqual(good);
      }),
      { numRuns: 150 },
    );
    copy.remove();
  });
});
