import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Written beside a built program: a package knows nothing of git any more. */
export const BUILD_HASH_FILE = 'build-hash';

/**
 * The commit that this program was built or started from, its first eight digits: its build says so, or a folder that git
 * knows. Null elsewhere.
 */
export function buildHash(folder: string): string | null {
  return builtFrom(folder) ?? checkedOut(folder);
}

function builtFrom(folder: string): string | null {
  try {
    const hash = readFileSync(join(folder, BUILD_HASH_FILE), 'utf8').trim();
    return /^[0-9a-f]{8}$/.test(hash) ? hash : null;
  } catch {
    return null;
  }
}

function checkedOut(folder: string): string | null {
  try {
    const git = gitFolder(join(folder, '.git'));
    const head = readFileSync(join(git, 'HEAD'), 'utf8').trim();
    const commit = head.startsWith('ref: ') ? commitOf(git, head.slice('ref: '.length)) : head;
    return /^[0-9a-f]{40}$/.test(commit) ? commit.slice(0, 8) : null;
  } catch {
    return null;
  }
}

/** In a second work tree `.git` is a file that names the folder. */
function gitFolder(path: string): string {
  if (statSync(path).isDirectory()) return path;
  return resolve(
    path,
    '..',
    readFileSync(path, 'utf8')
      .trim()
      .replace(/^gitdir: /, ''),
  );
}

function commitOf(git: string, ref: string): string {
  const common = commonFolder(git);
  try {
    return readFileSync(join(common, ref), 'utf8').trim();
  } catch {
    const packed = readFileSync(join(common, 'packed-refs'), 'utf8');
    return (
      packed
        .split('\n')
        .find((line) => line.endsWith(` ${ref}`))
        ?.slice(0, 40) ?? ''
    );
  }
}

/** Branches of a second work tree are kept in the first one's folder. */
function commonFolder(git: string): string {
  try {
    return resolve(git, readFileSync(join(git, 'commondir'), 'utf8').trim());
  } catch {
    return git;
  }
}
