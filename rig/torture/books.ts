/** Where the center of a run with real processes keeps its books, and how its database is hurt: a file, or a PostgreSQL. */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { silentLog } from '../../center/log.ts';
import { openPostgres } from '../../center/postgres.ts';
import { openSqlite } from '../../center/sqlite.ts';
import { PostgresServer } from '../postgres.ts';

export interface Books {
  /** What the center's `--database` takes. */
  readonly database: string;
  /** The books as they stand, for whoever reads SQLite. */
  read(): Promise<DatabaseSync>;
}

export function fileBooks(file: string): Books {
  return { database: file, read: async () => new DatabaseSync(file, { readOnly: true }) };
}

/** How long PostgreSQL stays away after it was killed, ms. */
const AWAY_MS = 300;

/** One server for many runs, which come one after the other; each has a database of its own. */
export class PostgresBooks {
  readonly #server = new PostgresServer();
  #runs = 0;

  async start(): Promise<void> {
    await this.#server.start();
    await this.#administer('CREATE DATABASE template_center');
    await (await openPostgres({ url: this.#server.url('template_center'), log: silentLog() })).close();
  }

  async forRun(): Promise<Books> {
    const name = `run_${++this.#runs}`;
    await this.#administer(`CREATE DATABASE ${name} TEMPLATE template_center`);
    const database = this.#server.url(name);
    return { database, read: () => copyOf(database) };
  }

  /** As `pg_ctl stop -m immediate`: what was not confirmed is gone, what was is found again in the log. */
  async crash(): Promise<void> {
    await this.#server.stop('immediate');
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    await this.#server.start();
  }

  /** Every connection of a center is cut, whatever it is doing. */
  async cut(): Promise<void> {
    await this.#administer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wester-center'`,
    );
  }

  async remove(): Promise<void> {
    await this.#server.remove();
  }

  async #administer(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#server.url('postgres') });
    await client.connect();
    await client.query(text);
    await client.end();
  }
}

const TABLES = [
  'entries',
  'balances',
  'transfers',
  'transfer_ends',
  'discrepancies',
  'open_holds',
  'registrations',
  'ids',
];

async function copyOf(url: string): Promise<DatabaseSync> {
  const copy = new DatabaseSync(':memory:');
  openSqlite(copy);
  // Every value as its text, which SQLite turns into what its column says.
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => String } });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    for (const table of TABLES) {
      const { rows, fields } = await client.query<Record<string, string | null>>(`SELECT * FROM ${table}`);
      const names = fields.map(({ name }) => name);
      const insert = copy.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      );
      for (const row of rows) insert.run(...names.map((name) => row[name] ?? null));
    }
    return copy;
  } finally {
    await client.end();
  }
}
