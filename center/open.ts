import type { CenterDatabase } from './database.ts';
import type { CenterLog } from './log.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** Whether this names a PostgreSQL (`postgres://…`) and not a file. */
export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:/.test(database);
}

/**
 * @param database a SQLite file, `:memory:`, or `postgres://user@host/database`.
 * @param patient for work that reads everything (check, grant run): no statement is too long.
 */
export async function openDatabase(database: string, log: CenterLog, patient = false): Promise<CenterDatabase> {
  return isPostgres(database) ? await openPostgres({ url: database, log, patient }) : openSqlite(database);
}
