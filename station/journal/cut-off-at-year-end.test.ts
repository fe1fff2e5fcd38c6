import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JournalState, openJournal, verifyJournals } from './index.ts';
import { type RotationStep, rotationSteps } from './rotation.ts';
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
const copies = new Map<RotationStep, TestFolder>();
let before: JournalState;

/** One rotation with something open, and what is on the disk at each of its steps. */
beforeEach(() => {
  folder = testFolder();
  const options = journalOptions(folder.path);
  const id = countedIds();
  const journal = openOrFail({ ...options, at: (step) => copies.set(step, copyOf(folder.path)) });
  for (let count = 0; count < 20; count++) for (const body of wholeTransfer(id(), id())) journal.append(body);
  for (const body of wholeTransfer(id(), id()).slice(0, 5)) journal.append(body);
  before = journal.state;
  expect(journal.continueWhenDue('2024-01-01').ok).toBe(true);
  journal.close();
});
afterEach(() => {
  for (const copy of [folder, ...copies.values()]) copy.remove();
  copies.clear();
});

function copyAt(step: RotationStep): TestFolder {
  const copy = copies.get(step);
  if (!copy) throw new Error(`not passed: ${step}`);
  return copy;
}

/** A start on these files: everything is there, the chain is whole, and it goes on. */
function expectGood(path: string): void {
  const options = journalOptions(path);
  const journal = openOrFail(options);
  expect(journal.state.transfers).toEqual(before.transfers);
  expect(journal.state.outbox).toEqual(before.outbox);
  expect(journal.state.sealed).toBeNull();
  expect(journal.append({ kind: 'station-started', softwareVersion: '1' }).ok).toBe(true);
  expect(journal.continueWhenDue('2024-01-01').ok).toBe(true);
  journal.close();
  const files = [options.path, join(path, 'archive/journal-2023.sqlite')];
  expect(verifyJournals(files)).toMatchObject({ ok: true, value: { first: 1, files: 2, openTransfers: 1 } });
}

test('every step was passed', () => {
  expect([...copies.keys()]).toEqual(rotationSteps);
});

test.each(rotationSteps)('killed at %s', (step) => {
  expectGood(copyAt(step).path);
});

test.each(rotationSteps)('killed at %s, and the start that finishes it killed at each of its steps', (step) => {
  const again: TestFolder[] = [];
  const { path } = copyAt(step);
  openOrFail({ ...journalOptions(path), at: () => again.push(copyOf(path)) }).close();
  for (const copy of again) {
    expectGood(copy.path);
    copy.remove();
  }
});

describe('power lost', () => {
  const journalFile = (copy: TestFolder, end = ''): string => join(copy.path, `journal.sqlite${end}`);

  test('at any byte of the seal in the log: sealed whole, or not at all', () => {
    const [unsealed, sealed] = [copyAt('next-built'), copyAt('sealed')];
    const [was, is] = [unsealed, sealed].map((copy) => readFileSync(journalFile(copy, '-wal'))) as [Buffer, Buffer];
    fc.assert(
      fc.property(fc.integer({ min: was.length, max: is.length }), (cut) => {
        const copy = copyOf(unsealed.path);
        writeFileSync(journalFile(copy, '-wal'), is.subarray(0, cut));
        expectGood(copy.path);
        copy.remove();
      }),
      { numRuns: 40 },
    );
  });

  test('while the log was emptied into the file: any part of it has arrived', () => {
    const [sealed, emptied] = [copyAt('sealed'), copyAt('log-emptied')];
    const [was, is] = [sealed, emptied].map((copy) => readFileSync(journalFile(copy))) as [Buffer, Buffer];
    fc.assert(
      fc.property(fc.nat(is.length), (cut) => {
        const copy = copyOf(sealed.path);
        writeFileSync(journalFile(copy), Buffer.concat([is.subarray(0, cut), was.subarray(cut)]));
        expectGood(copy.path);
        copy.remove();
      }),
      { numRuns: 40 },
    );
  });

  test('while the next file was built: any part of it, and it is built again', () => {
    const built = readFileSync(journalFile(copyAt('sealed'), '.new'));
    fc.assert(
      fc.property(fc.nat(built.length), (cut) => {
        const copy = copyOf(copyAt('sealed').path);
        writeFileSync(journalFile(copy, '.new'), built.subarray(0, cut));
        expectGood(copy.path);
        copy.remove();
      }),
      { numRuns: 20 },
    );
  });

  test('while the mark behind the seal or of the first entry was written', () => {
    for (const [step, until] of [
      ['sealed', 'next-built'],
      ['opened', 'in-place'],
    ] as const) {
      const [older, newer] = [until, step].map((at) => readFileSync(journalFile(copyAt(at), '.head'))) as [
        Buffer,
        Buffer,
      ];
      for (let cut = 0; cut <= newer.length; cut += 97) {
        const copy = copyOf(copyAt(step).path);
        writeFileSync(journalFile(copy, '.head'), Buffer.concat([newer.subarray(0, cut), older.subarray(cut)]));
        expectGood(copy.path);
        copy.remove();
      }
    }
  });
});

describe('older files put back', () => {
  const kind = (path: string): string | null => {
    const opened = openJournal(journalOptions(path));
    if (opened.ok) opened.value.close();
    return opened.ok ? null : opened.error.kind;
  };

  test.each(['next-built', 'sealed', 'log-emptied'] as const)(
    'the journal of the old year, as it was at %s',
    (step) => {
      const { path } = copyAt(step);
      for (const end of ['', '-wal']) {
        const old = join(path, `journal.sqlite${end}`);
        if (existsSync(old)) cpSync(old, join(folder.path, `journal.sqlite${end}`));
      }
      expect(kind(folder.path)).toBe('journal-broken');
    },
  );

  test('its archive under the name of the journal', () => {
    rmSync(join(folder.path, 'journal.sqlite'));
    cpSync(join(folder.path, 'archive/journal-2023.sqlite'), join(folder.path, 'journal.sqlite'));
    expect(kind(folder.path)).toBe('journal-broken');
  });

  test('everything but the archives gone: never an empty start', () => {
    for (const end of ['', '-wal', '.head', '.reserve'])
      rmSync(join(folder.path, `journal.sqlite${end}`), { force: true });
    expect(kind(folder.path)).toBe('journal-broken');
  });

  test('the whole folder as it was: it begins another file, with a head that the center has not seen', () => {
    const { path } = copyAt('sealed');
    const [own, other] = [folder.path, path].map((at) => {
      const journal = openOrFail({ ...journalOptions(at) });
      journal.append({ kind: 'station-started', softwareVersion: at });
      const head = journal.head();
      journal.close();
      return head;
    });
    expect(other?.entry).toBe(own?.entry);
    expect(other?.hash).not.toBe(own?.hash);
  });

  test('another journal in the place of the archive: it is not written over', () => {
    const { path } = copyAt('log-emptied');
    const other = testFolder();
    openOrFail(journalOptions(other.path)).close();
    cpSync(join(other.path, 'journal.sqlite'), join(path, 'archive/journal-2023.sqlite'));
    other.remove();
    expect(kind(path)).toBe('storage');
  });

  test('the archive gone: the station needs none', () => {
    rmSync(join(folder.path, 'archive/journal-2023.sqlite'), { force: true });
    expect(kind(folder.path)).toBeNull();
  });
});
