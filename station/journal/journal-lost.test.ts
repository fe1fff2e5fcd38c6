import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './index.ts';
import type { JournalOptions } from './journal.ts';
import { journalOptions, openOrFail, type TestFolder, testFolder } from './testing/fixture.ts';

let folder: TestFolder;
let options: JournalOptions;

beforeEach(() => {
  folder = testFolder();
  options = journalOptions(folder.path);
});
afterEach(() => folder.remove());

function written(): void {
  const journal = openOrFail(options);
  expect(journal.secureSpace().ok).toBe(true);
  expect(journal.append({ kind: 'station-started', softwareVersion: '1' }).ok).toBe(true);
  journal.close();
}

const error = () => {
  const opened = openJournal(options);
  if (opened.ok) opened.value.close();
  return opened.ok ? null : opened.error.kind;
};

test('there has never been one: a new one begins', () => {
  const journal = openOrFail(options);
  expect([...journal.entries()].map(({ body }) => body.kind)).toEqual(['journal-begun']);
  journal.close();
});

test('a start that was cut off while the file was being made begins again', () => {
  writeFileSync(`${options.path}.new`, 'half a database');
  expect(error()).toBeNull();
  expect(existsSync(`${options.path}.new`)).toBe(false);
});

test('the file emptied: never an empty start in its place', () => {
  written();
  truncateSync(options.path, 0);
  expect(error()).toBe('journal-broken');
});

test('the file gone, traces of it there', () => {
  written();
  rmSync(options.path);
  expect(error()).toBe('journal-broken');
});

test('the file gone, only the mark of its newest entry there', () => {
  written();
  rmSync(options.path);
  rmSync(`${options.path}.reserve`);
  expect(error()).toBe('journal-broken');
});

test('a start that was cut off after the mark and before the file', () => {
  openOrFail(options).close();
  rmSync(options.path);
  expect(error()).toBeNull();
});

test.each([1, 100, 4096, 6000])('the file cut to %d bytes', (bytes) => {
  written();
  truncateSync(options.path, bytes);
  expect(error()).toBe('journal-broken');
});

test('something that is no database', () => {
  writeFileSync(options.path, 'hello '.repeat(1000));
  expect(error()).toBe('journal-broken');
});

test('the folder does not exist: storage, not a new journal elsewhere', () => {
  options = { ...options, path: `${folder.path}/missing/journal.sqlite` };
  expect(error()).toBe('storage');
});

test('another process has it open', () => {
  const journal = openOrFail(options);
  expect(error()).toBe('storage');
  journal.close();
  expect(error()).toBeNull();
});
