import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestFolder, testFolder } from '../../journal/testing/fixture.ts';
import { openUncached } from './uncached-file.ts';

let folder: TestFolder;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

const MIB = 1 << 20;

test.each([0, 1, 511, 512, 4_097, MIB - 1, MIB, MIB + 1, 2 * MIB + 513])(
  '%i bytes come as they were written',
  async (size) => {
    const path = join(folder.path, 'file');
    const written = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7 + (index >> 9)) & 0xff));
    writeFileSync(path, written);
    const file = await openUncached(path);
    const pieces: Buffer[] = [];
    // Pieces that lie across every boundary.
    for (let at = 0, step = 300_007; ; at += step) {
      const piece = Buffer.alloc(step);
      let filled = 0;
      for (let read = -1; read !== 0 && filled < step; filled += read) {
        read = await file.read(piece, filled, step - filled, at + filled);
      }
      pieces.push(piece.subarray(0, filled));
      if (filled < step) break;
    }
    await file.close();
    expect(Buffer.concat(pieces).equals(written)).toBe(true);
  },
);

test.runIf(process.platform === 'linux')(
  'the kernel’s memory is passed by wherever the file system lets it',
  async () => {
    const path = join(folder.path, 'file');
    writeFileSync(path, 'x'.repeat(5_000));
    const file = await openUncached(path);
    // Older kernels refuse it on tmpfs, which has no medium (statfs(2): TMPFS_MAGIC).
    const isMemory = statfsSync(folder.path).type === 0x0102_1994;
    expect(file.isDirect || isMemory).toBe(true);
    await file.close();
  },
);

test('a file that is not there is no empty one', async () => {
  await expect(openUncached(join(folder.path, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
