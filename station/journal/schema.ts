import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Row, valuesOf } from './chain.ts';

/**
 * Raised with every change of the table or of the union of entries. A journal with a higher one is refused. 2 knows
 * sealed journals and those that continue them; 3 what the machine's clock said at a start; 4 the audit log's anchor.
 */
export const SCHEMA_VERSION = 4;

/** The table has been the same since version 1: an older journal becomes a newer one by its number alone. */
const OLDEST_VERSION = 1;

/** What a file is, and the version of what it says: tells our files from each other and from other SQLite databases. */
export interface Application {
  /** PRAGMA application_id. */
  readonly id: number;
  /** PRAGMA user_version. */
  readonly version: number;
  readonly name: string;
}

/** `WKJ1`. */
export const JOURNAL: Application = { id: 0x574b_4a31, version: SCHEMA_VERSION, name: 'journal' };

const OBJECTS: Readonly<Record<string, string>> = {
  entries:
    'CREATE TABLE entries (number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL) STRICT',
  entries_stay:
    "CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT raise(ABORT, 'the journal is append-only'); END",
  entries_remain:
    "CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT raise(ABORT, 'the journal is append-only'); END",
  // INSERT OR REPLACE deletes without a DELETE trigger: only the next number can be inserted.
  entries_in_order:
    "CREATE TRIGGER entries_in_order BEFORE INSERT ON entries WHEN new.number <> (SELECT coalesce(max(number), 0) + 1 FROM entries) BEGIN SELECT raise(ABORT, 'the journal has no gaps'); END",
};

/** Fills an empty database. Its first entry may have any number: the triggers watch from there on. */
export function createSchema(database: DatabaseSync, first: Row, { id, version }: Application = JOURNAL): void {
  const { entries, ...triggers } = OBJECTS;
  database.exec(`BEGIN; PRAGMA application_id=${id}; PRAGMA user_version=${version}; ${entries}`);
  prepareInsert(database).run(...valuesOf(first));
  for (const sql of Object.values(triggers)) database.exec(sql);
  database.exec('COMMIT');
}

export const prepareInsert = (database: DatabaseSync): StatementSync =>
  database.prepare('INSERT INTO entries (number, at_ms, body, hash) VALUES (?, ?, ?, ?)');

/** From here on an older program refuses it. */
export function upgradeSchema(database: DatabaseSync, { version }: Application = JOURNAL): void {
  if (pragma(database, 'user_version') < version) database.exec(`PRAGMA user_version=${version}`);
}

export type SchemaFinding =
  | { readonly kind: 'ours' }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'foreign'; readonly detail: string };

/** Is this database a journal (or what else is named) of this program, exactly as `createSchema` makes it? */
export function inspectSchema(database: DatabaseSync, application: Application = JOURNAL): SchemaFinding {
  if (pragma(database, 'application_id') !== application.id) {
    return { kind: 'foreign', detail: `the file is not a ${application.name}` };
  }
  const version = pragma(database, 'user_version');
  if (version > application.version) return { kind: 'newer', version };
  if (version < OLDEST_VERSION) return { kind: 'foreign', detail: `schema version ${version} never existed` };
  const found = database.prepare('SELECT name, sql FROM sqlite_schema').all();
  for (const { name, sql } of found) {
    if (OBJECTS[String(name)] !== sql) return { kind: 'foreign', detail: `${name} is not as it was made` };
  }
  return found.length === Object.keys(OBJECTS).length
    ? { kind: 'ours' }
    : { kind: 'foreign', detail: 'a table or trigger is missing' };
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
