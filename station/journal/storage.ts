/**
 * The journal's file: made whole or not at all, opened for one process only, and never silently replaced by an empty
 * one. Everything here is synchronous: an entry is on disk when the call returns.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import { createHeadMark, readHeadMark } from './head-mark.ts';

export interface StorageError {
  readonly kind: 'storage';
  readonly detail: string;
}

/**
 * Why a journal was not opened; each has its staff screen. `journal-broken`: it is not, or no longer, what this
 * station wrote. `journal-newer`: a newer program wrote it. `storage`: the disk or another process is in the way.
 */
export type OpenError =
  | { readonly kind: 'journal-broken'; readonly detail: string }
  | { readonly kind: 'journal-newer'; readonly version: number }
  | StorageError;

/** SQLite's primary result codes, the low byte of `errcode` (sqlite.org/rescode.html). */
const CORRUPT = 11;
const FULL = 13;
const IOERR = 10;
const NOTADB = 26;

/** The primary result code of an error that SQLite gave; null for any other error. */
function resultCode(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null;
  return typeof code === 'number' ? code & 0xff : null;
}

export const isDiskFull = (error: unknown): boolean => resultCode(error) === FULL;

/**
 * After a failed write or fsync the kernel may have dropped what it could not store, and a later fsync that succeeds
 * proves nothing about it: the connection is not used again.
 */
export const isInputOutputError = (error: unknown): boolean => resultCode(error) === IOERR;

export function storageError(error: unknown): StorageError {
  return { kind: 'storage', detail: error instanceof Error ? error.message : String(error) };
}

export function openError(error: unknown): OpenError {
  const code = resultCode(error);
  if (code === CORRUPT || code === NOTADB) return { kind: 'journal-broken', detail: (error as Error).message };
  return storageError(error);
}

/** Names of the files beside the journal. */
export const reserveOf = (path: string): string => `${path}.reserve`;
export const archiveFolderOf = (path: string): string => join(dirname(path), 'archive');
export const headMarkOf = (path: string): string => `${path}.head`;
const unfinishedOf = (path: string): string => `${path}.new`;
export const walOf = (path: string): string => `${path}-wal`;

export type Presence =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present' }
  | { readonly kind: 'lost'; readonly detail: string };

/** `absent` only where nothing shows that there has ever been a journal here. `hasArchives`: the folder of them is its own. */
export function presence(path: string, { hasArchives = true } = {}): Presence {
  if (existsSync(path)) {
    return statSync(path).size === 0 ? { kind: 'lost', detail: 'the journal file is empty' } : { kind: 'present' };
  }
  const own = [walOf(path), reserveOf(path), ...(hasArchives ? [archiveFolderOf(path)] : [])];
  const traces = own.filter((trace) => existsSync(trace));
  // A mark of the first entry is what a start leaves that was cut off while it made the file.
  if ((readHeadMark(headMarkOf(path))?.entry ?? 0) > 1) traces.push(headMarkOf(path));
  return traces.length === 0
    ? { kind: 'absent' }
    : { kind: 'lost', detail: `the journal is gone, ${traces[0]} is not` };
}

/** Makes a journal that has never been: no crash leaves an empty one. */
export function createWhole(path: string, fill: (database: DatabaseSync) => JournalHead): void {
  buildUnfinished(path, (database) => createHeadMark(headMarkOf(path), fill(database)));
  finish(path);
}

/** Makes a database under another name, whole and on disk when it returns; what an earlier start left of one goes. */
export function buildUnfinished(path: string, fill: (database: DatabaseSync) => void): void {
  const unfinished = unfinishedOf(path);
  removeUnfinished(unfinished);
  try {
    const database = new DatabaseSync(unfinished);
    try {
      database.exec('PRAGMA synchronous=FULL');
      fill(database);
    } finally {
      database.close();
    }
  } catch (error) {
    // On a full disk the journal itself needs the room that this took.
    removeUnfinished(unfinished);
    throw error;
  }
}

function removeUnfinished(unfinished: string): void {
  for (const leftover of [unfinished, `${unfinished}-journal`]) rmSync(leftover, { force: true });
}

/** Gives it its own name, over whatever has it. */
export function finish(path: string): void {
  renameSync(unfinishedOf(path), path);
  syncPath(dirname(path));
}

/** One process, one journal: EXCLUSIVE keeps a second station (or a tool) from writing into the same chain. */
export function openExclusive(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Bytes kept on disk for the day it is full: given back to the file system when an entry finds no room, so that a
 * transfer that has begun can always be written down to its end.
 */
export class Reserve {
  readonly #path: string;
  readonly #bytes: number;

  constructor(path: string, bytes: number) {
    this.#path = path;
    this.#bytes = bytes;
  }

  /** Makes sure that it is there, whole. Throws where the disk has no room for it. */
  secure(): void {
    if (existsSync(this.#path) && statSync(this.#path).size === this.#bytes) return;
    const file = openSync(this.#path, 'w', 0o600);
    try {
      // Written, not merely allocated: a file with holes takes no room.
      const chunk = Buffer.alloc(Math.min(this.#bytes, 65_536), 0xa5);
      for (let written = 0; written < this.#bytes; ) {
        written += writeSync(file, chunk, 0, Math.min(chunk.length, this.#bytes - written));
      }
      fsyncSync(file);
    } catch (error) {
      rmSync(this.#path, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives the room back. False where it had been given back before. */
  release(): boolean {
    if (!existsSync(this.#path)) return false;
    rmSync(this.#path, { force: true });
    return true;
  }
}

/** A small file with this text, whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const unfinished = unfinishedOf(path);
  writeFileSync(unfinished, text);
  syncPath(unfinished);
  renameSync(unfinished, path);
  syncPath(dirname(path));
}

export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
