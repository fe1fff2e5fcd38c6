import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../../hardware/result.ts';
import { SelfTestRecord } from '../../contract/staff-devices.ts';
import { type KeptFile, keptFile } from '../kept-file.ts';

/** So many are kept: enough to see since when a part fails. */
export const SELF_TESTS_KEPT = 20;

const File = z.object({ version: z.literal(1), tests: z.array(SelfTestRecord) });

/** The self-tests of this machine, on disk beside the journal. */
export interface SelfTestFile {
  /** Oldest first. The error says what is wrong with the file. */
  all(): Result<readonly SelfTestRecord[], string>;
  /** Numbers it and keeps it; read back from the disk. */
  add(test: Omit<SelfTestRecord, 'number'>): { readonly record: SelfTestRecord; readonly stored: boolean };
}

export function createSelfTestFile(path: string): SelfTestFile {
  const file: KeptFile<z.infer<typeof File>> = keptFile(path, File);
  function all(): Result<readonly SelfTestRecord[], string> {
    const read = file.read();
    return read.ok ? ok(read.value?.tests ?? []) : fail(read.error);
  }
  return {
    all,
    add(test) {
      // A file that cannot be read is begun anew: the tests in it were of the past, and this one is needed now.
      const before = all();
      const tests = before.ok ? before.value : [];
      const record = { ...test, number: (tests.at(-1)?.number ?? 0) + 1 };
      const written = file.write({ version: 1, tests: [...tests, record].slice(-SELF_TESTS_KEPT) });
      const back = written.ok ? all() : written;
      const stored = back.ok && isDeepStrictEqual(back.value.at(-1), record);
      return { record, stored };
    },
  };
}
