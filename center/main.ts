/** What the center's commands do (cli/center.ts reads their arguments). */
import { open } from 'node:fs/promises';
import type { BusinessDate } from './business-date.ts';
import type { CenterDatabase } from './database.ts';
import { type GrantRunOptions, type GrantRunReport, grantRun } from './grant-run.ts';
import { type CenterServer, serveHttp } from './http.ts';
import { type ImportReport, importLines } from './import.ts';
import { checkDatabase } from './ledger/check.ts';
import { type CenterLog, silentLog } from './log.ts';
import { openDatabase } from './open.ts';
import { centerOver } from './service.ts';

export interface ServeOptions {
  /** A file, `:memory:`, or `postgres://…`. */
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
  const database = await openDatabase(options.database, log);
  try {
    const center = centerOver(database, businessDate, log);
    if (importFile !== null) onImported(await importLines(database, linesOf(importFile), businessDate()));
    const server = await serveHttp({ center, log, host, port });
    return {
      url: server.url,
      async stop() {
        await server.stop();
        await center.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Imports a file of JSON lines; throws where it cannot be read. */
export function importFile(database: string, file: string, businessDate: BusinessDate): Promise<ImportReport> {
  return withDatabase(database, (db) => importLines(db, linesOf(file), businessDate()));
}

/** See grant-run.ts. */
export function runGrants(database: string, options: GrantRunOptions): Promise<GrantRunReport> {
  return withDatabase(database, (db) => grantRun(db, options));
}

/** What does not add up, in words; empty where all does. */
export function checkFile(database: string): Promise<readonly string[]> {
  return withDatabase(database, checkDatabase);
}

async function withDatabase<Done>(database: string, work: (db: CenterDatabase) => Promise<Done>): Promise<Done> {
  const db = await openDatabase(database, silentLog(), true);
  try {
    return await work(db);
  } finally {
    await db.close();
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
