import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { follows, type Row } from '../journal/chain.ts';
import type { Entry } from '../journal/index.ts';
import { readRow } from '../journal/replay.ts';

/** Sealed journals lie in the folder `archive` beside the live one. */
const NAME = /^journal-.*\.sqlite$/;

interface Archive {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Entries of sealed journals from number `from` on, in order, each following on the one before by its hash; ends at the
 * first that does not. A shift or a transfer that began before the journal was continued needs them.
 */
export function* archivedEntries(journalPath: string, from: number): Generator<Entry, void> {
  let before: { number: number; hash: string } | null = null;
  for (const { file } of archivesFrom(journalPath, from)) {
    for (const row of rowsOf(file, before ? before.number + 1 : from)) {
      const read = readRow(row);
      if (!read.ok || (before && !follows(read.value.row as Row, before))) return;
      const { entry } = read.value;
      before = { number: entry.number, hash: entry.hash };
      yield entry;
    }
  }
}

/** Number of the oldest entry that an archive beside the journal has; null: there is none. */
export function oldestArchivedEntry(journalPath: string): number | null {
  return archivesFrom(journalPath, 1)[0]?.first ?? null;
}

/** Those with entries from `from` on, oldest first. A file that is no journal is none of them. */
function archivesFrom(journalPath: string, from: number): readonly Archive[] {
  const folder = join(dirname(journalPath), 'archive');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .flatMap((name) => spanOf(join(folder, name)))
    .filter(({ last }) => last >= from)
    .sort((a, b) => a.first - b.first);
}

function spanOf(file: string): Archive[] {
  return reading(file, (database) => {
    const row = database.prepare('SELECT min(number) AS first, max(number) AS last FROM entries').get();
    return row ? [{ file, first: Number(row.first), last: Number(row.last) }] : [];
  });
}

/** A chunk at a time: no file stays open between two turns of the station. */
function* rowsOf(file: string, from: number): Generator<unknown, void> {
  for (let next = from; ; ) {
    const rows = reading(file, (database) =>
      database
        .prepare('SELECT number, at_ms, body, hash FROM entries WHERE number >= ? ORDER BY number LIMIT 1000')
        .all(next),
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    next = Number(last.number) + 1;
  }
}

function reading<Row>(file: string, read: (database: DatabaseSync) => Row[]): Row[] {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    return read(database);
  } catch {
    return [];
  } finally {
    if (database?.isOpen) database.close();
  }
}
