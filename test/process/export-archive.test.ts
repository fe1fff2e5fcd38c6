/** A station's export, checked elsewhere: by `journal verify`, and opened by a `tar` that is not ours. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
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
import { stationKey } from '../../station/staff/export/station-key.ts';
import { exportTo } from '../../station/staff/export/write-archive.ts';

const command = join(import.meta.dirname, '../../cli/journal.ts');
const verify = (file: string) => spawnSync(process.execPath, [command, 'verify', file], { encoding: 'utf8' });

let folder: TestFolder;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

test('good with its signer, damaged where it was changed, and an ordinary tar for everybody', async () => {
  const key = stationKey(join(folder.path, 'key.pem'));
  if (!key.ok) throw new Error(key.error);
  const journal = openOrFail(journalOptions(folder.path));
  const id = countedIds();
  journal.append(...wholeTransfer(id(), id()));
  const done = await exportTo(
    { directory: folder.path, label: 'folder', isMounted: false },
    {
      journal,
      softwareVersion: 'test',
      businessDate: '2023-04-10',
      isRig: true,
      key: key.value,
      scratch: join(folder.path, 'scratch'),
      further: [],
    },
  );
  journal.close();
  if (!done.ok) throw new Error(done.error.kind);
  const { file } = done.value;

  const good = verify(file);
  expect(good.stdout).toMatch(/^good: export of station OSAKA-1 \(test bench\), 3 files, 7 entries, 0 transfers open/);
  expect(good.stdout).toContain(key.value.fingerprint);
  expect(good.status).toBe(0);

  const listed = spawnSync('tar', ['-tf', file], { encoding: 'utf8' });
  expect(listed.stderr).toBe('');
  expect(listed.stdout.trim().split('\n')).toEqual([
    'manifest.json',
    'manifest.sig',
    'journal.sqlite',
    'shifts.json',
    'shifts.csv',
  ]);
  const extracted = spawnSync('tar', ['-xOf', file, 'journal.sqlite'], { maxBuffer: 10_000_000 });
  const copy = join(folder.path, 'copy.sqlite');
  writeFileSync(copy, extracted.stdout);
  expect(verify(copy).status).toBe(0);

  const bytes = readFileSync(file);
  bytes[bytes.length - 3_000] = (bytes[bytes.length - 3_000] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const bad = verify(file);
  expect(bad.status).toBe(1);
  expect(bad.stderr).toMatch(/not a whole export: .*\. Keep it as it is/);
});
