import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../hardware/result.ts';

/** A file that was asked for, in a folder that is made if need be; one line where it cannot be written. */
export function writeText(file: string, text: string): Result<void, string> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return ok(undefined);
  } catch (error) {
    return fail(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
