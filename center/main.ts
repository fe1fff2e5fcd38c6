/** What the center's commands do (cli/center.ts reads their arguments). */
import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { BusinessDate } from './business-date.ts';
import { type GrantRunReport, type GrantsDue, grantRun } from './grant-run.ts';
import { type CenterServer, serveHttp } from './http.ts';
import { type ImportReport, importLines } from './import.ts';
import { checkDatabase } from './ledger/check.ts';
import type { CenterLog } from './log.ts';
import { createCenter } from './service.ts';
import { type CenterDatabase, openSqlite } from './sqlite.ts';

export interface ServeOptions {
  /** A file, or `:memory:`. */
  readonly database: string;
  readonly businessDate: BusinessDate;
  readonly log: CenterLog;
  readonly host: string;
  readonly port: number;
  /** Taken before the first call, with what came of it told. */
  readonly importFile: string | null;
  readonly onImported: (report: ImportReport) => void;
}

/** Serves until `stop`, which lets calls under way end and closes the database. Rejects where it cannot start. */
export async function serve(options: ServeOptions): Promise<CenterServer> {
  const { businessDate, log, host, port, importFile, onImported } = options;
  const database = new DatabaseSync(options.database);
  try {
    const center = createCenter({ database, businessDate, log });
    if (importFile !== null) {
      onImported(await importLines(openSqlite(database), linesOf(importFile), businessDate()));
    }
    const server = await serveHttp({ center, log, host, port });
    return {
      url: server.url,
      async stop() {
        await server.stop();
        center.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Imports a file of JSON lines; throws where it cannot be read. */
export function importFile(database: string, file: string, businessDate: BusinessDate): Promise<ImportReport> {
  return withDatabase(database, (db) => importLines(db, linesOf(file), businessDate()));
}

/** See grant-run.ts. */
export function runGrants(database: string, due: GrantsDue, businessDate: BusinessDate): Promise<GrantRunReport> {
  return withDatabase(database, async (db) => grantRun(db, due, businessDate()));
}

/** What does not add up, in words; empty where all does. */
export function checkFile(database: string): Promise<readonly string[]> {
  return withDatabase(database, async (db) => checkDatabase(db));
}

async function withDatabase<Done>(file: string, work: (db: CenterDatabase) => Promise<Done>): Promise<Done> {
  const db = openSqlite(file);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

async function* linesOf(file: string): AsyncIterable<string> {
  const handle = await open(file);
  try {
    yield* handle.readLines();
  } finally {
    await handle.close();
  }
}
