/** What the center's commands do (cli/center.ts reads their arguments). */
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type AuditedAct, type AuditRow, audit, auditPage, auditRevoked } from './audit.ts';
import { isMarked, Restored } from './back-up/mark.ts';
import type { BusinessDate } from './business-date.ts';
import { operatorCalls } from './contract/operator.ts';
import type { CenterDatabase } from './database.ts';
import { forbiddenCalls } from './forbidden.ts';
import { type GrantRunOptions, type GrantRunReport, grantRun } from './grant-run.ts';
import { type CenterServer, serveHttp } from './http.ts';
import { type ImportCount, importEach, LINE_LIMIT, type Refused } from './import.ts';
import { checkDatabase } from './ledger/check.ts';
import { linesOf } from './lines.ts';
import { type CenterLog, reasonOf, silentLog } from './log.ts';
import { openDatabase } from './open.ts';
import { metricsOf } from './operation/metrics.ts';
import { operatorRoutes } from './operation/routes.ts';
import { Watch, watched } from './operation/watch.ts';
import { centerOver } from './service.ts';
import { type Port, plainGate } from './tls/gate.ts';
import { setUpTls, type TlsFiles } from './tls/setup.ts';

export interface ServeOptions {
  /** A file, `:memory:`, or `postgres://…`. */
  readonly database: string;
  readonly businessDate: BusinessDate;
  readonly log: CenterLog;
  readonly host: string;
  readonly port: number;
  /** Where the operator's own systems ask; null: nowhere. */
  readonly operatorPort: number | null;
  readonly operatorHost: string;
  /** Null: plain HTTP, on both ports. */
  readonly tls: TlsFiles | null;
  /** Taken before the first call, with what came of it told. */
  readonly importFile: string | null;
  readonly onImported: (report: ImportCount) => void;
  readonly onRefused: OnRefused;
}

/** Hears of each line that was refused, in turn. */
type OnRefused = (refused: Refused) => void;

export interface Served extends Omit<CenterServer, 'renew'> {
  /** Null: not served. */
  readonly operatorUrl: string | null;
  /** Reads certificates and revocations again (SIGHUP). */
  reread(): void;
}

/** Serves until `stop`, which lets calls under way end and closes the database. Rejects where it cannot start. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { businessDate, log, host, port, operatorHost, operatorPort, tls: files } = options;
  const { importFile, onImported, onRefused } = options;
  const database = await openDatabase(options.database, log, 'serving');
  const watch = new Watch();
  const metrics = metricsOf(database, watch);
  try {
    const tls = files && setUpTls({ files, log, onRevoked: (entries) => void noteRevoked(database, log, entries) });
    if (await isMarked(database)) throw new Restored();
    if (importFile !== null) onImported(await take(database, importFile, businessDate, onRefused));
    const center = watched(centerOver(database, businessDate, log), watch);
    const onForbidden = forbiddenCalls(database, log).refused;
    const gate = (port: Port) => tls?.gate(port) ?? plainGate();
    let stopped: Promise<void> | null = null;
    const also = (server: FastifyInstance): void =>
      operatorRoutes(server, {
        db: database,
        businessDate,
        watch,
        metrics,
        isStopping: () => stopped !== null,
        gate: gate('operator'),
      });
    const server = await serveHttp({ center, log, host, port, gate: gate('station'), onForbidden });
    const forOperator = {
      center,
      log,
      host: operatorHost,
      calls: operatorCalls,
      gate: gate('operator'),
      onForbidden,
      also,
    };
    const operator =
      operatorPort === null
        ? null
        : await serveHttp({ ...forOperator, port: operatorPort }).catch(async (error) => {
            await server.stop();
            throw error;
          });
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
      reread: () =>
        tls?.reread((context) => {
          server.renew(context);
          operator?.renew(context);
        }),
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
  return withDatabase(database, async (db) => {
    if (options.dryRun === true) return await grantRun(db, options);
    const what = options.due === 'after-the-end' ? 'after the end' : `planned until ${options.due.plannedUntil}`;
    await note(db, 'grant-run', 'begun', what);
    const report = await grantRun(db, options);
    const { grants, points, forStaff } = report;
    await note(db, 'grant-run', 'done', `${what}: ${grants} grants, ${points} points, ${forStaff} for staff`);
    return report;
  });
}

/** The audit log from a day or an instant (ISO) on, in pieces. */
export function readAudit(database: string, since: string, each: (row: AuditRow) => void): Promise<void> {
  return withDatabase(database, async (db) => {
    for (let after = 0, rows: readonly AuditRow[] = []; ; after = rows.at(-1)?.number ?? 0) {
      rows = await db.read(() => auditPage(since, after, AUDIT_PAGE));
      if (rows.length === 0) return;
      for (const row of rows) each(row);
    }
  });
}

const AUDIT_PAGE = 1_000;

/** What does not add up, in words; empty where all does. */
export function checkFile(database: string): Promise<readonly string[]> {
  return withDatabase(database, checkDatabase);
}

async function withDatabase<Done>(database: string, work: (db: CenterDatabase) => Promise<Done>): Promise<Done> {
  const db = await openDatabase(database, silentLog(), 'patient');
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** A file whose name ends in `.csv` is CSV, any other JSON lines. */
async function take(
  db: CenterDatabase,
  file: string,
  businessDate: BusinessDate,
  onRefused: OnRefused,
): Promise<ImportCount> {
  const format = file.endsWith('.csv') ? 'csv' : 'json-lines';
  await note(db, 'import', 'begun', basename(file));
  const count = await importEach(db, linesOf(file, LINE_LIMIT), businessDate(), format, (refused) => {
    onRefused(refused);
    return true;
  }).catch(async (error: unknown) => {
    await note(db, 'import', 'failed', basename(file)).catch(() => {});
    throw error;
  });
  const { added, knownBefore, refused } = count;
  const came = `${added} taken, ${knownBefore} known before, ${refused} refused`;
  await note(db, 'import', 'done', `${basename(file)}: ${came}`);
  return count;
}

/** Of a command: who gave it is whose process this is. */
async function note(db: CenterDatabase, act: AuditedAct, result: string, detail: string): Promise<void> {
  await db.write(() => audit({ who: `command:${userName()}`, act, result, detail }));
}

/** In a container a user may have a number only. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

async function noteRevoked(db: CenterDatabase, log: CenterLog, entries: ReadonlySet<string>): Promise<void> {
  try {
    await db.write(() => auditRevoked(entries));
  } catch (error) {
    log.error({ detail: reasonOf(error) }, 'what was revoked could not be audited; it holds all the same');
  }
}
