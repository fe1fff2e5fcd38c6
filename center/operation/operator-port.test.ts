/** What the operator's port serves beside its calls: is it ready, what does Prometheus see, files, and who is kept out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DROP_MARK, MAKE_MARK } from '../back-up/mark.ts';
import { fixedDate } from '../business-date.ts';
import { calls, Problem } from '../contract/index.ts';
import { importCall, operatorCalls } from '../contract/operator.ts';
import { account, CARD, cardNumber, finish, hold, posting, registration, TODAY, uuid } from '../fixture.ts';
import { closePostgres, emptyPostgres, onPostgres, postgresUrl, rawPostgres } from '../fixture-postgres.ts';
import { silentLog } from '../log.ts';
import { readAudit, type Served, serve } from '../main.ts';
import { SCHEMA_VERSION } from '../schema.ts';
import { REFUSED_LIMIT } from './routes.ts';

let folder: string;
let database: string;
let served: Served;

async function start(day = TODAY): Promise<void> {
  served = await serve({
    database,
    businessDate: fixedDate(day),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    operatorHost: '127.0.0.1',
    tls: null,
    importFile: null,
    onImported: () => {},
    onRefused: () => {},
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wester-operator-'));
  database = onPostgres ? String(postgresUrl) : join(folder, 'center.sqlite');
  if (onPostgres) await emptyPostgres();
  await start();
});
afterEach(async () => {
  await served.stop();
  await closePostgres();
  rmSync(folder, { recursive: true });
});

const operator = (path: string): URL => new URL(path, String(served.operatorUrl));

async function call(path: string, body: unknown, base = served.url): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(path, base), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return { status: response.status, body: await response.json() };
}

async function send(body: BodyInit, type = 'application/jsonl'): Promise<{ status: number; body: unknown }> {
  const response = await fetch(operator(importCall.path), { method: 'POST', body, headers: { 'content-type': type } });
  const answer: unknown = await response.json();
  if (response.status === 200) expect(importCall.answer.parse(answer)).toEqual(answer);
  else expect(Problem.parse(answer)).toEqual(answer);
  return { status: response.status, body: answer };
}

/** Straight to the database, while the center has it open. */
async function spoil(onSqlite: string, otherwise = onSqlite): Promise<void> {
  if (onPostgres) return void (await rawPostgres(otherwise));
  const db = new DatabaseSync(database);
  db.exec(onSqlite);
  db.close();
}

const jsonLines = (...lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const heartbeat = (stationId: string, devices: Record<string, string>) => ({
  stationId,
  journalHead: { entry: 1, hash: 'a'.repeat(64) },
  follows: null,
  softwareVersion: '0.1.0',
  devices,
});

async function metrics(): Promise<string[]> {
  const response = await fetch(operator('/metrics'));
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return (await response.text()).split('\n');
}

test('alive and ready; behind a newer program, or with a clock that was put back, it is not', async () => {
  expect((await fetch(operator('/live'))).status).toBe(200);
  const ready = await fetch(operator('/ready'));
  expect({ status: ready.status, body: await ready.json() }).toEqual({
    status: 200,
    body: { ready: true, checks: { stopping: 'ok', database: 'ok', schema: 'ok', restored: 'ok', businessDate: 'ok' } },
  });
  await spoil('PRAGMA user_version = 99', 'INSERT INTO migrations (version) VALUES (99)');
  const newer = await fetch(operator('/ready'));
  expect({ status: newer.status, body: await newer.json() }).toMatchObject({
    status: 503,
    body: { checks: { schema: expect.stringContaining('the database has schema 99') } },
  });
  await spoil(`PRAGMA user_version = ${SCHEMA_VERSION}`, 'DELETE FROM migrations WHERE version = 99');
  await call(calls.heartbeat.path, heartbeat('S-1', { reader: 'ready' }));
  await served.stop();
  await start('2023-04-09');
  const early = await fetch(operator('/ready'));
  expect({ status: early.status, body: await early.json() }).toMatchObject({
    status: 503,
    body: { checks: { businessDate: '2023-04-09 is before 2023-04-10, when a station was heard' } },
  });
});

test('put back while it runs: it is not ready', async () => {
  await spoil(MAKE_MARK);
  const ready = await fetch(operator('/ready'));
  expect({ status: ready.status, body: await ready.json() }).toMatchObject({
    status: 503,
    body: { checks: { database: 'ok', restored: expect.stringContaining('retell, then reopen') } },
  });
  await spoil(DROP_MARK);
});

test('without its tables it lives, is not ready, and says so to Prometheus', async () => {
  const rename = (from: string, to: string): string => `ALTER TABLE ${from} RENAME TO ${to}`;
  await spoil(rename('stations', 'lost'));
  expect((await fetch(operator('/live'))).status).toBe(200);
  const ready = await fetch(operator('/ready'));
  expect({ status: ready.status, body: await ready.json() }).toMatchObject({
    status: 503,
    body: { checks: { database: 'does not answer' } },
  });
  expect(await metrics()).toContain('wester_center_database_up 0');
  await spoil(rename('lost', 'stations'));
  expect((await fetch(operator('/ready'))).status).toBe(200);
});

test('metrics: calls by name and result, open holds, stations and what waits in their outbox', async () => {
  await send(jsonLines(registration(), posting('a', 1_000)));
  await call(calls.hold.path, hold(1, 100));
  await call(calls.hold.path, hold(2, 100));
  await call(calls.finish.path, finish(9, 'settled'));
  await call(calls.heartbeat.path, heartbeat('S-1', { reader: 'ready', outbox: '0' }));
  await call(calls.heartbeat.path, heartbeat('S-2', { reader: 'ready', outbox: '3' }));
  const lines = await metrics();
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE wester_center_calls_total counter',
      'wester_center_calls_total{call="hold",result="ok"} 1',
      'wester_center_calls_total{call="hold",result="card-has-open-hold"} 1',
      'wester_center_calls_total{call="finish",result="not-found"} 1',
      'wester_center_calls_total{call="import",result="ok"} 1',
      'wester_center_call_seconds_count{call="hold"} 2',
      'wester_center_call_seconds_bucket{call="hold",le="+Inf"} 2',
      'wester_center_open_holds 1',
      'wester_center_held_points 100',
      'wester_center_discrepancies 1',
      'wester_center_stations_heard 2',
      'wester_center_outbox_waiting 1',
      'wester_center_database_up 1',
      '# TYPE wester_center_calls_done_again_total counter',
    ]),
  );
  expect(lines.some((line) => line.startsWith('wester_center_database_pool{state="busy"}'))).toBe(onPostgres);
  expect(lines.join('\n')).not.toContain(CARD);
});

test('applications and benefits as JSON lines: each refused line is named, the others are taken, and again they are known', async () => {
  const application = { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' };
  const benefit = { type: 'health-insurance', on: '2023-01-11', person: 'P' };
  const body = `${jsonLines(registration(), application, benefit)}{"type":"applic\n${jsonLines({ ...application, on: '2024-01-01' }, posting('a', 10))}`;
  const refused = [
    { line: 4, why: 'not JSON' },
    { line: 5, why: 'on: 2024-01-01 has not come, today is 2023-04-10' },
  ];
  expect(await send(body)).toEqual({ status: 200, body: { added: 4, knownBefore: 0, refused, complete: true } });
  expect(await send(body)).toEqual({ status: 200, body: { added: 0, knownBefore: 4, refused, complete: true } });
  expect(await call(calls.account.path, account())).toMatchObject({
    body: { points: 10, progress: { countedYen: 0 } },
  });
});

test('CSV, also half of one and one without names', async () => {
  const csv = `type,on,person,card,measure\napplication,2023-01-10,P,${CARD},charge\napplication,2023-01-10,Q,${cardNumber(2)},char`;
  expect(await send(csv, 'text/csv; charset=utf-8')).toMatchObject({
    status: 200,
    body: { added: 1, refused: [{ line: 3 }] },
  });
  expect(await send('no,names\n1,2\n', 'text/csv')).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  expect(await send('{}', 'application/xml')).toMatchObject({ status: 415 });
  expect(await send('')).toEqual({ status: 200, body: { added: 0, knownBefore: 0, refused: [], complete: true } });
});

test('a file of which everything is wrong is not read to its end', async () => {
  const body = 'x\n'.repeat(3 * REFUSED_LIMIT);
  const { body: answer } = (await send(body)) as { body: { refused: unknown[]; complete: boolean } };
  expect(answer.complete).toBe(false);
  expect(answer.refused).toHaveLength(REFUSED_LIMIT);
});

test('a body of a gigabyte is refused before it comes', async () => {
  const said = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-type': 'application/jsonl', 'content-length': 2 ** 30 };
    const request = httpRequest(operator(importCall.path), { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
      request.destroy();
    });
    request.on('error', reject);
    request.flushHeaders();
  });
  expect(said).toBe(413);
});

test('a sender that goes away in the middle: what was begun has an end in the audit log', async () => {
  const headers = { 'content-type': 'application/jsonl', 'content-length': 10_000 };
  const request = httpRequest(operator(importCall.path), { method: 'POST', headers });
  request.on('error', () => {});
  request.write(jsonLines(registration()));
  const results = async (): Promise<string[]> => {
    const found: string[] = [];
    await readAudit(database, '2023-01-01', ({ result }) => found.push(result));
    return found;
  };
  await expect.poll(results).toEqual(['begun']);
  request.destroy();
  await expect.poll(results).toEqual(['begun', 'failed']);
});

test('the board knows stations with their devices, how long they are silent, and what they left open', async () => {
  await send(
    jsonLines(registration(), posting('a', 1_000), {
      ...posting('g', 500),
      kind: 'grant',
      measure: 'charge',
      person: 'P',
    }),
  );
  await call(calls.hold.path, hold(1, 100));
  await call(calls.heartbeat.path, heartbeat('S-1', { reader: 'ready', printer: 'paper-out' }));
  await call(calls.heartbeat.path, heartbeat('S-2', {}));
  const asked = await call(operatorCalls.stations.path, { after: null }, String(served.operatorUrl));
  expect(operatorCalls.stations.answer.parse(asked.body)).toEqual({
    stations: [
      {
        stationId: 'S-1',
        softwareVersion: '0.1.0',
        devices: { reader: 'ready', printer: 'paper-out' },
        heardOn: TODAY,
        silentSeconds: 0,
        openTransfers: 1,
      },
      { stationId: 'S-2', softwareVersion: '0.1.0', devices: {}, heardOn: TODAY, silentSeconds: 0, openTransfers: 0 },
    ],
  });
  const open = await call(operatorCalls['open-transfers'].path, { after: null }, String(served.operatorUrl));
  expect(open.body).toMatchObject({ holds: [{ transferId: uuid(1) }] });
  const runs = await call(operatorCalls['grant-runs'].path, {}, String(served.operatorUrl));
  expect(operatorCalls['grant-runs'].answer.parse(runs.body)).toEqual({
    runs: [{ bookedOn: TODAY, measure: 'charge', grants: 1, points: 500 }],
  });
  await served.stop();
  await start();
  expect(await call(operatorCalls.stations.path, { after: 'S-1' }, String(served.operatorUrl))).toMatchObject({
    body: { stations: [{ stationId: 'S-2', silentSeconds: null }] },
  });
});

test('pages of other sites, and other names for this machine, are kept out; the board may not be framed or run what is not its own', async () => {
  const board = await fetch(operator('/'));
  expect(board.status).toBe(200);
  expect(board.headers.get('content-security-policy')).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  );
  const foreign = (headers: Record<string, string>) =>
    new Promise<unknown>((resolve, reject) => {
      httpRequest(operator('/metrics'), { headers }, async (response) => {
        const body = await text(response);
        resolve(response.statusCode === 200 ? 200 : Problem.parse(JSON.parse(body)).code);
      })
        .once('error', reject)
        .end();
    });
  expect(await foreign({ host: 'evil.example' })).toBe('forbidden');
  expect(await foreign({ 'sec-fetch-site': 'cross-site' })).toBe('forbidden');
  expect(await foreign({ 'sec-fetch-site': 'same-origin' })).toBe(200);
});
