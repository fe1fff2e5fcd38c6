import type { CenterDatabase } from './database.ts';
import type { CenterLog } from './log.ts';
import { openPostgres, type Purpose } from './postgres.ts';
import { openSqlite, serving } from './sqlite.ts';

/** Whether this names a PostgreSQL (`postgres://…`) and not a file. */
export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:/.test(database);
}

/**
 * @param database a SQLite file, `:memory:`, or `postgres://user@host/database`.
 * @param purpose see postgres.ts; to a file it matters only whether stations are served.
 */
export async function openDatabase(
  database: string,
  log: CenterLog,
  purpose: Purpose = 'calls',
): Promise<CenterDatabase> {
  if (isPostgres(database)) return await openPostgres({ url: database, log, purpose });
  const db = openSqlite(database);
  return purpose === 'serving' ? serving(db, log) : db;
}
