/**
 * The journal: append-only, each entry carrying the hash of the one before, on disk when `append` returns (design §3).
 * It is read and checked from its first entry at every open; what the entries amount to is its `state`.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import { fail, ok, type Result, unreachable } from '../../hardware/result.ts';
import { GENESIS, link, type Row } from './chain.ts';
import { type Entry, EntryBody } from './entries.ts';
import { HeadMark, readHeadMark } from './head-mark.ts';
import { type Replay, readRow, replay } from './replay.ts';
import { createSchema, inspectSchema } from './schema.ts';
import { apply, copyState, type JournalState, type MutableJournalState, objection } from './state.ts';
import {
  createWhole,
  headMarkOf,
  isDiskFull,
  isInputOutputError,
  type OpenError,
  openError,
  openExclusive,
  presence,
  Reserve,
  reserveOf,
  type StorageError,
  storageError,
} from './storage.ts';

export interface JournalOptions {
  readonly path: string;
  readonly stationId: string;
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  /** Room kept for the entries of a transfer that has begun, bytes: more than TRANSFER_BYTES. */
  readonly reserveBytes?: number;
}

export interface Journal {
  readonly path: string;
  readonly stationId: string;
  readonly state: JournalState;
  /** The newest entry; goes to the center with every heartbeat. */
  head(): JournalHead;
  /** Room for the entries of one transfer, whatever happens to the disk in between. Before every `transfer-intended`. */
  secureSpace(): Result<void, StorageError>;
  /** One transaction: all of these entries or none, on disk when it returns. Throws only on an entry that cannot follow. */
  append(...bodies: readonly EntryBody[]): Result<JournalHead, StorageError>;
  /** Every entry from `first` on. */
  entries(first?: number): IterableIterator<Entry>;
  /** A copy of one piece in a new file (VACUUM INTO), for `journal verify`. */
  export(file: string): Result<void, StorageError>;
  close(): void;
}

export const RESERVE_BYTES = 1024 * 1024;
/** What the entries of one transfer need with their WAL frames, about. */
export const TRANSFER_BYTES = 100_000;

/** Opens the station's journal, or makes a new one where there has never been any. */
export function openJournal(options: JournalOptions): Result<Journal, OpenError> {
  let database: DatabaseSync | null = null;
  try {
    const found = presence(options.path);
    if (found.kind === 'lost') return fail({ kind: 'journal-broken', detail: found.detail });
    if (found.kind === 'absent') createWhole(options.path, (fresh) => begin(fresh, options));
    const mark = readHeadMark(headMarkOf(options.path));
    if (!mark) return fail({ kind: 'journal-broken', detail: 'the mark of its newest entry is missing or spoiled' });
    database = openExclusive(options.path);
    const checked = check(database, mark);
    if (checked.ok && checked.value.stationId === options.stationId) {
      return ok(new SqliteJournal(database, checked.value, options));
    }
    database.close();
    return checked.ok
      ? fail({ kind: 'journal-broken', detail: `this is the journal of ${checked.value.stationId}` })
      : checked;
  } catch (error) {
    if (database?.isOpen) database.close();
    return fail(openError(error));
  }
}

function begin(database: DatabaseSync, options: JournalOptions): JournalHead {
  createSchema(database);
  const body: EntryBody = { kind: 'journal-begun', stationId: options.stationId, journalId: options.newId() };
  const row = link(GENESIS, 1, Math.round(options.clock.now()), body);
  insert(database).run(...values(row));
  return { entry: row.number, hash: row.hash };
}

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

const SELECT = 'SELECT number, at_ms, body, hash FROM entries WHERE number >= ? ORDER BY number';
const insert = (database: DatabaseSync): StatementSync =>
  database.prepare('INSERT INTO entries (number, at_ms, body, hash) VALUES (?, ?, ?, ?)');
const values = (row: Row): [number, number, string, string] => [row.number, row.at_ms, row.body, row.hash];

class SqliteJournal implements Journal {
  readonly path: string;
  readonly stationId: string;
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  #state: MutableJournalState;
  readonly #reserve: Reserve;
  readonly #clock: Clock;
  readonly #mark: HeadMark;
  #head: JournalHead;
  /** Set by the first input/output error; nothing is written after it until the journal is opened anew. */
  #failed: StorageError | null = null;

  constructor(database: DatabaseSync, replayed: Replay, options: JournalOptions) {
    this.path = options.path;
    this.stationId = options.stationId;
    this.#database = database;
    this.#insert = insert(database);
    this.#state = replayed.state;
    this.#head = replayed.head;
    this.#reserve = new Reserve(reserveOf(options.path), options.reserveBytes ?? RESERVE_BYTES);
    this.#clock = options.clock;
    this.#mark = new HeadMark(headMarkOf(options.path));
    // A start may have been cut off between an entry and its mark.
    this.#mark.set(this.#head);
  }

  get state(): JournalState {
    return this.#state;
  }

  head(): JournalHead {
    return this.#head;
  }

  secureSpace(): Result<void, StorageError> {
    if (this.#failed) return fail(this.#failed);
    try {
      this.#reserve.secure();
      return ok(undefined);
    } catch (error) {
      return fail(storageError(error));
    }
  }

  append(...bodies: readonly EntryBody[]): Result<JournalHead, StorageError> {
    if (this.#failed) return fail(this.#failed);
    const checked = bodies.map((body) => EntryBody.parse(body));
    const next = follow(this.#state, checked);
    const rows = this.#link(checked);
    const stored = this.#storeMakingRoom(rows);
    if (!stored.ok) return stored;
    this.#state = next;
    const newest = rows.at(-1);
    if (newest) this.#head = { entry: newest.number, hash: newest.hash };
    this.#setMark();
    return ok(this.#head);
  }

  *entries(first = 1): IterableIterator<Entry> {
    for (const row of this.#database.prepare(SELECT).iterate(first)) {
      const entry = readRow(row);
      if (entry.ok) yield entry.value.entry;
    }
  }

  export(file: string): Result<void, StorageError> {
    try {
      this.#database.prepare('VACUUM INTO ?').run(file);
      return ok(undefined);
    } catch (error) {
      return fail(storageError(error));
    }
  }

  close(): void {
    this.#failed ??= { kind: 'storage', detail: 'the journal is closed' };
    if (!this.#database.isOpen) return;
    this.#database.close();
    this.#mark.close();
  }

  /** The entry is on disk without it; a disk that refuses this file is not trusted with another entry. */
  #setMark(): void {
    try {
      this.#mark.set(this.#head);
    } catch (error) {
      this.#failed = storageError(error);
    }
  }

  #link(bodies: readonly EntryBody[]): Row[] {
    const rows: Row[] = [];
    let { entry, hash } = this.#head;
    for (const body of bodies) {
      const row = link(hash, ++entry, Math.round(this.#clock.now()), body);
      rows.push(row);
      hash = row.hash;
    }
    return rows;
  }

  /** The reserve is there for exactly this: an entry of a transfer that finds the disk full. */
  #storeMakingRoom(rows: readonly Row[]): Result<void, StorageError> {
    try {
      this.#store(rows);
      return ok(undefined);
    } catch (error) {
      if (!isDiskFull(error) || !this.#reserve.release()) return this.#refuse(error);
    }
    try {
      this.#store(rows);
      return ok(undefined);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  #store(rows: readonly Row[]): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const row of rows) this.#insert.run(...values(row));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #refuse(error: unknown): Result<never, StorageError> {
    const problem = storageError(error);
    if (isInputOutputError(error)) this.#failed = problem;
    return fail(problem);
  }
}

/** The state after these entries. Throws on one that cannot follow: a mistake of the program, stopped before the disk. */
function follow(state: MutableJournalState, bodies: readonly EntryBody[]): MutableJournalState {
  const next = copyState(state);
  for (const body of bodies) {
    const problem = objection(next, body);
    if (problem) throw new Error(`${body.kind} cannot follow: ${problem}`);
    apply(next, body);
  }
  return next;
}
