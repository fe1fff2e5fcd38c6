/**
 * The journal: append-only, each entry carrying the hash of the one before, on disk when `append` returns (design §3).
 * It is read and checked from its first entry at every open; what the entries amount to is its `state`.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { IsoDate, JournalHead } from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { isArchived, makeReadOnly, nextArchiveName, type Tidied, tidyArchives } from './archives.ts';
import { GENESIS, link, type Row } from './chain.ts';
import { ChainedWriter } from './chained-writer.ts';
import { check, entriesFrom } from './check.ts';
import { type Beginning, type Entry, EntryBody, isBoundary } from './entries.ts';
import { HeadMark, readHeadMark } from './head-mark.ts';
import type { Replay } from './replay.ts';
import { buildNext, putInPlace, type RotationStep, type Sealed } from './rotation.ts';
import { createSchema, upgradeSchema } from './schema.ts';
import { apply, copyState, isAtRest, type JournalState, type MutableJournalState, objection } from './state.ts';
import {
  createWhole,
  headMarkOf,
  type OpenError,
  openError,
  openExclusive,
  presence,
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
  readonly #writer: ChainedWriter;
  #beginning: Beginning;
  /** Number of the first entry of this file. */
  #first: number;
  #state: MutableJournalState;

  constructor({ database, replayed }: OpenFile, options: JournalOptions) {
    const { path, clock, reserveBytes = RESERVE_BYTES } = options;
    this.path = path;
    this.stationId = options.stationId;
    this.#options = options;
    this.#beginning = replayed.beginning;
    this.#first = replayed.first;
    this.#state = replayed.state;
    this.#writer = new ChainedWriter(database, replayed.head, { path, clock, reserveBytes });
    // A start may have been cut off between an archive and its protection.
    this.#protectArchive();
  }

  get state(): JournalState {
    return this.#state;
  }

  head(): JournalHead {
    return this.#writer.head;
  }

  contains({ entry, hash }: JournalHead): boolean {
    if (entry < this.#first) return isArchived(this.path, { entry, hash });
    const { head } = this.#writer;
    return hash === (entry === head.entry ? head.hash : this.#hashOf(entry));
  }

  secureSpace(): Result<void, StorageError> {
    return this.#writer.secureSpace();
  }

  append(...bodies: readonly EntryBody[]): Result<JournalHead, StorageError> {
    const { failed } = this.#writer;
    if (failed) return fail(failed);
    const checked = bodies.map((body) => EntryBody.parse(body));
    if (checked.some(isBoundary)) throw new Error('a journal begins and ends by itself');
    const next = follow(this.#state, checked);
    return this.#take(this.#writer.link(checked), next);
  }

  continueWhenDue(on: IsoDate): Result<Rotation | null, StorageError> {
    const { failed } = this.#writer;
    if (failed) return fail(failed);
    if (!this.#isFull(on) || !isAtRest(this.#state)) return ok(null);
    const sealed = this.#seal(Number((this.#state.newestDate ?? on).slice(0, 4)));
    if (!sealed.ok) return sealed;
    try {
      putInPlace(this.#writer.database, sealed.value, this.#at);
      this.#adopt();
    } catch (error) {
      // The next start does it (continueSealed).
      return fail(this.#writer.breakOff(error));
    }
    const { archive } = sealed.value;
    return ok({ archive, ...tidyArchives(this.path, this.#state, this.#options.keepArchives ?? DEFAULT_KEEP) });
  }

  entries(first = 1): IterableIterator<Entry> {
    return entriesFrom(() => this.#writer.database, first);
  }

  export(file: string): Result<void, StorageError> {
    return this.#writer.export(file);
  }

  close(): void {
    this.#writer.close();
  }

  #hashOf(entry: number): string | null {
    const { database } = this.#writer;
    if (!database.isOpen) return null;
    const row = database.prepare('SELECT hash FROM entries WHERE number = ?').get(entry);
    return row ? String(row.hash) : null;
  }

  readonly #at = (step: RotationStep): void => this.#options.at?.(step);

  /** A date that goes back does not count: the year of a file is that of its newest. */
  #isFull(on: IsoDate): boolean {
    const { newestDate } = this.#state;
    const isOfAnEarlierYear = newestDate !== null && newestDate.slice(0, 4) < on.slice(0, 4);
    const count = this.#writer.head.entry - this.#first + 1;
    return isOfAnEarlierYear || count >= (this.#options.maxEntries ?? DEFAULT_MAX_ENTRIES);
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
    const { failed } = this.#writer;
    if (failed) return fail(failed);
    this.#at('sealed');
    return ok(sealed);
  }

  #buildNext(year: number): Result<{ row: Row; sealed: Sealed; state: MutableJournalState }, StorageError> {
    try {
      const archive = nextArchiveName(this.path, year);
      const body: EntryBody = { kind: 'journal-sealed', year, archive };
      const state = follow(this.#state, [body]);
      const [row] = this.#writer.link([body]) as [Row];
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
    this.#beginning = replayed.beginning;
    this.#first = replayed.first;
    this.#state = replayed.state;
    this.#writer.goOnIn(database, replayed.head);
    this.#at('opened');
    this.#protectArchive();
  }

  #protectArchive(): void {
    if (this.#beginning.kind === 'journal-continued') makeReadOnly(this.path, this.#beginning.archive.name);
  }

  #take(rows: readonly Row[], next: MutableJournalState): Result<JournalHead, StorageError> {
    const stored = this.#writer.take(rows);
    if (stored.ok) this.#state = next;
    return stored;
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
