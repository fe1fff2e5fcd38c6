import type { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import { fail, type Result, unreachable } from '../../hardware/result.ts';
import type { Entry } from './entries.ts';
import { type Replay, readRow, replay } from './replay.ts';
import { inspectSchema } from './schema.ts';
import type { OpenError } from './storage.ts';

const SELECT = 'SELECT number, at_ms, body, hash FROM entries WHERE number >= ? ORDER BY number';

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

/** Entries read at once: a few milliseconds. */
const PIECE = 1_000;

/** In pieces: whoever stops halfway leaves no statement open, with which the file could be neither sealed nor exported. */
export function* entriesFrom(database: () => DatabaseSync, first: number): IterableIterator<Entry> {
  for (let next = first; ; ) {
    const rows = database().prepare(`${SELECT} LIMIT ${PIECE}`).all(next);
    for (const row of rows) {
      const read = readRow(row);
      if (read.ok) yield read.value.entry;
    }
    const last = rows.at(-1);
    if (!last) return;
    next = Number(last.number) + 1;
  }
}

/** The entries of a journal that was verified, from its first one on. */
export function readEntries(database: DatabaseSync): IterableIterator<Entry> {
  return entriesFrom(() => database, 1);
}
