/**
 * The center's database on PostgreSQL 15 or later: the same work as on SQLite, with each step awaited, and many
 * transactions at a time. READ COMMITTED with row locks: whoever changes something of a card locks the card first
 * (`Lock`), so that two stations with one card go one after the other and all others do not wait.
 */
import { type ClientBase, DatabaseError, Pool, type PoolClient } from 'pg';
import { MARK, Restored } from './back-up/mark.ts';
import { Convoys, DONE_AGAIN_ALONE, type Work } from './convoys.ts';
import type { CenterDatabase } from './database.ts';
import { delays } from './delays.ts';
import { type CenterLog, reasonOf } from './log.ts';
import { GUARDS, MIGRATIONS } from './postgres-schema.ts';
import type { Sql } from './sql.ts';
import { Entangled, parserOf, transaction, WorkFailed } from './transaction.ts';

export interface PostgresDatabase extends CenterDatabase {
  write<Outcome>(work: () => Sql<Outcome>): Promise<Outcome>;
  writeTogether<Outcome>(work: () => Sql<Outcome>): Promise<Outcome>;
  read<Outcome>(work: () => Sql<Outcome>): Promise<Outcome>;
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** `postgres://user@host/database`; a password comes from a file (PGPASSFILE), never from here. */
  readonly url: string;
  /** Connections at most, each for one transaction at a time; 14 more at most for `writeTogether` (CONVOYS, ALONE, HELD). */
  readonly connections?: number;
  readonly purpose?: Purpose;
  readonly log: CenterLog;
}

/**
 * `patient`: whoever reads everything (check, grant run) waits as long as it takes; a station does not. `serving`: stations, so
 * that no connection is used to a database that was put back (`refuseRestored`). `calls`: those limits, whatever the database.
 */
export type Purpose = 'calls' | 'serving' | 'patient';

const CONNECTIONS = 10;
const CONVOYS = 2;
const ALONE = 4;
const HELD = 8;
const LIMITS = {
  query_timeout: delays.queryMs,
  statement_timeout: delays.statementMs,
  lock_timeout: delays.lockMs,
  idle_in_transaction_session_timeout: delays.statementMs,
  // Every statement of a call goes by a key. Left to itself the server plans them anew each time, for the sake of the partitions.
  options: '-c jit=off -c plan_cache_mode=force_generic_plan',
} as const;
/** Where one of them has to wait for its card, the others would: before the server looks for a deadlock it is given up. */
const SOON = { ...LIMITS, lock_timeout: delays.convoyLockMs } as const;
/**
 * Over eight parts of each table the grant run's statements make hundreds of functions: to compile them takes longer than to
 * run them. A set of 25,000 cards is added up in memory.
 */
const PATIENT = {
  options: '-c jit=off -c work_mem=64MB -c enable_partitionwise_join=on -c enable_partitionwise_aggregate=on',
} as const;

/**
 * The database gave the transaction up, nothing of it was done, and doing it again may well succeed: serialization
 * failure, deadlock, and a key that another transaction took at the same moment (ids.ts).
 */
const DONE_AGAIN: ReadonlySet<string> = new Set(['40001', '40P01', '23505']);
/** Afterwards it is a fault: something stands in the way that does not go away. */
const TRIES = 5;
const NO_PRIVILEGE = '42501';
const WRITE = 'BEGIN ISOLATION LEVEL READ COMMITTED';
const READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/**
 * Connects, and makes the tables or brings them up to date. Rejects with one line for people where the server cannot be
 * reached, is too old, loses what it has confirmed, or has a database of a newer program or of something else.
 */
export async function openPostgres({
  url,
  connections = CONNECTIONS,
  purpose = 'calls',
  log,
}: PostgresOptions): Promise<PostgresDatabase> {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: delays.connectMs,
    keepAlive: true,
    application_name: 'wester-center',
    types: { getTypeParser: parserOf as typeof import('pg').types.getTypeParser },
  };
  // A migration takes as long as it takes: the limits are those of calls.
  const first = new Pool({ ...connection, max: 1 });
  try {
    await prepare(first);
  } catch (error) {
    throw new Error(`the database cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await first.end();
  }
  const connectionsOf = (max: number, limits: object = purpose === 'patient' ? PATIENT : LIMITS): Pool => {
    const pool = new Pool({
      ...connection,
      max,
      ...limits,
      ...(purpose === 'serving' ? { onConnect: refuseRestored } : {}),
    });
    // An idle connection that breaks is taken out of the pool by itself; the next call opens another one.
    pool.on('error', (error) => log.warn({ reason: error.message }, 'a connection to the database broke'));
    return pool;
  };
  const pool = connectionsOf(connections);
  // Of their own: calls that wait for a card stand in the way neither of all others nor of those that only read.
  const shared = connectionsOf(CONVOYS, SOON);
  const alone = connectionsOf(ALONE, SOON);
  const held = connectionsOf(HELD);
  const pools = [pool, shared, alone, held];
  const write = <Outcome>(work: Work<Outcome>): Promise<Outcome> => again(pool, WRITE, work);
  const convoys = new Convoys({
    atOnce: CONVOYS,
    patienceMs: delays.connectMs,
    together: (works) => transaction(shared, WRITE, works),
    // First whatever can be done, then with patience what somebody holds: those keep each other waiting and nobody else.
    alone: (work) =>
      again(alone, WRITE, work).catch((error: unknown) => {
        if (!isLockTimeout(error)) throw error;
        return again(held, WRITE, work);
      }),
    isOfOneCall,
    onParted: (calls, error) => log.info({ calls, reason: reasonOf(error) }, DONE_AGAIN_ALONE),
    now: () => performance.now(),
  });
  return {
    write,
    writeTogether: (work) => convoys.write(work),
    read: (work) => again(pool, READ, work),
    guards: GUARDS,
    schema: { text: 'SELECT max(version) AS version FROM migrations', version: MIGRATIONS.length },
    tables: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
    pool: () => ({
      total: sum(pools.map(({ totalCount }) => totalCount)),
      idle: sum(pools.map(({ idleCount }) => idleCount)),
      waiting: convoys.waiting + sum(pools.map(({ waitingCount }) => waitingCount)),
    }),
    doneAgain: () => convoys.doneAgain,
    close: async () => {
      await Promise.all(pools.map((each) => each.end()));
    },
  };
}

/**
 * A database may be dropped, made anew and put back under its name while a center runs, whose pool then connects again: each
 * new connection looks for the mark. A restore makes the mark first and all its tables in one transaction afterwards, so a
 * database that has the tables has the mark by then; one without them is not used either.
 */
async function refuseRestored(client: ClientBase): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('${MARK}') AS mark, to_regclass('migrations') AS ours`);
  const { mark, ours } = rows[0] as { mark: string | null; ours: string | null };
  if (mark !== null) throw new Restored();
  if (ours === null) throw new Error('the database has no tables of a points center');
}

/**
 * Classes of SQLSTATE (PostgreSQL documentation, appendix A): what was said or stood there (21, 22, 23, P0), given up for the sake of
 * another transaction (40, but for an unknown end), a lock (55), and the time limit of a statement.
 */
const OF_ONE_CALL = /^(21|22|23|40(?!003)|55|P0|57014)/;

function isOfOneCall(error: unknown): boolean {
  if (error instanceof DatabaseError) return OF_ONE_CALL.test(error.code ?? '');
  return error instanceof WorkFailed || error instanceof Entangled;
}

function isLockTimeout(error: unknown): boolean {
  const LOCK_NOT_AVAILABLE = '55P03';
  return error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

async function again<Outcome>(pool: Pool, opening: string, work: Work<Outcome>): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      const [outcome] = await transaction(pool, opening, [work]);
      return outcome as Outcome;
    } catch (error) {
      const code = error instanceof DatabaseError ? (error.code ?? '') : '';
      if (error instanceof WorkFailed) throw error.cause;
      if (!DONE_AGAIN.has(code) || attempt === TRIES) throw error;
    }
  }
}

const MINIMUM_VERSION = 150_000;
/** Each can lose or spoil what was answered; `off` is never right for money. */
const DURABILITY = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

async function prepare(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const setting = async (name: string): Promise<string> =>
      String((await client.query('SELECT current_setting($1) AS value', [name])).rows[0]?.value);
    if (Number(await setting('server_version_num')) < MINIMUM_VERSION) {
      throw new Error(`PostgreSQL 15 or later is needed, this is ${await setting('server_version')}`);
    }
    for (const name of DURABILITY) {
      if ((await setting(name)) === 'off') throw new Error(`${name} is off: what was answered could be lost`);
    }
    const standbys = await setting('synchronous_standby_names');
    if (standbys !== '' && (await setting('synchronous_commit')) === 'local') {
      throw new Error(
        'synchronous_commit is local: a standby that is to have everything may not have what was answered',
      );
    }
    await migrate(client);
  } finally {
    client.release();
  }
}

/** Two centers that start on a new database at once: the second waits, and finds the tables made. */
async function migrate(client: PoolClient): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(7355608)');
    const version = await versionOf(client);
    if (version > MIGRATIONS.length) {
      throw new Error(`it has schema ${version}, this program knows ${MIGRATIONS.length}: start the newer program`);
    }
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < version) continue;
      await client.query(migration);
      await client.query('INSERT INTO migrations (version) VALUES ($1)', [index + 1]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    if (!(error instanceof DatabaseError) || error.code !== NO_PRIVILEGE) throw error;
    throw new Error(
      'its tables are not those of this program, and this role may not make them: start it once as their owner',
    );
  }
}

async function versionOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query(
    `SELECT to_regclass('migrations') AS ours, (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()) AS tables`,
  );
  const { ours, tables } = rows[0] as { ours: string | null; tables: number };
  if (ours === null) {
    if (tables > 0) throw new Error('it is not one of a points center');
    await client.query('CREATE TABLE migrations (version BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now())');
    return 0;
  }
  const found = await client.query('SELECT coalesce(max(version), 0) AS version FROM migrations');
  return Number((found.rows[0] as { version: number }).version);
}
