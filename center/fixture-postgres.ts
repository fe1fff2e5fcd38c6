/**
 * For tests: PostgreSQL in place of SQLite, where the project `postgres` of vitest.config.ts started one. Its tests run
 * one after the other in one database, which each of them finds empty.
 */
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { silentLog } from './log.ts';
import { openPostgres, type PostgresDatabase } from './postgres.ts';
import type { Row } from './sql.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database; missing: the tests run on SQLite. */
    postgres?: string;
  }
}

export const postgresUrl = inject('postgres');
export const onPostgres = postgresUrl !== undefined;

let db: PostgresDatabase | null = null;
let raw: pg.Client | null = null;

/** Straight to the database. Whoever breaks more than what stands in the tables mends it. */
export async function rawPostgres(text: string): Promise<Row[]> {
  if (!raw) {
    raw = new pg.Client({ connectionString: String(postgresUrl), types: { getTypeParser: () => String } });
    await raw.connect();
  }
  const results: pg.QueryResult | pg.QueryResult[] = await raw.query(text);
  const last = Array.isArray(results) ? results.at(-1) : results;
  return (last?.rows ?? []) as Row[];
}

let emptied: string | null = null;

/** An empty database of a center. The one that was handed out before is not used any more. */
export async function emptyPostgres(): Promise<PostgresDatabase> {
  if (emptied === null) {
    const tables = await rawPostgres(
      `SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
       AND relnamespace = 'public'::regnamespace AND relname <> 'migrations'`,
    );
    emptied = tables.map(({ relname }) => `DELETE FROM ${relname}`).join('; ');
  }
  // As a replica does: no trigger in the way.
  await rawPostgres(`SET session_replication_role = replica; ${emptied}; SET session_replication_role = origin`);
  db ??= await openPostgres({ url: String(postgresUrl), log: silentLog() });
  return db;
}

/** As if the server had gone away; the next test connects again. */
export async function closePostgres(): Promise<void> {
  await db?.close();
  db = null;
}

if (onPostgres) {
  afterAll(async () => {
    await closePostgres();
    await raw?.end();
  });
}
