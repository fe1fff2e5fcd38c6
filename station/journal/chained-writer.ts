/**
 * The writing end of an append-only file whose entries carry the hash of the one before: one transaction an append, on
 * disk when it returns, with its mark behind it. What the entries mean is not known here.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { link, type Row, valuesOf } from './chain.ts';
import { HeadMark } from './head-mark.ts';
import { prepareInsert } from './schema.ts';
import {
  headMarkOf,
  isDiskFull,
  isInputOutputError,
  Reserve,
  reserveOf,
  type StorageError,
  storageError,
} from './storage.ts';

export interface WriterOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Room kept for the day the disk is full. */
  readonly reserveBytes: number;
}

export class ChainedWriter {
  readonly #clock: Clock;
  readonly #mark: HeadMark;
  readonly #reserve: Reserve;
  #database: DatabaseSync;
  #insert: StatementSync;
  #head: JournalHead;
  #failed: StorageError | null = null;
  #isClosed = false;

  constructor(database: DatabaseSync, head: JournalHead, { path, clock, reserveBytes }: WriterOptions) {
    this.#database = database;
    this.#insert = prepareInsert(database);
    this.#head = head;
    this.#clock = clock;
    this.#reserve = new Reserve(reserveOf(path), reserveBytes);
    this.#mark = new HeadMark(headMarkOf(path));
    // A start may have been cut off between an entry and its mark.
    this.#mark.set(head);
  }

  get database(): DatabaseSync {
    return this.#database;
  }

  get head(): JournalHead {
    return this.#head;
  }

  /** Set by the first input/output error; nothing is written after it until the file is opened anew. */
  get failed(): StorageError | null {
    return this.#failed;
  }

  /** Room for what must be written down whatever happens to the disk in between. */
  secureSpace(): Result<void, StorageError> {
    if (this.#failed) return fail(this.#failed);
    try {
      this.#reserve.secure();
      return ok(undefined);
    } catch (error) {
      return fail(storageError(error));
    }
  }

  /** The rows that these bodies make, after the newest one. */
  link(bodies: readonly unknown[]): Row[] {
    const rows: Row[] = [];
    let { entry, hash } = this.#head;
    for (const body of bodies) {
      const row = link(hash, ++entry, Math.round(this.#clock.now()), body);
      rows.push(row);
      hash = row.hash;
    }
    return rows;
  }

  /** One transaction: all of these rows or none, on disk when it returns. */
  take(rows: readonly Row[]): Result<JournalHead, StorageError> {
    if (this.#failed) return fail(this.#failed);
    const stored = this.#storeMakingRoom(rows);
    if (!stored.ok) return stored;
    const newest = rows.at(-1);
    if (newest) this.#head = { entry: newest.number, hash: newest.hash };
    this.#setMark();
    return ok(this.#head);
  }

  /** A copy of this file in one piece, in a file that must not be there yet. */
  export(file: string): Result<void, StorageError> {
    try {
      this.#database.prepare('VACUUM INTO ?').run(file);
      return ok(undefined);
    } catch (error) {
      return fail(storageError(error));
    }
  }

  /** Another file stands in the place of the one before, and goes on from it. */
  goOnIn(database: DatabaseSync, head: JournalHead): void {
    this.#database = database;
    this.#insert = prepareInsert(database);
    this.#head = head;
    this.#mark.set(head);
  }

  /** Nothing is written any more until the next start. */
  breakOff(error: unknown): StorageError {
    this.#failed = storageError(error);
    if (this.#database.isOpen) this.#database.close();
    return this.#failed;
  }

  close(): void {
    this.#failed ??= { kind: 'storage', detail: 'the file is closed' };
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#database.isOpen) this.#database.close();
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

  /** The reserve is there for exactly this: an entry that must be written down finds the disk full. */
  #storeMakingRoom(rows: readonly Row[]): Result<void, StorageError> {
    for (;;) {
      try {
        this.#store(rows);
        return ok(undefined);
      } catch (error) {
        if (isDiskFull(error) && this.#reserve.release()) continue;
        const problem = storageError(error);
        if (isInputOutputError(error)) this.#failed = problem;
        return fail(problem);
      }
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
}
