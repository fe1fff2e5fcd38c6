/**
 * Back-up and restore of a center on PostgreSQL, by its own `pg_dump` and `pg_restore`: an archive of one state of the database. A
 * fleet keeps a continuous archive of the server beside it (docs/center.md): this one is as old as its last run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { checkDatabase } from '../ledger/check.ts';
import { silentLog } from '../log.ts';
import { openPostgres } from '../postgres.ts';
import { DROP_MARK, MAKE_MARK, MARK } from './mark.ts';
import { makePrivate } from './private-file.ts';

/** Debian keeps the programs of each version apart. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * The server's own version first, then the nearest newer one: an older program refuses a newer server, and a newer `pg_restore`
 * begins with settings that an older server does not know (17 and later: `transaction_timeout`).
 */
export function inOrderFor(server: number, versions: readonly number[]): readonly number[] {
  return versions.filter((version) => version >= server).toSorted((a, b) => a - b);
}

function program(name: string, server: number): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  const folders = [
    ...inOrderFor(server, versions).map((version) => `${DEBIAN}/${version}/bin`),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`${name} is not here: install the Debian package postgresql-client-${server}`);
  return found;
}

/** @param server the major version of the server that it is for. */
function execute(server: number, name: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program(name, server), args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${name}: ${stderr.trim().split('\n').slice(0, 3).join(' ')}`);
}

/** While its center goes on. Throws with one line for people; `file` is there only where it is whole. */
export async function backUpPostgres(url: string, file: string): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} is there already, and nothing is written over it`);
  const server = await versionOf(url);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  try {
    makePrivate(part);
    const what = ['--format=custom', '--no-privileges', `--exclude-table=${MARK}`];
    execute(server, 'pg_dump', [...what, '--no-password', `--file=${part}`, `--dbname=${url}`]);
    execute(server, 'pg_restore', ['--list', '--file=/dev/null', part]);
    linkSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}

/** Into an empty database, whole or not at all, with the mark (mark.ts). Throws where its books do not add up: then the mark stays. */
export async function restorePostgres(file: string, url: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  const server = await versionOf(url);
  await makeMark(url);
  try {
    execute(server, 'pg_restore', [
      '--exit-on-error',
      '--single-transaction',
      '--no-owner',
      // Roles are the server's: a new one has none of them, and `privileges` gives again what they may do.
      '--no-privileges',
      '--no-password',
      `--dbname=${url}`,
      file,
    ]);
  } catch (error) {
    // Nothing of it is there, and the mark would stand in the way of another try.
    await once(url, DROP_MARK);
    throw error;
  }
  const db = await openPostgres({ url, log: silentLog(), purpose: 'patient' });
  try {
    const faults = await checkDatabase(db);
    if (faults.length > 0) throw new Error(`its books do not add up: ${faults.join('; ')}`);
  } finally {
    await db.close();
  }
}

/** First of all: a center that is started meanwhile finds a table that is none of its own, and refuses. */
async function makeMark(url: string): Promise<void> {
  const tables = await once(url, 'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()');
  if (tables.length > 0) throw new Error('the database is not empty, and nothing is written over it');
  await once(url, MAKE_MARK);
}

async function versionOf(url: string): Promise<number> {
  const [row] = await once(url, "SELECT current_setting('server_version_num')::int / 10000 AS major");
  return (row as { major: number }).major;
}

async function once(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
