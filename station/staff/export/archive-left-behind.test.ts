/** Sealed journals leave the machine with an export, and only then may the machine remove them. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SimulatedClock } from '../../../hardware/clock.ts';
import type { Journal } from '../../journal/index.ts';
import { countedIds, wholeTransfer } from '../../journal/testing/fixture.ts';
import { silentLog } from '../../log.ts';
import { systemWallClock } from '../../wall-clock.ts';
import { notAnchored, openAudit } from '../audit/audit.ts';
import { type ExportBench, exportBench } from './testing.ts';
import { type VerifiedArchive, verifyArchive } from './verify-archive.ts';
import { type Exported, type ExportSource, exportTo, type MediumFiles } from './write-archive.ts';

let bench: ExportBench;
let journal: Journal;

beforeEach(() => {
  bench = exportBench({ keepArchives: 1 });
  journal = bench.journal;
  const id = countedIds();
  for (const year of [2020, 2021, 2022]) {
    journal.append(...wholeTransfer(id(), id(), `${year}-06-01`));
    expect(journal.continueWhenDue(`${year + 1}-01-01`)).toMatchObject({ ok: true });
  }
});
afterEach(() => bench.remove());

const archive = (year: number) => join(bench.path, `archive/journal-${year}.sqlite`);
const marks = () => readdirSync(join(bench.path, 'archive')).filter((name) => name.endsWith('.exported'));

async function exported(
  further: ExportSource['further'] = [],
): Promise<Exported & { readonly verified: VerifiedArchive }> {
  const done = await exportTo(bench.medium, bench.source({ further }));
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const verified = await verifyArchive(done.value.file);
  if (!verified.ok) throw new Error(JSON.stringify(verified.error));
  return { ...done.value, verified: verified.value };
}

const namesIn = ({ verified }: { verified: VerifiedArchive }) => verified.manifest.files.map(({ name }) => name);

test('all of them and the journal are one chain from the first entry, and may be removed from then on', async () => {
  const first = await exported();
  expect(namesIn(first).slice(0, 4)).toEqual([
    'journal-2020.sqlite',
    'journal-2021.sqlite',
    'journal-2022.sqlite',
    'journal.sqlite',
  ]);
  expect(first.verified.journal).toMatchObject({ first: 1, files: 4, continues: null });
  expect(first.leftOut).toEqual([]);
  expect(marks()).toHaveLength(3);

  // Next time they are known to be elsewhere; the journal says where it goes on.
  const second = await exported();
  expect(namesIn(second)[0]).toBe('journal.sqlite');
  expect(second.verified.journal.continues).toMatchObject({ name: 'journal-2022.sqlite' });

  const id = () => '00000000-0000-4000-8000-00000000ffff';
  journal.append(...wholeTransfer(id(), id().replace('ffff', 'eeee'), '2023-06-01'));
  expect(journal.continueWhenDue('2024-01-01')).toMatchObject({
    ok: true,
    value: { removed: ['journal-2020.sqlite', 'journal-2021.sqlite', 'journal-2022.sqlite'] },
  });
  expect(existsSync(archive(2020))).toBe(false);
  expect(namesIn(await exported()).slice(0, 2)).toEqual(['journal-2023.sqlite', 'journal.sqlite']);
});

test('an export that did not end well marks none of them', async () => {
  const disk: MediumFiles = {
    ...files,
    rename: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })),
  };
  const failed = await exportTo(bench.medium, bench.source(), { disk });
  expect(failed.ok).toBe(false);
  expect(marks()).toEqual([]);
});

test('a broken one is left out with those before it, and told; the rest leaves the machine', async () => {
  const bytes = readFileSync(archive(2021));
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
  chmodSync(archive(2021), 0o644);
  writeFileSync(archive(2021), bytes);
  const done = await exported();
  expect(done.leftOut).toEqual(['journal-2020.sqlite', 'journal-2021.sqlite']);
  expect(namesIn(done).slice(0, 2)).toEqual(['journal-2022.sqlite', 'journal.sqlite']);
  expect(marks()).toEqual(['journal-2022.sqlite.exported']);
});

test('the audit log goes with them as a chain of its own; one that is of another station is found', async () => {
  const auditOf = (stationId: string) =>
    openAudit({
      path: join(bench.path, `audit-${stationId}.sqlite`),
      stationId,
      softwareVersion: 'test',
      clock: new SimulatedClock(),
      wall: systemWallClock,
      anchor: notAnchored,
      log: silentLog,
    });
  const [own, other] = [auditOf('OSAKA-1'), auditOf('KYOTO-1')];
  for (const audit of [own, other]) audit.append({ kind: 'message-refused', why: 'noSession', count: 1 });
  const named = (audit: typeof own) => [{ name: 'audit.sqlite', writeTo: (file: string) => audit.export(file).ok }];
  expect((await exported(named(own))).verified.audit).toMatchObject({ head: { entry: 3 } });
  expect(await exportTo(bench.medium, bench.source({ further: named(other) }))).toMatchObject({
    ok: false,
    error: { kind: 'not-verified', detail: 'the audit log is that of another station' },
  });
  own.close();
  // What can no longer be read is told.
  expect((await exported(named(own))).leftOut).toEqual(['audit.sqlite']);
  other.close();
});
