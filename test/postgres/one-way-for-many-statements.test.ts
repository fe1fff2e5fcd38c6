/** What a call waits for: as few ways to the server as there are answers it needs; and a batch of which one statement fails. */
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { Batch, type Known, type Prepared } from '../../center/batch.ts';
import { centerWithPoints, finish, hold } from '../../center/fixture.ts';
import { closePostgres, emptyPostgres, postgresUrl } from '../../center/fixture-postgres.ts';
import { silentLog } from '../../center/log.ts';
import { openPostgres } from '../../center/postgres.ts';
import { all, allOfSet, lockImports, one, run, type Sql } from '../../center/sql.ts';

afterEach(() => vi.restoreAllMocks());

/** Of each way from now on, how many statements go with it. */
function ways(): number[] {
  const counts: number[] = [];
  const submit = Batch.prototype.submit;
  vi.spyOn(Batch.prototype, 'submit').mockImplementation(function (this: Batch, connection) {
    counts.push(this.statements);
    submit.call(this, connection);
  });
  return counts;
}

test('a point charge: three ways for its hold and three for its end, BEGIN and COMMIT in them', async () => {
  const center = await centerWithPoints(1_000);
  const counts = ways();
  expect(await center.ask('hold', hold(1, 100))).toMatchObject({ state: 'held' });
  expect(counts.splice(0)).toEqual([3, 4, 3]);
  expect(await center.ask('finish', finish(1, 'settled'))).toMatchObject({ state: 'settled' });
  expect(counts.splice(0)).toEqual([3, 4, 2]);
});

const reading = { known: new Map() as Known, parserOf: () => (text: string) => text };
let names = 0;
const statement = (text: string): Prepared => ({ name: `t${names++}`, text, values: [], isSeen: true });

async function connected<Done>(
  work: (client: pg.Client) => Promise<Done>,
  options: pg.ClientConfig = {},
): Promise<Done> {
  const client = new pg.Client({ connectionString: String(postgresUrl), ...options });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test('one fails: what came behind it is not done, and all of it can be done again on the same connection', async () => {
  await connected(async (client) => {
    const known: Known = new Map();
    const done = (statements: readonly Prepared[]) => {
      const batch = new Batch({ ...reading, statements, known });
      client.query(batch);
      return batch.answer;
    };
    const [begin, commit, divide] = ['BEGIN', 'COMMIT', 'SELECT 1 / (count(*) - 1) AS ratio FROM kept'].map(statement);
    const [make, keep, look] = [
      'CREATE TEMPORARY TABLE IF NOT EXISTS kept (n INT)',
      'INSERT INTO kept VALUES (1)',
      'SELECT count(*) AS n, NULL AS nothing FROM kept',
    ].map(statement);
    const all = [begin, keep, divide, commit] as Prepared[];
    await done([make] as Prepared[]);
    await expect(done(all)).rejects.toThrow('division by zero');
    expect(known.size).toBe(1);
    await client.query('ROLLBACK');
    expect((await done([look] as Prepared[])).rows).toEqual([[{ n: '0', nothing: null }]]);
    await done([keep] as Prepared[]);
    // Two rows: nothing fails. The names of the first try, some of which the server knows, are taken again.
    expect(await done(all)).toEqual({ rows: [[], [], [{ ratio: '1' }], []], command: 'COMMIT' });
    expect(await done([look] as Prepared[])).toEqual({ rows: [[{ n: '2', nothing: null }]], command: 'SELECT 1' });
    expect(known.size).toBe(6);
  });
});

test('what goes over a set is not kept prepared: it would be planned for a handful from the sixth time on; what goes by a key is', async () => {
  // One connection: what it has prepared is asked of it.
  const db = await openPostgres({ url: String(postgresUrl), connections: 1, purpose: 'patient', log: silentLog() });
  try {
    await db.write(() => lockImports());
    for (let time = 1; time <= 7; time++) {
      const found = await db.read(() => allOfSet('SELECT ? AS time FROM locks WHERE name >= ? LIMIT 1', `${time}`, ''));
      expect(found).toEqual([{ time: `${time}` }]);
      await db.read(() => all('SELECT name FROM locks WHERE name = ?', 'a'));
    }
    const kept = "SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT % FROM locks WHERE%'";
    expect(await db.read(() => allOfSet(kept))).toEqual([{ statement: 'SELECT name FROM locks WHERE name = $1' }]);
  } finally {
    await db.close();
  }
});

test('a server that is silent for too long', async () => {
  const silent = connected(
    async (client) => {
      const batch = new Batch({ ...reading, statements: [statement('SELECT pg_sleep(2)')] });
      client.query(batch);
      await batch.answer;
    },
    { query_timeout: 50 },
  );
  await expect(silent).rejects.toThrow('timeout');
});

test('a number that cannot be counted exactly: the call fails, nothing of it is done, and the next one is', async () => {
  const db = await emptyPostgres();
  const spoiled = function* (): Sql<void> {
    yield* run("INSERT INTO ids (id, card_number) VALUES ('x', 'y')");
    yield* one('SELECT 9007199254740993 AS points');
  };
  await expect(db.write(spoiled)).rejects.toThrow('counted exactly');
  expect(await db.read(() => one('SELECT count(*) AS n FROM ids'))).toEqual({ n: 0 });
  await closePostgres();
});
