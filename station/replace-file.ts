import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../hardware/result.ts';

/**
 * The file has this text afterwards, or the one it had before, whatever stops in between: written beside it, on the disk,
 * and only then in its place. The error is the system's own words.
 */
export function replaceFile(path: string, text: string): Result<void, string> {
  const unfinished = `${path}.new`;
  try {
    const file = openSync(unfinished, 'w', 0o600);
    try {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
    return ok(undefined);
  } catch (error) {
    // Whatever stands there by this name is ours.
    rmSync(unfinished, { force: true, recursive: true });
    return fail(wordsOf(error));
  }
}

/** Null: there is no such file. */
export function readIfThere(path: string): Result<string | null, string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? ok(null) : fail(wordsOf(error));
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
