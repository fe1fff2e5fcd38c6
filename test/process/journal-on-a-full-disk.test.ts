import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A file system of 1 MiB of our own needs a mount namespace, which not every machine gives. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
if (!canMount) process.stderr.write('journal-on-a-full-disk: skipped, this machine gives no mount namespace\n');

test.skipIf(!canMount)('the disk gets full behind "intended": the transfer is written down to its end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wester-full-'));
  const child = join(import.meta.dirname, 'disk-full.child.ts');
  try {
    const script = 'mount -t tmpfs -o size=1m none "$1" && exec "$2" "$3" "$1"';
    const said = execFileSync('unshare', ['-rm', 'sh', '-c', script, 'sh', folder, process.execPath, child], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(JSON.parse(said)).toEqual({
      secured: true,
      took: [true, true, true, true, true, true],
      securedAgain: false,
      isSame: true,
      afterwards: true,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
