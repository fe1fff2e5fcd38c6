import type { CenterDatabase } from './database.ts';
import type { CenterLog } from './log.ts';
import { openPostgres, type Purpose } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** Whether this names a PostgreSQL (`postgres://…`) and not a file. */
export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:/.test(database);
}

/**
 * @param database a SQLite file, `:memory:`, or `postgres://user@host/database`.
 * @param purpose see postgres.ts: a file is opened alike for all of them.
 */
export async function openDatabase(
  database: string,
  log: CenterLog,
  purpose: Purpose = 'calls',
): Promise<CenterDatabase> {
  return isPostgres(database) ? await openPostgres({ url: database, log, purpose }) : openSqlite(database);
}
