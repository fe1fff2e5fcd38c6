import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from '../../station/journal/testing/fixture.ts';

const command = join(import.meta.dirname, '../../cli/journal.ts');
let folder: TestFolder;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

const run = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });

test('an export is good, with its head; a damaged one is not; a wrong call says how', () => {
  const journal = openOrFail(journalOptions(folder.path));
  const id = countedIds();
  for (const body of wholeTransfer(id(), id()).slice(0, 3)) journal.append(body);
  const file = join(folder.path, 'export.sqlite');
  expect(journal.export(file).ok).toBe(true);
  const { entry, hash } = journal.head();
  journal.close();

  const good = run('verify', file);
  expect(good.stdout).toBe(`good: station OSAKA-1, ${entry} entries, 1 transfers open, newest ${hash}\n`);
  expect(good.status).toBe(0);

  writeFileSync(file, 'no database at all '.repeat(500));
  const bad = run('verify', file);
  expect(bad.status).toBe(1);
  expect(bad.stderr).toMatch(/not a whole journal/);
  expect(run('verify', join(folder.path, 'none')).status).toBe(1);
  expect(run('verify').status).toBe(2);
  expect(run('check', file).status).toBe(2);
});
