/**
 * An append-only file whose entries carry the hash of the one before: the storage of the audit log, made of the journal's
 * own parts. What the entries mean is not known here.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import { fail, ok, type Result, unreachable } from '../../hardware/result.ts';
import { follows, GENESIS, link, type Row } from './chain.ts';
import { ChainedWriter } from './chained-writer.ts';
import { readHeadMark } from './head-mark.ts';
import { type Application, createSchema, inspectSchema, upgradeSchema } from './schema.ts';
import {
  createWhole,
  headMarkOf,
  type OpenError,
  openError,
  openExclusive,
  presence,
  type StorageError,
} from './storage.ts';

const SELECT = 'SELECT number, at_ms, body, hash FROM entries WHERE number >= ? ORDER BY number';

/** What a row says, given to `read` at the open and to nobody else. Says what is wrong with it where it says nothing. */
export type ReadRow = (row: Row) => string | null;

export interface ChainedFileOptions {
  readonly path: string;
  readonly application: Application;
  readonly clock: Clock;
  /** The body of the first entry of a new file. */
  readonly first: () => unknown;
  /** Sees every row that is there, oldest first. */
  readonly read: ReadRow;
  readonly reserveBytes: number;
}

export interface ChainedFile {
  readonly head: JournalHead;
  /** One transaction, on disk when it returns. */
  append(...bodies: readonly unknown[]): Result<void, StorageError>;
  /** Keeps room for entries that must find it on a full disk. */
  secureSpace(): Result<void, StorageError>;
  /** Every row from number `first` on. */
  rows(first?: number): IterableIterator<Row>;
  /** A copy of what is there now, whole by itself, in a file that must not be there yet. */
  export(file: string): Result<void, StorageError>;
  close(): void;
}

/** Opens it, or makes a new one where nothing shows that there has ever been one. */
export function openChainedFile(options: ChainedFileOptions): Result<ChainedFile, OpenError> {
  let database: DatabaseSync | null = null;
  try {
    const found = presence(options.path, { hasArchives: false });
    if (found.kind === 'lost') return fail({ kind: 'journal-broken', detail: found.detail });
    if (found.kind === 'absent') createWhole(options.path, (fresh) => begin(fresh, options));
    const mark = readHeadMark(headMarkOf(options.path));
    if (!mark) return fail({ kind: 'journal-broken', detail: 'the mark of its newest entry is missing or spoiled' });
    database = openExclusive(options.path);
    const head = checkChain(database, options.application, mark, options.read);
    if (!head.ok) {
      database.close();
      return head;
    }
    upgradeSchema(database, options.application);
    return ok(new SqliteChainedFile(database, head.value, options));
  } catch (error) {
    if (database?.isOpen) database.close();
    return fail(openError(error));
  }
}

function begin(database: DatabaseSync, { application, clock, first }: ChainedFileOptions): JournalHead {
  const row = link(GENESIS, 1, Math.round(clock.now()), first());
  createSchema(database, row, application);
  return { entry: row.number, hash: row.hash };
}

/** `mark`: an entry that was there before; null where nothing is known of it. SQLite's own errors are thrown. */
export function checkChain(
  database: DatabaseSync,
  application: Application,
  mark: JournalHead | null,
  read: ReadRow,
): Result<JournalHead, OpenError> {
  const schema = inspectSchema(database, application);
  switch (schema.kind) {
    case 'ours':
      return follow(database, mark, read);
    case 'newer':
      return fail({ kind: 'journal-newer', version: schema.version });
    case 'foreign':
      return fail({ kind: 'journal-broken', detail: schema.detail });
    default:
      return unreachable(schema);
  }
}

function follow(database: DatabaseSync, mark: JournalHead | null, read: ReadRow): Result<JournalHead, OpenError> {
  let head: JournalHead = { entry: 0, hash: GENESIS };
  const broken = (detail: string): Result<never, OpenError> =>
    fail({ kind: 'journal-broken', detail: `entry ${head.entry + 1}: ${detail}` });
  for (const raw of database.prepare(SELECT).iterate(1)) {
    // The schema is exactly ours, STRICT: the columns have these types.
    const row = raw as unknown as Row;
    if (!follows(row, { number: head.entry, hash: head.hash })) return broken('does not follow on the one before');
    const problem = read(row);
    if (problem) return broken(problem);
    head = { entry: row.number, hash: row.hash };
    if (head.entry === mark?.entry && head.hash !== mark.hash) return broken('another file than the one marked');
  }
  if (mark && head.entry < mark.entry) return broken(`the file went on to entry ${mark.entry}`);
  return head.entry === 0 ? broken('the file has no beginning') : ok(head);
}

class SqliteChainedFile implements ChainedFile {
  readonly #writer: ChainedWriter;

  constructor(database: DatabaseSync, head: JournalHead, options: ChainedFileOptions) {
    this.#writer = new ChainedWriter(database, head, options);
  }

  get head(): JournalHead {
    return this.#writer.head;
  }

  append(...bodies: readonly unknown[]): Result<void, StorageError> {
    const taken = this.#writer.take(this.#writer.link(bodies));
    return taken.ok ? ok(undefined) : taken;
  }

  secureSpace(): Result<void, StorageError> {
    return this.#writer.secureSpace();
  }

  *rows(first = 1): IterableIterator<Row> {
    for (const row of this.#writer.database.prepare(SELECT).iterate(first)) yield row as unknown as Row;
  }

  export(file: string): Result<void, StorageError> {
    return this.#writer.export(file);
  }

  close(): void {
    this.#writer.close();
  }
}
