import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A file system of 1 MiB of our own needs a mount namespace, which not every machine gives. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
if (!canMount) process.stderr.write('journal-on-a-full-disk: skipped, this machine gives no mount namespace\n');

function inSmallFileSystem(size: string, program: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'wester-full-'));
  try {
    const script = 'mount -t tmpfs -o size="$4" none "$1" && exec "$2" "$3" "$1"';
    const args = ['sh', folder, process.execPath, join(import.meta.dirname, program), size];
    const said = execFileSync('unshare', ['-rm', 'sh', '-c', script, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(said);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(!canMount)('the disk gets full behind "intended": the transfer is written down to its end', () => {
  expect(inSmallFileSystem('1m', 'disk-full.child.ts')).toEqual({
    secured: true,
    took: [true, true, true, true, true, true],
    securedAgain: false,
    isSame: true,
    afterwards: true,
  });
});

test.skipIf(!canMount)(
  'the disk is read-only at the next start: refused, and whole when it can be written again',
  () => {
    expect(inSmallFileSystem('2m', 'disk-read-only.child.ts')).toEqual({
      before: true,
      refused: 'storage',
      isSame: true,
      afterwards: true,
    });
  },
);

test.skipIf(!canMount)('the disk is full when the year ends: the old file goes on, or the new one is whole', () => {
  const came = inSmallFileSystem('1m', 'disk-full-at-year-end.child.ts') as { continued: boolean; isGood: boolean }[];
  expect(came.map(({ isGood }) => isGood)).toEqual(came.map(() => true));
  expect(new Set(came.map(({ continued }) => continued))).toEqual(new Set([false, true]));
});
