/**
 * The journal: append-only, each entry carrying the hash of the one before, on disk when `append` returns (design §3).
 * It is read and checked from its first entry at every open; what the entries amount to is its `state`.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { IsoDate, JournalHead } from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { isArchived, makeReadOnly, nextArchiveName, type Tidied, tidyArchives } from './archives.ts';
import { GENESIS, link, type Row, valuesOf } from './chain.ts';
import { check, entriesFrom } from './check.ts';
import { type Beginning, type Entry, EntryBody, isBoundary } from './entries.ts';
import { HeadMark, readHeadMark } from './head-mark.ts';
import type { Replay } from './replay.ts';
import { buildNext, putInPlace, type RotationStep, type Sealed } from './rotation.ts';
import { createSchema, prepareInsert, upgradeSchema } from './schema.ts';
import { apply, copyState, isAtRest, type JournalState, type MutableJournalState, objection } from './state.ts';
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
  /** A file of so many entries is sealed before its year is over: what has to be read at a start stays bounded. */
  readonly maxEntries?: number;
  /** Archives that stay beside the journal; older ones that were exported are removed. */
  readonly keepArchives?: number;
  /** Named moments of a rotation, for tests. */
  readonly at?: (step: RotationStep) => void;
}

/** The journal goes on in a new file; the one before was sealed. */
export interface Rotation extends Tidied {
  /** Name of the sealed file, in the folder `archive`. */
  readonly archive: string;
}

export interface Journal {
  readonly path: string;
  readonly stationId: string;
  readonly state: JournalState;
  /** The newest entry; goes to the center with every heartbeat. */
  head(): JournalHead;
  /** Is this entry, with this hash, one of its own, here or in an archive? False too where its archive is gone. */
  contains(head: JournalHead): boolean;
  /** Room for the entries of one transfer, whatever happens to the disk in between. Before every `transfer-intended`. */
  secureSpace(): Result<void, StorageError>;
  /** One transaction: all of these entries or none, on disk when it returns. Throws only on an entry that cannot follow. */
  append(...bodies: readonly EntryBody[]): Result<JournalHead, StorageError>;
  /**
   * Seals the file and goes on in a new one, where `on` is of a later year than anything in it, or it is full, and
   * nothing is under way; null: not due. What the entries amount to stays the same. An error before the seal leaves the
   * journal as it was; after it nothing is written until the next start, which brings it to its end.
   */
  continueWhenDue(on: IsoDate): Result<Rotation | null, StorageError>;
  /** Every entry of this file from `first` on, read in pieces; those before it are in the archives. */
  entries(first?: number): IterableIterator<Entry>;
  /** A copy of this file in one piece (VACUUM INTO), for `journal verify`. */
  export(file: string): Result<void, StorageError>;
  close(): void;
}

/** Read and checked in about 5 s (docs/money.md). */
const DEFAULT_MAX_ENTRIES = 1_000_000;
const DEFAULT_KEEP = 10;
export const RESERVE_BYTES = 1024 * 1024;
/** What the entries of one transfer need with their WAL frames, about. */
export const TRANSFER_BYTES = 100_000;

/** Opens the station's journal, or makes a new one where there has never been any. */
export function openJournal(options: JournalOptions): Result<Journal, OpenError> {
  try {
    const found = presence(options.path);
    if (found.kind === 'lost') return fail({ kind: 'journal-broken', detail: found.detail });
    if (found.kind === 'absent') createWhole(options.path, (fresh) => begin(fresh, options));
    const opened = openChecked(options);
    if (!opened.ok) return opened;
    const { sealed } = opened.value.replayed.state;
    if (!sealed) return ok(journalOver(opened.value, options));
    continueSealed(opened.value, sealed.archive, options);
    const next = openChecked(options);
    return next.ok ? ok(journalOver(next.value, options)) : next;
  } catch (error) {
    return fail(openError(error));
  }
}

function journalOver(file: OpenFile, options: JournalOptions): Journal {
  try {
    return new SqliteJournal(file, options);
  } catch (error) {
    file.database.close();
    throw error;
  }
}

function begin(database: DatabaseSync, options: JournalOptions): JournalHead {
  const body: EntryBody = { kind: 'journal-begun', stationId: options.stationId, journalId: options.newId() };
  const row = link(GENESIS, 1, Math.round(options.clock.now()), body);
  createSchema(database, row);
  return { entry: row.number, hash: row.hash };
}

interface OpenFile {
  readonly database: DatabaseSync;
  readonly replayed: Replay;
}

/** The file as it is, for this process only, if it is whole and this station's. */
function openChecked({ path, stationId }: JournalOptions): Result<OpenFile, OpenError> {
  const mark = readHeadMark(headMarkOf(path));
  if (!mark) return fail({ kind: 'journal-broken', detail: 'the mark of its newest entry is missing or spoiled' });
  const database = openExclusive(path);
  try {
    const checked = check(database, mark);
    if (checked.ok && checked.value.beginning.stationId === stationId) {
      upgradeSchema(database);
      return ok({ database, replayed: checked.value });
    }
    database.close();
    return checked.ok
      ? fail({ kind: 'journal-broken', detail: `this is the journal of ${checked.value.beginning.stationId}` })
      : checked;
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

/** A start was cut off between the seal and the file that follows: both are brought to their places now. */
function continueSealed({ database, replayed }: OpenFile, archive: string, options: JournalOptions): void {
  const { path, clock, at = () => {} } = options;
  try {
    const { beginning, head, state } = replayed;
    const mark = new HeadMark(headMarkOf(path));
    mark.set(head);
    mark.close();
    const sealed: Sealed = { path, beginning, head, state, archive };
    buildNext(sealed, Math.round(clock.now()));
    putInPlace(database, sealed, at);
  } finally {
    if (database.isOpen) database.close();
  }
}

class SqliteJournal implements Journal {
  readonly path: string;
  readonly stationId: string;
  readonly #options: JournalOptions;
  #database: DatabaseSync;
  #insert: StatementSync;
  #beginning: Beginning;
  /** Number of the first entry of this file. */
  #first: number;
  #state: MutableJournalState;
  readonly #reserve: Reserve;
  readonly #clock: Clock;
  readonly #mark: HeadMark;
  #head: JournalHead;
  /** Set by the first input/output error; nothing is written after it until the journal is opened anew. */
  #failed: StorageError | null = null;
  #isClosed = false;

  constructor({ database, replayed }: OpenFile, options: JournalOptions) {
    this.path = options.path;
    this.stationId = options.stationId;
    this.#options = options;
    this.#database = database;
    this.#insert = prepareInsert(database);
    this.#beginning = replayed.beginning;
    this.#first = replayed.first;
    this.#state = replayed.state;
    this.#head = replayed.head;
    this.#reserve = new Reserve(reserveOf(options.path), options.reserveBytes ?? RESERVE_BYTES);
    this.#clock = options.clock;
    this.#mark = new HeadMark(headMarkOf(options.path));
    // A start may have been cut off between an entry and its mark, or between an archive and its protection.
    this.#mark.set(this.#head);
    this.#protectArchive();
  }

  get state(): JournalState {
    return this.#state;
  }

  head(): JournalHead {
    return this.#head;
  }

  contains({ entry, hash }: JournalHead): boolean {
    if (entry < this.#first) return isArchived(this.path, { entry, hash });
    return hash === (entry === this.#head.entry ? this.#head.hash : this.#hashOf(entry));
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
    if (checked.some(isBoundary)) throw new Error('a journal begins and ends by itself');
    const next = follow(this.#state, checked);
    return this.#take(this.#link(checked), next);
  }

  continueWhenDue(on: IsoDate): Result<Rotation | null, StorageError> {
    if (this.#failed) return fail(this.#failed);
    if (!this.#isFull(on) || !isAtRest(this.#state)) return ok(null);
    const sealed = this.#seal(Number((this.#state.newestDate ?? on).slice(0, 4)));
    if (!sealed.ok) return sealed;
    try {
      putInPlace(this.#database, sealed.value, this.#at);
      this.#adopt();
    } catch (error) {
      // The next start does it (continueSealed).
      this.#failed = storageError(error);
      if (this.#database.isOpen) this.#database.close();
      return fail(this.#failed);
    }
    const { archive } = sealed.value;
    return ok({ archive, ...tidyArchives(this.path, this.#state, this.#options.keepArchives ?? DEFAULT_KEEP) });
  }

  entries(first = 1): IterableIterator<Entry> {
    return entriesFrom(() => this.#database, first);
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
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#database.isOpen) this.#database.close();
    this.#mark.close();
  }

  #hashOf(entry: number): string | null {
    if (!this.#database.isOpen) return null;
    const row = this.#database.prepare('SELECT hash FROM entries WHERE number = ?').get(entry);
    return row ? String(row.hash) : null;
  }

  readonly #at = (step: RotationStep): void => this.#options.at?.(step);

  /** A date that goes back does not count: the year of a file is that of its newest. */
  #isFull(on: IsoDate): boolean {
    const { newestDate } = this.#state;
    const isOfAnEarlierYear = newestDate !== null && newestDate.slice(0, 4) < on.slice(0, 4);
    return isOfAnEarlierYear || this.#head.entry - this.#first + 1 >= (this.#options.maxEntries ?? DEFAULT_MAX_ENTRIES);
  }

  /** The next file is built first: a disk without room for it is found out before anything has been closed. */
  #seal(year: number): Result<Sealed, StorageError> {
    const built = this.#buildNext(year);
    if (!built.ok) return built;
    const { row, sealed, state } = built.value;
    this.#at('next-built');
    const stored = this.#take([row], state);
    if (!stored.ok) return stored;
    // The next file may only stand where the mark has come as far as the seal.
    if (this.#failed) return fail(this.#failed);
    this.#at('sealed');
    return ok(sealed);
  }

  #buildNext(year: number): Result<{ row: Row; sealed: Sealed; state: MutableJournalState }, StorageError> {
    try {
      const archive = nextArchiveName(this.path, year);
      const body: EntryBody = { kind: 'journal-sealed', year, archive };
      const state = follow(this.#state, [body]);
      const [row] = this.#link([body]) as [Row];
      const head = { entry: row.number, hash: row.hash };
      const sealed: Sealed = { path: this.path, beginning: this.#beginning, head, state, archive };
      buildNext(sealed, row.at_ms);
      return ok({ row, sealed, state });
    } catch (error) {
      return fail(storageError(error));
    }
  }

  /** Goes on in the file that was put in place, read back like at a start. */
  #adopt(): void {
    const opened = openChecked(this.#options);
    if (!opened.ok) throw new Error('detail' in opened.error ? opened.error.detail : opened.error.kind);
    const { database, replayed } = opened.value;
    this.#database = database;
    this.#insert = prepareInsert(database);
    this.#beginning = replayed.beginning;
    this.#first = replayed.first;
    this.#state = replayed.state;
    this.#head = replayed.head;
    this.#mark.set(this.#head);
    this.#at('opened');
    this.#protectArchive();
  }

  #protectArchive(): void {
    if (this.#beginning.kind === 'journal-continued') makeReadOnly(this.path, this.#beginning.archive.name);
  }

  #take(rows: readonly Row[], next: MutableJournalState): Result<JournalHead, StorageError> {
    const stored = this.#storeMakingRoom(rows);
    if (!stored.ok) return stored;
    this.#state = next;
    const newest = rows.at(-1);
    if (newest) this.#head = { entry: newest.number, hash: newest.hash };
    this.#setMark();
    return ok(this.#head);
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
      for (const row of rows) this.#insert.run(...valuesOf(row));
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
