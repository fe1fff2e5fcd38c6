import type { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import { fail, type Result, unreachable } from '../../hardware/result.ts';
import { type Replay, replay } from './replay.ts';
import { inspectSchema } from './schema.ts';
import type { OpenError } from './storage.ts';

export const SELECT = 'SELECT number, at_ms, body, hash FROM entries WHERE number >= ? ORDER BY number';

/** Schema, chain and meaning of a whole journal, and that it goes as far as its mark. SQLite's own errors are thrown. */
export function check(database: DatabaseSync, mark: JournalHead | null): Result<Replay, OpenError> {
  const schema = inspectSchema(database);
  switch (schema.kind) {
    case 'ours':
      return replay(database.prepare(SELECT).iterate(1) as Iterable<Record<string, unknown>>, mark);
    case 'newer':
      return fail({ kind: 'journal-newer', version: schema.version });
    case 'foreign':
      return fail({ kind: 'journal-broken', detail: schema.detail });
    default:
      return unreachable(schema);
  }
}
