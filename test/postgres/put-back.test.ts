/** Back-up and restore with PostgreSQL's own programs: from a busy server into an empty database, whole or not at all. */
import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isMarked, takeMarkAway } from '../../center/back-up/mark.ts';
import { backUpPostgres, restorePostgres } from '../../center/back-up/postgres.ts';
import { retell } from '../../center/back-up/retell.ts';
import { fixedDate } from '../../center/business-date.ts';
import { calls } from '../../center/contract/index.ts';
import {
  account,
  CARD,
  finish,
  hold,
  posting,
  registration,
  type TestCenter,
  TODAY,
  testCenter,
} from '../../center/fixture.ts';
import { postgresUrl, rawPostgres } from '../../center/fixture-postgres.ts';
import { checkDatabase } from '../../center/ledger/check.ts';
import { silentLog } from '../../center/log.ts';
import { serve } from '../../center/main.ts';
import { openPostgres } from '../../center/postgres.ts';
import { centerOver } from '../../center/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'wester-back-up-'));
const monday = join(folder, 'monday.dump');
const urlOf = (name: string): string => String(postgresUrl).replace(/\/postgres\?/, `/${name}?`);
const NAMES = ['again', 'empty', 'served'];
let run: TestCenter;

const end = (n: number) => ({ request: finish(n, 'settled'), stands: 'settled' as const });

beforeAll(async () => {
  run = testCenter();
  await run.import(registration(), posting('opening', 1_000));
  await run.ask('hold', hold(1, 100));
  await rawPostgres('CREATE ROLE clerk; GRANT SELECT ON stations TO clerk');
  await backUpPostgres(String(postgresUrl), monday);
  // What its server had, the one that it is put back on has not.
  await rawPostgres('REVOKE SELECT ON stations FROM clerk; DROP ROLE clerk');
  await run.ask('finish', finish(1, 'settled'));
  await run.ask('hold', hold(2, 200));
  await run.ask('finish', finish(2, 'settled'));
  for (const name of NAMES) await rawPostgres(`CREATE DATABASE ${name}`);
});
afterAll(async () => {
  for (const name of NAMES) await rawPostgres(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  rmSync(folder, { recursive: true });
});

test('put back, marked, told again: the books are those of the evening, and still only grow', async () => {
  await restorePostgres(monday, urlOf('again'));
  const db = await openPostgres({ url: urlOf('again'), log: silentLog() });
  const ask = async (): Promise<unknown> => (await centerOver(db, () => TODAY).handle('account', account())).body;
  expect(await isMarked(db)).toBe(true);
  expect(await ask()).toMatchObject({ points: 900, heldPoints: 100 });
  const ends = [1, 2].map(end);
  const told = { journals: new Map(), registrations: [], holds: [hold(1, 100), hold(2, 200)], ends, closed: new Map() };
  expect(await retell(db, told, TODAY)).toMatchObject({ settled: 2, waiting: [] });
  expect(await ask()).toMatchObject({ points: 700, heldPoints: 0 });
  expect(await run.ask('account', account())).toMatchObject({ points: 700, heldPoints: 0 });
  expect(await takeMarkAway(db)).toBe(true);
  expect(await checkDatabase(db)).toEqual([]);
  await db.close();
});

test('put back under a running center: it serves nothing before it was reopened, and then goes on', async () => {
  const database = urlOf('served');
  await restorePostgres(monday, database);
  const unmarked = await openPostgres({ url: database, log: silentLog() });
  await takeMarkAway(unmarked);
  await unmarked.close();
  const served = await serve({
    ...{ database, businessDate: fixedDate(TODAY), log: silentLog(), tls: null, importFile: null },
    ...{ host: '127.0.0.1', port: 0, operatorHost: '127.0.0.1', operatorPort: 0 },
    ...{ onImported: () => {}, onRefused: () => {} },
  });
  const ask = async (name: 'hold' | 'finish', request: object): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(request);
    return (await fetch(new URL(calls[name].path, served.url), { method: 'POST', headers, body })).status;
  };
  const ready = async (): Promise<unknown> => (await fetch(new URL('/ready', String(served.operatorUrl)))).json();
  try {
    expect(await ask('finish', finish(1, 'settled'))).toBe(200);
    await rawPostgres('DROP DATABASE served WITH (FORCE)');
    await rawPostgres('CREATE DATABASE served');
    // It connects before anything is put back, too.
    expect(await ask('hold', hold(3, 1_000))).toBe(503);
    await restorePostgres(monday, database);
    expect(await ask('finish', finish(1, 'voided'))).toBe(503);
    expect(await ask('hold', hold(3, 1_000))).toBe(503);
    expect(await ready()).toMatchObject({ ready: false, checks: { restored: expect.stringContaining('retell') } });
    const db = await openPostgres({ url: database, log: silentLog() });
    await retell(
      db,
      { journals: new Map(), registrations: [], holds: [hold(1, 100)], ends: [end(1)], closed: new Map() },
      TODAY,
    );
    await takeMarkAway(db);
    await db.close();
    expect(await ask('hold', hold(3, 1_000))).toBe(409);
    expect(await ask('hold', hold(4, 900))).toBe(200);
  } finally {
    await served.stop();
  }
});

test('not over a database with a center in it, nor over a file', async () => {
  await expect(restorePostgres(monday, String(postgresUrl))).rejects.toThrow('not empty');
  await expect(backUpPostgres(String(postgresUrl), monday)).rejects.toThrow('is there already');
  expect(await run.ask('account', account(CARD))).toMatchObject({ points: 700 });
});

test('half a back-up: the database stays empty, and takes a whole one afterwards', async () => {
  const half = join(folder, 'half.dump');
  await backUpPostgres(String(postgresUrl), half);
  truncateSync(half, 20_000);
  await expect(restorePostgres(half, urlOf('empty'))).rejects.toThrow('pg_restore');
  await restorePostgres(monday, urlOf('empty'));
  await expect(backUpPostgres(urlOf('nowhere'), join(folder, 'x'))).rejects.toThrow('does not exist');
});
