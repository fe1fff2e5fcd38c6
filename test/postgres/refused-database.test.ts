/** Databases that a center does not open, each with one line that says why. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../center/audit.ts';
import { checkDatabase } from '../../center/ledger/check.ts';
import { silentLog } from '../../center/log.ts';
import { openPostgres } from '../../center/postgres.ts';
import { MIGRATIONS } from '../../center/postgres-schema.ts';
import { all } from '../../center/sql.ts';
import { PostgresServer } from '../../rig/postgres.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = new PostgresServer();
  await server.start();
});
afterAll(() => server.remove());

async function query(text: string, database = 'postgres'): Promise<void> {
  const client = new pg.Client({ connectionString: server.url(database) });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function open(database: string): Promise<void> {
  await (await openPostgres({ url: server.url(database), log: silentLog() })).close();
}

test('one that belongs to something else, one of a newer program, none', async () => {
  await query('CREATE DATABASE other');
  await query('CREATE TABLE recipes (name TEXT)', 'other');
  await expect(open('other')).rejects.toThrow('it is not one of a points center');
  await query('CREATE DATABASE newer');
  await query('CREATE TABLE migrations (version BIGINT PRIMARY KEY); INSERT INTO migrations VALUES (99)', 'newer');
  await expect(open('newer')).rejects.toThrow('it has schema 99');
  await expect(open('nothing')).rejects.toThrow('database "nothing" does not exist');
});

test.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
  'a server with %s off loses what was answered',
  async (name) => {
    await query(`ALTER SYSTEM SET ${name} = off`);
    await query('SELECT pg_reload_conf()');
    await expect.poll(() => open('postgres').then(() => '', String), { timeout: 10_000 }).toContain(`${name} is off`);
    await query(`ALTER SYSTEM RESET ${name}`);
    await query('SELECT pg_reload_conf()');
  },
);

test('a standby that is waited for by nobody', async () => {
  // Not the other way round: every commit would wait for a standby that is not there.
  await query('ALTER SYSTEM SET synchronous_commit = local');
  await query("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  await query('SELECT pg_reload_conf()');
  await expect.poll(() => open('postgres').then(() => '', String), { timeout: 10_000 }).toContain('is local');
  await query('ALTER SYSTEM RESET synchronous_standby_names');
  await query('ALTER SYSTEM RESET synchronous_commit');
  await query('SELECT pg_reload_conf()');
});

test('two centers that start on a new database at once both come up', async () => {
  await query('CREATE DATABASE fresh');
  await Promise.all([open('fresh'), open('fresh')]);
});

test('one of schema 1 gets the audit log, guarded like every table that grows', async () => {
  await query('CREATE DATABASE older');
  await query(
    `CREATE TABLE migrations (version BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now()); ${MIGRATIONS[0]};
     INSERT INTO migrations (version) VALUES (1)`,
    'older',
  );
  const db = await openPostgres({ url: server.url('older'), log: silentLog() });
  await db.write(() => audit({ who: 'center', act: 'import', result: 'done', detail: '' }));
  expect(await checkDatabase(db)).toEqual([]);
  await db.close();
  for (const text of ["UPDATE audit SET who = 'x'", 'DELETE FROM audit', 'TRUNCATE audit']) {
    await expect(query(text, 'older')).rejects.toThrow('audit is append-only');
  }
});

test('one of the schema before the list of tangled persons has everybody on it who stands in its tables', async () => {
  await query('CREATE DATABASE before_list');
  const made = MIGRATIONS.slice(0, 4);
  await query(
    `CREATE TABLE migrations (version BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now()); ${made.join(';')};
     INSERT INTO migrations (version) VALUES ${made.map((_, index) => `(${index + 1})`).join(', ')};
     INSERT INTO events (event_key, home, happened_on, type, card_number, person, measure, body) VALUES
       ('a', 'JW1', '2023-01-10', 'application', 'JW1', 'P', 'charge', '{}'),
       ('b', 'JW2', '2023-01-10', 'application', 'JW2', 'P', 'charge', '{}'),
       ('c', 'JW1', '2023-01-10', 'application', 'JW1', 'Q', 'charge', '{}')`,
    'before_list',
  );
  const db = await openPostgres({ url: server.url('before_list'), log: silentLog() });
  expect(await checkDatabase(db)).toEqual([]);
  expect(await db.read(() => all('SELECT person FROM tangled_persons'))).toEqual([{ person: 'P' }]);
  await db.close();
  for (const text of [
    "UPDATE tangled_persons SET person = 'x'",
    'DELETE FROM tangled_persons',
    'TRUNCATE tangled_persons',
  ]) {
    await expect(query(text, 'before_list')).rejects.toThrow('tangled_persons is append-only');
  }
});

test('an id of an import stands once a card, also without the index that kept those without one', async () => {
  await query('CREATE DATABASE once');
  await open('once');
  const entry = (id: string) =>
    `INSERT INTO entries (card_number, source, target, points, value_on, booked_on, import_id)
     VALUES ('JW1', 'carried-over', 'outstanding', 1, '2023-04-10', '2023-04-10', ${id})`;
  for (const id of ["'a'", "'b'", 'NULL', 'NULL']) await query(entry(id), 'once');
  await expect(query(entry("'a'"), 'once')).rejects.toThrow('duplicate key');
});

test('a server that is not there', async () => {
  const gone = `postgres://center@/x?host=${encodeURIComponent('/nowhere')}`;
  await expect(openPostgres({ url: gone, log: silentLog() })).rejects.toThrow('the database cannot be used');
});
