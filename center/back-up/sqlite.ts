/** Back-up and restore of a center on SQLite. Both may be cut off anywhere: what has the name that was asked for is whole. */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkBooks } from '../ledger/check.ts';
import { SCHEMA_VERSION } from '../schema.ts';
import { openSqlite } from '../sqlite.ts';
import { MAKE_MARK } from './mark.ts';
import { makePrivate } from './private-file.ts';

/** A file under another name, until it is whole. */
const partOf = (file: string): string => `${file}.part`;

/** Also what SQLite had beside it: a `-wal` that a cut-off run left would be played into the next one. */
function removePart(part: string): void {
  for (const rest of [part, `${part}-wal`, `${part}-shm`]) rmSync(rest, { force: true });
}

/**
 * One state of the database as a file of its own, while its center goes on. What was copied is opened, its books are checked, and
 * it is on the disk when this returns. Throws with one line for people: the file is there already, the database is none of
 * ours, or its books do not add up.
 */
export function backUpSqlite(database: string, file: string): void {
  refuseExisting(file);
  const part = partOf(file);
  const source = new DatabaseSync(database, { readOnly: true });
  try {
    const version = Number(source.prepare('PRAGMA user_version').get()?.user_version);
    if (version !== SCHEMA_VERSION) {
      throw new Error(`${database} has schema ${version}, this program backs up ${SCHEMA_VERSION}`);
    }
    removePart(part);
    makePrivate(part);
    source.prepare('VACUUM INTO ?').run(part);
  } finally {
    source.close();
  }
  finished(part, file);
}

/** Puts a back-up in place of a database that is not there, with the mark (mark.ts). Throws as above. */
export function restoreSqlite(file: string, database: string): void {
  for (const there of [database, `${database}-wal`, `${database}-shm`]) refuseExisting(there);
  const part = partOf(database);
  removePart(part);
  copyFileSync(file, part, constants.COPYFILE_EXCL);
  chmodSync(part, 0o600);
  finished(part, database, MAKE_MARK);
}

function refuseExisting(file: string): void {
  if (existsSync(file)) throw new Error(`${file} is there already, and nothing is written over it`);
}

function finished(part: string, file: string, alsoRun: string | null = null): void {
  try {
    // Brings a back-up of an older program up to date, too.
    const db = openSqlite(part);
    try {
      const faults = db.read(() => checkBooks(db.guards));
      if (faults.length > 0) throw new Error(`its books do not add up: ${faults.join('; ')}`);
    } finally {
      db.close();
    }
    if (alsoRun !== null) {
      const copy = new DatabaseSync(part);
      copy.exec(alsoRun);
      copy.close();
    }
    flush(part);
    // Not renamed: that would write over a file that came in the meantime.
    linkSync(part, file);
  } finally {
    removePart(part);
  }
  flush(dirname(file));
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
