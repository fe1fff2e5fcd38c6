import type * as z from 'zod/mini';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { readIfThere, replaceFile } from '../replace-file.ts';

/**
 * A small file of the station's own beside the journal: JSON with a schema. What cannot be read is said, and replaced by
 * the next writing: nothing of value stands in it.
 */
export interface KeptFile<Value> {
  /** Null: never written. The error says what is wrong with the file. */
  read(): Result<Value | null, string>;
  write(value: Value): Result<void, string>;
}

export function keptFile<Value>(path: string, schema: z.ZodMiniType<Value>): KeptFile<Value> {
  return {
    read() {
      const text = readIfThere(path);
      if (!text.ok || text.value === null) return text.ok ? ok(null) : text;
      try {
        const parsed = schema.safeParse(JSON.parse(text.value));
        return parsed.success
          ? ok(parsed.data)
          : fail(parsed.error.issues[0]?.message ?? 'not as this program writes it');
      } catch (error) {
        return fail(String(error));
      }
    },
    write: (value) => replaceFile(path, `${JSON.stringify(value, null, 1)}\n`),
  };
}
