/** An export has its name only when it is whole on the medium; every other end is told, and leaves nothing behind. */
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countedIds, wholeTransfer } from '../../journal/testing/fixture.ts';
import { stationKey } from './station-key.ts';
import { type ExportBench, exportBench } from './testing.ts';
import { isArchive, verifyArchive } from './verify-archive.ts';
import { type ExportSource, exportTo, type MediumFiles } from './write-archive.ts';

let bench: ExportBench;
beforeEach(() => {
  bench = exportBench();
  const id = countedIds();
  for (let count = 0; count < 50; count++) bench.journal.append(...wholeTransfer(id(), id()));
});
afterEach(() => bench.remove());

const medium = () => bench.medium;

/** With one further file. */
function source(change: Partial<ExportSource> = {}): ExportSource {
  const writeTo = (file: string) => {
    writeFileSync(file, 'audit');
    return true;
  };
  return bench.source({ further: [{ name: 'audit.txt', writeTo }], ...change });
}

/** A medium on which `write` or something else goes wrong. */
function bad(change: Partial<MediumFiles>): MediumFiles {
  return { ...files, ...change };
}

/** The handle of the archive, with one of its functions replaced. */
function opening(replace: (handle: files.FileHandle) => Partial<files.FileHandle>): MediumFiles['open'] {
  return async (...args) => {
    const handle = await files.open(...args);
    const replaced = replace(handle);
    return new Proxy(handle, {
      get: (target, name) => {
        const value = Reflect.get(name in replaced ? replaced : target, name) as unknown;
        return typeof value === 'function' && !(name in replaced) ? value.bind(target) : value;
      },
    });
  };
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Fails with `code` at the write number `at`. */
function failingAt(at: number, code: string): MediumFiles {
  let count = 0;
  return bad({
    open: opening((handle) => ({
      writeFile: (async (data: Uint8Array) => {
        if (++count > at) throw errno(code);
        await handle.writeFile(data);
      }) as files.FileHandle['writeFile'],
    })),
  });
}

test('a good medium: one file, whole, signed by this station, and nothing left over', async () => {
  const steps: string[] = [];
  const done = await exportTo(medium(), source(), { onStep: (step) => steps.push(step) });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  expect(steps).toEqual(['copying', 'writing', 'verifying']);
  expect(readdirSync(bench.usb)).toEqual(['wester-rig-OSAKA-1-2023-04-10-301.tar']);
  expect(statSync(done.value.file).size).toBe(done.value.bytes);
  expect(done.value).toMatchObject({ entries: 301, fingerprint: bench.key.fingerprint });
  expect(readdirSync(bench.path)).not.toContain('export');
  expect(await isArchive(done.value.file)).toBe(true);
  expect(await isArchive(bench.journal.path)).toBe(false);
  const verified = await verifyArchive(done.value.file);
  expect(verified).toMatchObject({ ok: true, value: { manifest: { rig: true, stationId: 'OSAKA-1' } } });
  // A second time on the same medium: the same name, in one piece again.
  expect((await exportTo(medium(), source())).ok).toBe(true);
  expect(readdirSync(bench.usb)).toHaveLength(1);
});

describe('nothing is named as done where', () => {
  const cases: [string, MediumFiles, string][] = [
    ...[0, 1, 2, 4, 8].map((at): [string, MediumFiles, string] => [
      `the medium is full at write ${at}`,
      failingAt(at, 'ENOSPC'),
      'full',
    ]),
    ['the medium is pulled in the middle', failingAt(3, 'EIO'), 'gone'],
    ['the medium is read-only', bad({ open: () => Promise.reject(errno('EROFS')) }), 'read-only'],
    ['nobody may write there', bad({ open: () => Promise.reject(errno('EACCES')) }), 'read-only'],
    [
      'it cannot be brought onto the medium',
      bad({ open: opening(() => ({ sync: () => Promise.reject(errno('EIO')) })) }),
      'gone',
    ],
    ['it gets no name', bad({ rename: () => Promise.reject(errno('EIO')) }), 'gone'],
    ['something else is wrong', failingAt(2, 'EINVAL'), 'medium'],
    [
      'there is too little room',
      bad({ statfs: (async () => ({ bavail: 1, bsize: 512 })) as unknown as MediumFiles['statfs'] }),
      'full',
    ],
    [
      'the medium forgets what was written',
      bad({
        open: opening((handle) => ({
          writeFile: ((data: Uint8Array) =>
            handle.writeFile(data.length > 4_096 ? data.map(() => 0) : data)) as files.FileHandle['writeFile'],
        })),
      }),
      'not-verified',
    ],
  ];

  test.each(cases)('%s', async (_why, disk, kind) => {
    expect(await exportTo(medium(), source(), { disk })).toMatchObject({ ok: false, error: { kind } });
    expect(readdirSync(bench.usb).filter((name) => name.endsWith('.tar'))).toEqual([]);
    expect(readdirSync(bench.path)).not.toContain('export');
    // What could be taken away was.
    expect(readdirSync(bench.usb)).toEqual([]);
  });

  test('the medium is no longer mounted: its empty folder is not taken for it', async () => {
    const pulled = { ...medium(), isMounted: true };
    expect(await exportTo(pulled, source())).toEqual({ ok: false, error: { kind: 'gone' } });
    expect(readdirSync(bench.usb)).toEqual([]);
  });

  test('it is pulled after the last byte was read back', async () => {
    let looks = 0;
    const disk = bad({
      stat: (async (path: string) => {
        looks += 1;
        return { dev: looks <= 2 && path === bench.usb ? 2 : 1 };
      }) as unknown as MediumFiles['stat'],
    });
    expect(await exportTo({ ...medium(), isMounted: true }, source(), { disk })).toMatchObject({
      ok: false,
      error: { kind: 'gone' },
    });
    expect(readdirSync(bench.usb)).toEqual([]);
  });

  test("the station's own copy cannot be made", async () => {
    const further = [
      {
        name: 'audit.txt',
        writeTo: () => {
          throw errno('ENOSPC');
        },
      },
    ];
    expect(await exportTo(medium(), source({ further }))).toMatchObject({ ok: false, error: { kind: 'source' } });
  });
});

describe('an export that was touched afterwards', () => {
  async function exported(): Promise<string> {
    const done = await exportTo(medium(), source());
    if (!done.ok) throw new Error(done.error.kind);
    return done.value.file;
  }

  test('any byte of it changed is found', async () => {
    const file = await exported();
    const bytes = readFileSync(file);
    const copy = join(bench.path, 'copy.tar');
    // Every place would take minutes: a stride that meets every part of the file.
    for (let at = 0; at < bytes.length; at += 977) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      writeFileSync(copy, changed);
      const verified = await verifyArchive(copy);
      expect(verified.ok ? `byte ${at} was changed and nobody noticed` : 'found').toBe('found');
    }
  });

  test.each([1, 512, 1_024, 5_000])('%d bytes cut off are missed', async (missing) => {
    const file = await exported();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - missing));
    expect((await verifyArchive(file)).ok).toBe(false);
    writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(missing)]));
    expect((await verifyArchive(file)).ok).toBe(false);
  });

  test('another key under the same manifest does not fit', async () => {
    const other = stationKey(join(bench.path, 'other.pem'));
    if (!other.ok) throw new Error(other.error);
    const forged = { ...bench.key, sign: other.value.sign };
    expect(await exportTo(medium(), source({ key: forged }))).toMatchObject({
      ok: false,
      error: { kind: 'not-verified', detail: 'the signature does not fit' },
    });
  });

  test('a file that is none, or is not there', async () => {
    copyFileSync(bench.journal.path, join(bench.usb, 'journal'));
    expect(await verifyArchive(join(bench.usb, 'journal'))).toMatchObject({ ok: false, error: { kind: 'broken' } });
    expect(await verifyArchive(join(bench.usb, 'nothing'))).toMatchObject({ ok: false, error: { kind: 'storage' } });
  });
});

describe('the key of the station', () => {
  const file = () => join(bench.path, 'station-key.pem');

  test('stays the same, and is readable by the station only', () => {
    expect(stationKey(file())).toMatchObject({ ok: true, value: { fingerprint: bench.key.fingerprint } });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(bench.key.fingerprint).toMatch(/^([0-9A-F]{4}-){4}[0-9A-F]{4}$/);
  });

  test('a spoiled one is said to be spoiled and is not replaced', () => {
    writeFileSync(file(), 'spoiled');
    expect(stationKey(file()).ok).toBe(false);
    expect(readFileSync(file(), 'utf8')).toBe('spoiled');
  });
});
