import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail } from '../../hardware/result.ts';
import { referenceOf } from '../transfer/reference.ts';
import { type EntryBody, type Journal, type JournalState, openJournal, verifyJournals } from './index.ts';
import type { JournalOptions } from './journal.ts';
import { SCHEMA_VERSION } from './schema.ts';
import {
  CARD,
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
const id = countedIds();

beforeEach(() => {
  folder = testFolder();
  options = journalOptions(folder.path);
  journal = openOrFail(options);
});
afterEach(() => {
  journal.close();
  folder.remove();
});

const archive = (name = 'journal-2023.sqlite'): string => join(folder.path, 'archive', name);

function append(...bodies: EntryBody[]): void {
  for (const body of bodies) expect(journal.append(body).ok).toBe(true);
}

function reopen(): Journal {
  journal.close();
  journal = openOrFail(options);
  return journal;
}

/** What does not end with a file. */
function lasting({ newestDate: _, sealed: __, ...state }: JournalState) {
  return state;
}

/** Something of everything that a journal can have open. */
function everythingOpen(): void {
  const [unknown, told, found, message, register] = [id(), id(), id(), id(), id()];
  append(...wholeTransfer(unknown, id()).slice(0, 3), {
    kind: 'transfer-unknown',
    transferId: unknown,
    detail: 'silence',
  });
  append(...wholeTransfer(told, message).slice(0, 5));
  const problem = { type: 'about:blank', title: 'no', status: 404, code: 'not-found' as const, detail: 'no' };
  append({ kind: 'message-refused', messageId: message, problem });
  append(...wholeTransfer(id(), id()).slice(0, 5));
  const [{ evidence }] = wholeTransfer(found, id()) as [Extract<EntryBody, { kind: 'transfer-intended' }>];
  append({ kind: 'transfer-found', transferId: found, on: '2022-12-31', evidence });
  const request = {
    stationId: 'OSAKA-1',
    requestId: register,
    cardNumber: CARD,
    cardKind: 'icoca' as const,
    on: '2023-04-11',
    termsVersion: '1',
  };
  append({ kind: 'message-queued', cardNumber: CARD, message: { call: 'register', messageId: register, request } });
  append(
    { kind: 'receipt-prepared', number: 1, original: null, about: `unresolved ${referenceOf(unknown)}` },
    { kind: 'receipt-sending', number: 1 },
  );
}

test('the journal contains what is in its archives, and nothing that is not', () => {
  append(...wholeTransfer(id(), id(), '2023-12-31'));
  const before = [...journal.entries(1)].map(({ number, hash }) => ({ entry: number, hash }));
  expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ value: { archive: 'journal-2023.sqlite' } });
  append(...wholeTransfer(id(), id(), '2024-01-01'));
  const heads = [...before, ...[...journal.entries(1)].map(({ number, hash }) => ({ entry: number, hash }))];
  expect(heads.map((head) => journal.contains(head))).toEqual(heads.map(() => true));
  const strangers = heads.map(({ entry }) => ({ entry, hash: 'f'.repeat(64) }));
  expect(strangers.map((head) => journal.contains(head))).toEqual(heads.map(() => false));
  expect(journal.contains({ entry: journal.head().entry + 1, hash: journal.head().hash })).toBe(false);
  rmSync(archive());
  expect(before.filter((head) => journal.contains(head))).toEqual([]);
});

describe('when', () => {
  test('a date of a later year, and not before', () => {
    append(...wholeTransfer(id(), id(), '2023-12-31'));
    expect(journal.continueWhenDue('2023-12-31')).toEqual({ ok: true, value: null });
    expect(journal.continueWhenDue('2022-01-01')).toEqual({ ok: true, value: null });
    expect(journal.continueWhenDue('2024-01-01')).toEqual({
      ok: true,
      value: { archive: 'journal-2023.sqlite', removed: [], overdue: [] },
    });
    expect(existsSync(archive())).toBe(true);
    // Nothing in the new file is of any year yet.
    expect(journal.continueWhenDue('2024-01-01')).toEqual({ ok: true, value: null });
  });

  test('a journal without a date waits', () => {
    expect(journal.continueWhenDue('2024-01-01')).toEqual({ ok: true, value: null });
  });

  test('a registration is dated too', () => {
    everythingOpen();
    expect(journal.state.newestDate).toBe('2023-04-11');
  });

  test('a date that goes back and on again: each file gets a name of its own', () => {
    for (const name of ['journal-2023.sqlite', 'journal-2023-2.sqlite', 'journal-2023-3.sqlite']) {
      append(...wholeTransfer(id(), id(), '2023-12-31'));
      expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ value: { archive: name } });
    }
  });

  test('so many entries that the next start would take long', () => {
    journal.close();
    options = { ...options, maxEntries: 8 };
    journal = openOrFail(options);
    append(...wholeTransfer(id(), id()));
    expect(journal.continueWhenDue('2023-04-10')).toEqual({ ok: true, value: null });
    append({ kind: 'station-started', softwareVersion: '1' });
    expect(journal.continueWhenDue('2023-04-10')).toMatchObject({ value: { archive: 'journal-2023.sqlite' } });
    // Counted from the beginning of the file.
    append(...wholeTransfer(id(), id()));
    expect(journal.continueWhenDue('2023-04-10')).toEqual({ ok: true, value: null });
  });

  test('never inside a transfer', () => {
    const entries = wholeTransfer(id(), id());
    for (const [index, body] of entries.entries()) {
      append(body);
      // 0 to 2: under way; 3: written and not told; then it only waits for the center.
      if (index < 4) expect(journal.continueWhenDue('2024-01-01'), body.kind).toEqual({ ok: true, value: null });
    }
    expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ ok: true, value: { archive: expect.anything() } });
  });
});

describe('everything that had not ended goes on', () => {
  test('in the run that goes on, after a restart, and over many years', () => {
    everythingOpen();
    for (const year of [2024, 2025, 2026]) {
      const before = lasting(journal.state);
      const { entry } = journal.head();
      expect(journal.continueWhenDue(`${year}-01-01`)).toMatchObject({ value: { archive: expect.anything() } });
      expect(journal.head().entry).toBe(entry + 2);
      expect(lasting(journal.state)).toEqual(before);
      const head = journal.head();
      expect(lasting(reopen().state)).toEqual(before);
      expect(journal.head()).toEqual(head);
      append(...wholeTransfer(id(), id(), `${year}-02-01`));
    }
    journal.close();
    const files = ['2023', '2024', '2025'].map((year) => archive(`journal-${year}.sqlite`));
    expect(verifyJournals([options.path, ...files])).toMatchObject({ ok: true, value: { first: 1, files: 4 } });
  });

  test('and what was open can be ended', () => {
    const [transferId, messageId] = [id(), id()];
    const [intended, reserved, writing, , queued, answered] = wholeTransfer(transferId, messageId) as EntryBody[];
    append(intended as EntryBody, reserved as EntryBody, writing as EntryBody);
    append({ kind: 'transfer-unknown', transferId, detail: 'silence' });
    journal.continueWhenDue('2024-01-01');
    append({ kind: 'transfer-written', transferId, proof: 'history', status: null });
    append(queued as EntryBody, answered as EntryBody);
    expect(reopen().state.transfers.size).toBe(0);
  });

  test('a receipt number is never used twice', () => {
    append({ kind: 'receipt-prepared', number: 7, original: null, about: 'history 7' });
    append(...wholeTransfer(id(), id()));
    journal.continueWhenDue('2024-01-01');
    expect(() => reopen().append({ kind: 'receipt-prepared', number: 7, original: null, about: 'history 7' })).toThrow(
      /used before/,
    );
  });

  test('what came out once is no original later: the newest receipts, and those of open transfers', () => {
    const open = id();
    append(...wholeTransfer(open, id()).slice(0, 3), { kind: 'transfer-unknown', transferId: open, detail: 'silence' });
    const about = `unresolved ${referenceOf(open)}`;
    append({ kind: 'receipt-prepared', number: 1, original: null, about });
    for (let number = 2; number < 300; number++) {
      append({ kind: 'receipt-prepared', number, original: null, about: `history ${number}` });
    }
    journal.continueWhenDue('2024-01-01');
    const { receipts } = reopen().state;
    expect(receipts.get(about)).toBe(1);
    expect(receipts.get('history 299')).toBe(299);
    expect(receipts.size).toBe(100);
  });
});

test('a sealed file is read-only, whole without a log, and is never written again', () => {
  append(...wholeTransfer(id(), id()));
  journal.continueWhenDue('2024-01-01');
  expect(statSync(archive()).mode & 0o222).toBe(0);
  expect(existsSync(`${archive()}-wal`)).toBe(false);
  expect(statSync(archive()).nlink).toBe(1);
  expect([...journal.entries()].map(({ body }) => body.kind)).toEqual(['journal-continued']);
});

test('a journal is sealed and continued by nobody else', () => {
  expect(() => journal.append({ kind: 'journal-sealed', year: 2023, archive: 'journal-2023.sqlite' })).toThrow();
});

test('another process has no chance while it happens', () => {
  append(...wholeTransfer(id(), id()));
  journal.close();
  const tried: string[] = [];
  options = {
    ...options,
    at: (step) => {
      if (step === 'in-place') return;
      const opened = openJournal({ ...options, at: () => {} });
      tried.push(opened.ok ? 'opened' : opened.error.kind);
      if (opened.ok) opened.value.close();
    },
  };
  journal = openOrFail(options);
  expect(journal.continueWhenDue('2024-01-01').ok).toBe(true);
  expect(new Set(tried)).toEqual(new Set(['storage']));
});

describe('a disk that refuses', () => {
  const refusing = (step: string): void => {
    journal.close();
    options = {
      ...options,
      at: (reached) => {
        if (reached === step) throw new Error('EIO');
      },
    };
    journal = openOrFail(options);
    append(...wholeTransfer(id(), id()));
  };

  test('before the seal: the old one goes on', () => {
    append(...wholeTransfer(id(), id()));
    // Where the next file would be built there is something that cannot be removed.
    mkdirSync(`${options.path}.new-journal/x`, { recursive: true });
    expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ ok: false, error: { kind: 'storage' } });
    append({ kind: 'station-started', softwareVersion: '1' });
    expect(existsSync(archive())).toBe(false);
    rmSync(`${options.path}.new-journal`, { recursive: true });
    expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ value: { archive: 'journal-2023.sqlite' } });
  });

  test.each(['log-emptied', 'archived', 'in-place', 'opened'])(
    'at %s: nothing is written until the next start',
    (step) => {
      refusing(step);
      const { transfers } = journal.state;
      expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ ok: false, error: { kind: 'storage' } });
      expect(journal.append({ kind: 'station-started', softwareVersion: '1' })).toEqual(
        fail({ kind: 'storage', detail: 'EIO' }),
      );
      options = journalOptions(folder.path);
      expect(reopen().state.transfers).toEqual(transfers);
      append({ kind: 'station-started', softwareVersion: '1' });
      journal.close();
      expect(verifyJournals([archive(), options.path])).toMatchObject({ ok: true, value: { files: 2 } });
    },
  );
});

test('a journal of version 1 becomes one of this version, and goes on', () => {
  append(...wholeTransfer(id(), id()));
  journal.close();
  const database = new DatabaseSync(options.path);
  database.exec('PRAGMA user_version=1');
  database.close();
  expect(verifyJournals([options.path]).ok).toBe(true);
  journal = openOrFail(options);
  expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ value: { archive: 'journal-2023.sqlite' } });
  const sealed = new DatabaseSync(archive(), { readOnly: true });
  // An older program refuses it.
  expect(sealed.prepare('PRAGMA user_version').get()).toEqual({ user_version: SCHEMA_VERSION });
  sealed.close();
});
