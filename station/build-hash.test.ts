import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildHash } from './build-hash.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-build-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const commit = '0123456789abcdef0123456789abcdef01234567';
function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

test('on a branch, on a packed branch, on a commit of its own', () => {
  write('.git/HEAD', 'ref: refs/heads/main\n');
  write('.git/packed-refs', `# pack-refs\n${commit} refs/heads/main\n`);
  expect(buildHash(folder)).toBe('01234567');
  write('.git/refs/heads/main', `${commit.replace(/^0/, 'f')}\n`);
  expect(buildHash(folder)).toBe('f1234567');
  write('.git/HEAD', `${commit}\n`);
  expect(buildHash(folder)).toBe('01234567');
});

test('in a second work tree', () => {
  write('first/.git/worktrees/two/HEAD', 'ref: refs/heads/two\n');
  write('first/.git/worktrees/two/commondir', '../..\n');
  write('first/.git/refs/heads/two', `${commit}\n`);
  write('two/.git', `gitdir: ${join(folder, 'first/.git/worktrees/two')}\n`);
  expect(buildHash(join(folder, 'two'))).toBe('01234567');
});

test('of a build: what its file says, whatever folder it was put into', () => {
  write('.git/HEAD', `${commit}\n`);
  write('build-hash', 'a1b2c3d4\n');
  expect(buildHash(folder)).toBe('a1b2c3d4');
  write('build-hash', 'not one');
  expect(buildHash(folder)).toBe('01234567');
});

test('where git knows nothing, or says what is no commit: none', () => {
  expect(buildHash(folder)).toBeNull();
  write('.git/HEAD', 'ref: refs/heads/unborn\n');
  expect(buildHash(folder)).toBeNull();
});
