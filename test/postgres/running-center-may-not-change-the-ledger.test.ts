/** The role of `npm run center -- privileges`: everything a center does, and nothing that changes what only grows. */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { CARD, finish, hold, posting, register, registration } from '../../center/fixture.ts';
import { grantRun, nominalDay } from '../../center/grant-run.ts';
import { importLines } from '../../center/import.ts';
import { checkDatabase } from '../../center/ledger/check.ts';
import { silentLog } from '../../center/log.ts';
import { openPostgres, type PostgresDatabase } from '../../center/postgres.ts';
import { privilegesFor } from '../../center/privileges.ts';
import { APPEND_ONLY } from '../../center/schema.ts';
import { centerOver } from '../../center/service.ts';

const DATABASE = 'privileges';
const ROLE = 'running_center';
let owner: pg.Client;
let db: PostgresDatabase;

const url = (user: string): string =>
  String(inject('postgres')).replace('//center@/postgres', `//${user}@/${DATABASE}`);

async function asServer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: String(inject('postgres')) });
  await client.connect();
  await client.query(text);
  await client.end();
}

beforeAll(async () => {
  await asServer(`CREATE DATABASE ${DATABASE}`);
  await asServer(`CREATE ROLE ${ROLE} LOGIN`);
});
afterAll(async () => {
  await db?.close();
  await owner?.end();
  await asServer(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
  await asServer(`DROP ROLE ${ROLE}`);
});

test('it makes no tables: before the owner has, one line says who has to', async () => {
  await expect(openPostgres({ url: url(ROLE), log: silentLog() })).rejects.toThrow(
    'the database cannot be used: its tables are not those of this program, and this role may not make them: start it once as their owner',
  );
  await (await openPostgres({ url: url('center'), log: silentLog() })).close();
  owner = new pg.Client({ connectionString: url('center') });
  await owner.connect();
  await owner.query(privilegesFor(ROLE));
  await owner.query(privilegesFor(ROLE));
  db = await openPostgres({ url: url(ROLE), log: silentLog() });
});

test('everything that a center does', async () => {
  async function* lines() {
    yield* [
      registration(),
      posting('opening', 1_000),
      { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' },
      { type: 'charge', on: '2023-02-01', card: CARD, yen: 20_000, source: 'cash', id: 'c' },
    ].map((line) => JSON.stringify(line));
  }
  expect(await importLines(db, lines(), '2023-04-10')).toMatchObject({ added: 4, refused: [] });
  const run = await grantRun(db, { due: { plannedUntil: nominalDay('2023-03') }, today: '2023-04-10' });
  expect(run.grants).toBe(1);
  const center = centerOver(db, () => '2023-04-10');
  const card = 'a'.repeat(64);
  const head = { entry: 1, hash: 'b'.repeat(64) };
  const station = { stationId: 'S-1' };
  const calls = [
    ['heartbeat', { ...station, journalHead: head, follows: null, softwareVersion: '1', devices: {} }],
    ['register', register(1)],
    ['hold', hold(1, 100)],
    ['finish', finish(1, 'settled')],
    ['finish', finish(2, 'voided')],
    ['staff-cards', { ...station, card, cards: [] }],
    ['staff-try', { ...station, tryId: '00000000-0000-4000-8000-000000000001', card, outcome: 'wrong' }],
    ['charges', { charges: [{ on: '2023-04-01', card: CARD, yen: 1, source: 'cash', id: 'd' }] }],
    ['discrepancies', { after: null }],
  ] as const;
  for (const [name, body] of calls) {
    expect({ name, ...(await center.handle(name, body)) }).toMatchObject({ name, status: 200 });
  }
  expect(await checkDatabase(db)).toEqual([]);
});

test('no privilege to change or to empty a table that only grows, nor a part of it, nor to switch its triggers off', async () => {
  const role = new pg.Client({ connectionString: url(ROLE) });
  await role.connect();
  const denied = /^permission denied|^must be owner of/;
  for (const table of APPEND_ONLY) {
    const { rows } = await owner.query(
      'SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1',
      [table],
    );
    const column = rows[0].attname;
    for (const text of [
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    ]) {
      await expect(role.query(text), text).rejects.toThrow(denied);
    }
  }
  await expect(role.query('UPDATE entries_0 SET points = 1')).rejects.toThrow(denied);
  await expect(role.query('SET session_replication_role = replica')).rejects.toThrow(denied);
  await expect(role.query('INSERT INTO migrations (version) VALUES (99)')).rejects.toThrow(denied);
  await role.end();
});

test('a table that is new stands in the list', async () => {
  const { rows } = await owner.query(
    `SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
     AND NOT has_table_privilege($1, oid, 'SELECT')`,
    [ROLE],
  );
  expect(rows).toEqual([]);
  const sequences = await owner.query(
    `SELECT sequencename FROM pg_sequences WHERE NOT has_sequence_privilege($1, sequencename, 'USAGE')`,
    [ROLE],
  );
  expect(sequences.rows).toEqual([]);
});
