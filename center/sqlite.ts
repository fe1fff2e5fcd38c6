import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Convoys, DONE_AGAIN_ALONE, NO_TIME } from './convoys.ts';
import type { CenterDatabase } from './database.ts';
import { type CenterLog, reasonOf } from './log.ts';
import { APPEND_ONLY, SCHEMA, SCHEMA_VERSION, SINCE, triggersOf } from './schema.ts';
import type { Row, Sql, Statement, Step } from './sql.ts';

/** How long a call waits for another process (`check`, a back-up) to let go of the file, ms. */
const BUSY_TIMEOUT_MS = 5_000;

/** 16 MB: a page that many calls change is written to its place once for all of them. */
const PAGES_OF_LOG = 4_000;

/** In this process, hence without waiting. */
export interface SqliteDatabase extends CenterDatabase {
  write<Outcome>(work: () => Sql<Outcome>): Outcome;
  writeTogether<Outcome>(work: () => Sql<Outcome>): Outcome;
  read<Outcome>(work: () => Sql<Outcome>): Outcome;
  close(): void;
}

const GUARDS = [
  `SELECT 'the database file is damaged: ' || integrity_check AS what FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 1`,
  `SELECT 'the tables only grow: the trigger ' || column1 || ' is missing' AS what
   FROM (VALUES ${APPEND_ONLY.flatMap(triggersOf)
     .map((name) => `('${name}')`)
     .join(', ')})
   WHERE column1 NOT IN (SELECT name FROM sqlite_schema WHERE type = 'trigger')`,
];

/**
 * Opens a file (`:memory:` for tests), or takes an open database over.
 * Throws with one line for people where it is no database of ours, is damaged, or was written by a newer version.
 */
export function openSqlite(database: DatabaseSync | string): SqliteDatabase {
  const db = typeof database === 'string' ? new DatabaseSync(database) : database;
  try {
    prepare(db);
  } catch (error) {
    if (typeof database === 'string') db.close();
    throw error;
  }
  return sqliteDatabase(db);
}

/** The same for a center that serves many stations: what they ask for at once is forced to the disk once. */
export function serving(db: SqliteDatabase, log: CenterLog, patienceMs = BUSY_TIMEOUT_MS): CenterDatabase {
  let last: Promise<unknown> = Promise.resolve();
  const convoys = new Convoys({
    atOnce: 1,
    patienceMs,
    together: async (works) => db.write(() => oneAfterTheOther(works)),
    alone: (work) => {
      const since = performance.now();
      // With a turn for everything else between two of them.
      const done = last.then(nextTurn).then(() => {
        // A file that somebody holds stops this process for the time that a call waits for it: once, and not for each of them.
        if (performance.now() - since > patienceMs) throw new Error(NO_TIME);
        return db.write(work);
      });
      last = done.catch(() => {});
      return done;
    },
    // The file is in use by somebody else, full, or damaged: so it is for each of them.
    isOfOneCall: (error) =>
      !(error instanceof Error && 'errcode' in error) || OF_ONE_CALL.has(Number(error.errcode) & 0xff),
    onParted: (calls, error) => log.info({ calls, reason: reasonOf(error) }, DONE_AGAIN_ALONE),
    now: () => performance.now(),
  });
  return { ...db, writeTogether: (work) => convoys.write(work), doneAgain: () => convoys.doneAgain };
}

/** Primary result codes (sqlite.org/rescode.html): an error of the statement itself, too big, a constraint, a type, a range. */
const OF_ONE_CALL: ReadonlySet<number> = new Set([1, 18, 19, 20, 25]);

function* oneAfterTheOther(works: readonly (() => Sql<unknown>)[]): Sql<readonly unknown[]> {
  const outcomes: unknown[] = [];
  for (const work of works) outcomes.push(yield* work());
  return outcomes;
}

function prepare(db: DatabaseSync): void {
  // FULL: what has been answered is on the disk (design §3). recursive_triggers: REPLACE cannot go round a trigger.
  db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA wal_autocheckpoint = ${PAGES_OF_LOG}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;`);
  // Two centers that start on a new file at once: the second finds the tables made.
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version);
    if (version > SCHEMA_VERSION) {
      throw new Error(
        `the database has schema ${version}, this program knows ${SCHEMA_VERSION}: start the newer program`,
      );
    }
    const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n);
    if (version === 0 && tables > 0) throw new Error('the database is not one of a points center');
    if (version === 0) db.exec(SCHEMA);
    else for (const step of SINCE.slice(version - 1)) db.exec(step);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function sqliteDatabase(db: DatabaseSync): SqliteDatabase {
  // Every statement's text is a constant of this program: the cache cannot grow.
  const statements = new Map<string, StatementSync>();
  const prepared = (text: string): StatementSync => {
    let statement = statements.get(text);
    if (!statement) {
      statement = db.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };
  const execute = ({ text, values }: Statement): readonly Row[] => prepared(text).all(...values) as Row[];
  // A writing transaction is alone: there is nothing to lock.
  const rowsOf = (step: Step): readonly Row[] => ('lock' in step ? [] : execute(step));
  const transaction = <Outcome>(begin: string, work: () => Sql<Outcome>): Outcome => {
    db.exec(begin);
    try {
      const steps = work();
      let step = steps.next([]);
      while (!step.done) step = steps.next(rowsOf(step.value));
      db.exec('COMMIT');
      return step.value;
    } catch (error) {
      // A failed COMMIT may have rolled back by itself.
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
  // IMMEDIATE: what was read stays true until the commit.
  const write = <Outcome>(work: () => Sql<Outcome>): Outcome => transaction('BEGIN IMMEDIATE', work);
  return {
    write,
    // One call comes after the other here.
    writeTogether: write,
    read: (work) => transaction('BEGIN', work),
    guards: GUARDS,
    schema: { text: 'SELECT user_version AS version FROM pragma_user_version', version: SCHEMA_VERSION },
    tables: "SELECT name FROM sqlite_schema WHERE type = 'table'",
    close: () => db.close(),
  };
}
