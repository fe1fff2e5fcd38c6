/** What the center's commands do (cli/center.ts reads their arguments). */
import type { FastifyInstance } from 'fastify';
import { isMarked } from './back-up/mark.ts';
import type { BusinessDate } from './business-date.ts';
import { operatorCalls } from './contract/operator.ts';
import type { CenterDatabase } from './database.ts';
import { type GrantRunOptions, type GrantRunReport, grantRun } from './grant-run.ts';
import { type CenterServer, serveHttp } from './http.ts';
import { type ImportCount, importEach, LINE_LIMIT, type Refused } from './import.ts';
import { checkDatabase } from './ledger/check.ts';
import { linesOf } from './lines.ts';
import { type CenterLog, silentLog } from './log.ts';
import { openDatabase } from './open.ts';
import { metricsOf } from './operation/metrics.ts';
import { operatorRoutes } from './operation/routes.ts';
import { Watch, watched } from './operation/watch.ts';
import { centerOver } from './service.ts';

export interface ServeOptions {
  /** A file, `:memory:`, or `postgres://…`. */
  readonly database: string;
  readonly businessDate: BusinessDate;
  readonly log: CenterLog;
  readonly host: string;
  readonly port: number;
  /** Where the operator's own systems ask, from this machine only; null: nowhere. */
  readonly operatorPort: number | null;
  /** Taken before the first call, with what came of it told. */
  readonly importFile: string | null;
  readonly onImported: (report: ImportCount) => void;
  readonly onRefused: OnRefused;
}

/** Hears of each line that was refused, in turn. */
type OnRefused = (refused: Refused) => void;

export interface Served extends CenterServer {
  /** Null: not served. */
  readonly operatorUrl: string | null;
}

const RESTORED =
  'the database was restored from a back-up, and does not know what was answered since: retell, then reopen (docs/center.md)';

/** Serves until `stop`, which lets calls under way end and closes the database. Rejects where it cannot start. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { businessDate, log, host, port, operatorPort, importFile, onImported, onRefused } = options;
  const database = await openDatabase(options.database, log);
  const watch = new Watch();
  const metrics = metricsOf(database, watch);
  try {
    if (await isMarked(database)) throw new Error(RESTORED);
    if (importFile !== null) onImported(await take(database, importFile, businessDate, onRefused));
    const center = watched(centerOver(database, businessDate, log), watch);
    let stopped: Promise<void> | null = null;
    const also = (server: FastifyInstance): void =>
      operatorRoutes(server, { db: database, businessDate, watch, metrics, isStopping: () => stopped !== null });
    const server = await serveHttp({ center, log, host, port });
    const operator =
      operatorPort === null
        ? null
        : await serveHttp({ center, log, host: '127.0.0.1', port: operatorPort, calls: operatorCalls, also }).catch(
            async (error) => {
              await server.stop();
              throw error;
            },
          );
    const stop = async (): Promise<void> => {
      // While calls of stations end, the operator's port says that this center is not ready any more.
      await server.stop();
      await operator?.stop();
      metrics.stop();
      await database.close();
    };
    return {
      url: server.url,
      operatorUrl: operator?.url ?? null,
      stop() {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    metrics.stop();
    await database.close();
    throw error;
  }
}

/** Imports a file; throws where it cannot be read. */
export function importFile(
  database: string,
  file: string,
  businessDate: BusinessDate,
  onRefused: OnRefused,
): Promise<ImportCount> {
  return withDatabase(database, (db) => take(db, file, businessDate, onRefused));
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

/** A file whose name ends in `.csv` is CSV, any other JSON lines. */
function take(
  db: CenterDatabase,
  file: string,
  businessDate: BusinessDate,
  onRefused: OnRefused,
): Promise<ImportCount> {
  const format = file.endsWith('.csv') ? 'csv' : 'json-lines';
  return importEach(db, linesOf(file, LINE_LIMIT), businessDate(), format, (refused) => {
    onRefused(refused);
    return true;
  });
}
