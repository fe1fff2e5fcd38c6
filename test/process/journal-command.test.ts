import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import {
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from '../../station/journal/testing/fixture.ts';
import { silentLog } from '../../station/log.ts';
import { notAnchored, openAudit } from '../../station/staff/audit/audit.ts';
import { systemWallClock } from '../../station/wall-clock.ts';

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

test('a journal with its archives: verified as one, exported one by one, and it says what it was not given', () => {
  const journal = openOrFail(journalOptions(folder.path));
  const id = countedIds();
  for (const body of wholeTransfer(id(), id())) journal.append(body);
  expect(journal.continueWhenDue('2024-01-01').ok).toBe(true);
  const { hash } = journal.head();
  journal.close();

  expect(run('verify', folder.path).stdout).toBe(
    `good: station OSAKA-1, 9 entries in 2 files, 0 transfers open, newest ${hash}\n`,
  );
  const live = run('verify', join(folder.path, 'journal.sqlite'));
  expect(live.status).toBe(0);
  expect(live.stdout).toMatch(
    /^good: .*\nnot checked: entries 1 to 8\. It continues journal-2023\.sqlite .* not given/,
  );

  const archive = join(folder.path, 'archive/journal-2023.sqlite');
  const out = join(folder.path, 'out.sqlite');
  expect(run('export', archive).status).toBe(2);
  expect(run('export', archive, out).status).toBe(0);
  expect(run('verify', out, join(folder.path, 'journal.sqlite')).stdout).toMatch(/9 entries in 2 files/);
  const again = run('export', archive, out);
  expect(again.status).toBe(1);
  expect(again.stderr).toMatch(/exist/);
});

test('the folder of a station where staff have been: their audit log is verified beside the journal', () => {
  openOrFail(journalOptions(folder.path)).close();
  const clock = new SimulatedClock();
  const path = join(folder.path, 'audit.sqlite');
  const station = { stationId: 'OSAKA-1', softwareVersion: '0', clock, wall: systemWallClock, log: silentLog };
  const audit = openAudit({ path, ...station, anchor: notAnchored });
  expect(audit.append({ kind: 'card-refused', card: null, why: 'test' }).ok).toBe(true);
  audit.close();
  const verified = run('verify', folder.path);
  expect(verified.stderr).toBe('');
  expect(verified.stdout).toMatch(/^good: station OSAKA-1, 1 entries, 0 transfers.*\ngood: .*audit log/);
});
