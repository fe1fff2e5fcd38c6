/** Real TLS on loopback, certificates as the command makes them: who is heard, and in whose name. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readCredentials } from '../contract/credentials.ts';
import { calls } from '../contract/index.ts';
import { operatorCalls } from '../contract/operator.ts';
import { account, CARD, centerWithPoints, evidence, finish, hold, type TestCenter, uuid } from '../fixture.ts';
import { forbiddenCalls } from '../forbidden.ts';
import { type CenterServer, serveHttp } from '../http.ts';
import { silentLog } from '../log.ts';
import { type Sent, sendTls, type TestCertificates, testCertificates } from './fixture.ts';
import { renewCertificate, revoke } from './folder.ts';
import { tlsGate } from './gate.ts';
import { setUpTls, type TlsSetup } from './setup.ts';

const DAY_MS = 86_400_000;
let certificates: TestCertificates;
let tls: TlsSetup;
let run: TestCenter;
let stations: CenterServer;
let operators: CenterServer;
let s1: string;
let s2: string;
let desk: string;

beforeAll(async () => {
  certificates = testCertificates();
  s1 = certificates.make({ kind: 'station', name: 'S-1' });
  s2 = certificates.make({ kind: 'station', name: 'S-2' });
  desk = certificates.make({ kind: 'operator', name: 'back-office' });
  tls = setUpTls({ files: certificates.files, log: silentLog(), onRevoked: () => {} });
  // What is behind the doors is another center for each test.
  const center = { handle: (...call: Parameters<TestCenter['center']['handle']>) => run.center.handle(...call) };
  const common = { center, log: silentLog(), host: '127.0.0.1', port: 0 };
  const onForbidden: typeof note = (forbidden) => note(forbidden);
  stations = await serveHttp({ ...common, gate: tls.gate('station'), onForbidden });
  operators = await serveHttp({ ...common, gate: tls.gate('operator'), calls: operatorCalls, onForbidden });
});
afterAll(async () => {
  await Promise.all([stations.stop(), operators.stop()]);
  certificates.remove();
});

let note: ReturnType<typeof forbiddenCalls>['refused'];
beforeEach(async () => {
  run = await centerWithPoints(1_000);
  note = forbiddenCalls(await run.database(), silentLog()).refused;
});

const ask = (sent: Sent) => sendTls(stations.url, certificates, sent);
const audited = () => run.sql('SELECT who, act, result, detail FROM audit ORDER BY number');

test('a station in its own name is heard', async () => {
  expect(stations.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await ask({ as: s1, name: 'hold', body: hold(1, 100) })).toMatchObject({ status: 200, body: { points: 900 } });
  expect((await ask({ as: s1, get: '/health' })).status).toBe(200);
});

test("a station in another one's name: forbidden, for every call there is, and audited", async () => {
  for (const name of Object.keys(calls) as (keyof typeof calls)[]) {
    // Whoever named no station would be heard in nobody's name: the contract lets none do so.
    expect(calls[name].request.safeParse({}).error?.issues.map(({ path }) => path[0])).toContain('stationId');
    const { status, body } = await ask({ as: s2, name, body: { stationId: 'S-1' } });
    expect({ name, status, code: body.code }).toEqual({ name, status: 403, code: 'forbidden' });
  }
  expect(await ask({ as: s2, name: 'hold', body: hold(1, 100) })).toMatchObject({ body: { code: 'forbidden' } });
  expect(await run.ask('account', account())).toMatchObject({ points: 1_000, heldPoints: 0 });
  // One row for all of them: a station that asks and asks does not fill the table.
  await expect.poll(audited).toContainEqual({
    who: 'station:S-2',
    act: 'forbidden',
    result: 'refused',
    detail: '/v1/heartbeat: the certificate is that of another station (1)',
  });
  expect((await audited()).filter(({ act }) => act === 'forbidden')).toHaveLength(1);
});

test('a request that names no station, or half of one, is no request', async () => {
  for (const stationId of [undefined, 7, null, ['S-1'], { toString: 'S-1' }]) {
    const { body } = await ask({ as: s2, body: { ...account(), stationId } });
    expect({ stationId, code: body.code }).toEqual({ stationId, code: 'bad-request' });
  }
  expect(await ask({ as: s2, body: null })).toMatchObject({ body: { code: 'bad-request' } });
});

test('the end of a transfer of another station: what its card tells anybody, and nothing else', async () => {
  await ask({ as: s1, name: 'hold', body: hold(1, 100) });
  const end = (proof: 'answer' | 'refused' | 'never-sent' | 'history') =>
    ask({ as: s2, name: 'finish', body: finish(1, 'voided', { stationId: 'S-2', proof }) });
  for (const proof of ['answer', 'refused', 'never-sent'] as const) {
    expect(await end(proof)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
  expect(await run.ask('account', account())).toMatchObject({ points: 900, heldPoints: 100 });
  // Noted after the answer, each in a transaction of its own.
  const refused = async () =>
    (await audited())
      .filter(({ who, act }) => who === 'station:S-2' && act === 'forbidden')
      .map(({ detail }) => detail)
      .sort();
  await expect
    .poll(refused)
    .toEqual(
      ['answer', 'never-sent', 'refused'].map(
        (proof) => `/v1/finish: proof: only the station of the transfer can know by "${proof}" (1)`,
      ),
    );
  expect(await end('history')).toMatchObject({ status: 200, body: { state: 'voided' } });
  expect(await run.center.check()).toEqual([]);
});

test('a decision of staff is audited, at whichever station, without the card', async () => {
  await ask({ as: s1, name: 'hold', body: hold(1, 100) });
  await ask({ as: s2, name: 'finish', body: finish(1, 'settled', { stationId: 'S-2', proof: 'staff' }) });
  const rows = await audited();
  const detail = `transfer ${uuid(1)} of S-1`;
  expect(rows).toContainEqual({ who: 'station:S-2', act: 'decision', result: 'settled', detail });
  expect(JSON.stringify(rows)).not.toContain(CARD);
});

test('each port has its own askers, also for what is no call', async () => {
  const atOperators = (sent: Sent) => sendTls(operators.url, certificates, sent);
  const charges = {
    name: 'charges',
    body: { charges: [{ on: '2023-04-01', card: CARD, yen: 1, source: 'cash', id: 'c' }] },
  };
  expect(await atOperators({ as: desk, ...charges } as Sent)).toMatchObject({ status: 200, body: { added: 1 } });
  expect(await audited()).toContainEqual(expect.objectContaining({ who: 'operator:back-office', act: 'charges' }));
  expect(await atOperators({ as: s1, ...charges } as Sent)).toMatchObject({ body: { code: 'forbidden' } });
  expect(await atOperators({ as: s1, get: '/health' })).toMatchObject({ body: { code: 'forbidden' } });
  expect(await ask({ as: desk, body: account() })).toMatchObject({ body: { code: 'forbidden' } });
});

test('no certificate, one of another CA, an expired one, an older TLS: no connection', async () => {
  const others = testCertificates();
  try {
    const strange = others.make({ kind: 'station', name: 'S-1' });
    const expired = certificates.make({ kind: 'station', name: 'S-OLD' }, Date.now() - 31 * DAY_MS);
    const early = certificates.make({ kind: 'station', name: 'S-EARLY' }, Date.now() + DAY_MS);
    for (const as of [null, strange, expired, early]) await expect(ask({ as, body: account() })).rejects.toThrow();
    await expect(ask({ as: s1, body: account(), maxVersion: 'TLSv1.2' })).rejects.toThrow();
    // A certificate that a server shows does not make a client.
    await expect(ask({ as: join(certificates.folder, 'center/127.0.0.1'), body: account() })).rejects.toThrow();
  } finally {
    others.remove();
  }
});

test('whoever is not the center is told by a station: another CA, a name that is not its own, a station', async () => {
  const others = testCertificates();
  try {
    await expect(sendTls(stations.url, others, { as: s1, body: account() })).rejects.toThrow(/certificate/);
    const elsewhere = stations.url.replace('127.0.0.1', 'localhost');
    await expect(sendTls(elsewhere, certificates, { as: s1, body: account() })).rejects.toThrow(/altnames/);
  } finally {
    others.remove();
  }
  const files = { ...certificates.files, key: join(s2, 'key.pem'), certificate: join(s2, 'certificate.pem') };
  const plays = setUpTls({ files, log: silentLog(), onRevoked: () => {} });
  const false_ = await serveHttp({ ...run, log: silentLog(), host: '127.0.0.1', port: 0, gate: plays.gate('station') });
  await expect(sendTls(false_.url, certificates, { as: s1, body: account() })).rejects.toThrow(/purpose/);
  await false_.stop();
});

test('a revoked certificate, then a new one; a revoked station with whatever it shows', async () => {
  const reread = () => tls.reread((context) => stations.renew(context));
  const s3 = certificates.make({ kind: 'station', name: 'S-3' });
  const asked = () => ask({ as: s3, body: { ...account(), stationId: 'S-3' } });
  expect(await asked()).toMatchObject({ status: 200 });
  // A list that nobody understands changes nothing, and what was revoked before stays so.
  appendFileSync(certificates.files.revoked ?? '', `urn:wester-kiosk:station:S-9 # stolen\n`);
  reread();
  revoke(certificates.folder, { kind: 'station', name: 'S-3' });
  reread();
  expect(await asked()).toMatchObject({ body: { code: 'forbidden', detail: 'the certificate was revoked' } });
  renewCertificate(certificates.folder, { kind: 'station', name: 'S-3' }, 30, Date.now());
  expect(await asked()).toMatchObject({ body: { code: 'forbidden' } });
  appendFileSync(certificates.files.revoked ?? '', 'S-1\n');
  reread();
  expect(await asked()).toMatchObject({ body: { code: 'forbidden' } });
  expect(await ask({ as: s1, body: account() })).toMatchObject({ status: 200 });
  await expect(ask({ as: s1, body: account(), maxVersion: 'TLSv1.2' })).rejects.toThrow();
  writeFileSync(certificates.files.revoked ?? '', '');
});

test('a certificate that ends while its connection lasts', async () => {
  const credentials = readCredentials(certificates.files);
  if (!credentials.ok) throw new Error(credentials.error.detail);
  let at = Date.now();
  const gate = tlsGate({
    credentials: credentials.value,
    for: 'station',
    revoked: { has: () => false },
    now: () => at,
  });
  const server = await serveHttp({ ...run, log: silentLog(), host: '127.0.0.1', port: 0, gate });
  const status = async () => (await sendTls(server.url, certificates, { as: s1, body: account() })).status;
  expect(await status()).toBe(200);
  at += 31 * DAY_MS;
  expect(await status()).toBe(403);
  await server.stop();
});

test('a body of a megabyte, and a station that asks without end, are stopped as over plain HTTP', async () => {
  const body = { ...hold(1, 100), evidence: { ...evidence(100), padding: 'x'.repeat(1_000_000) } };
  expect(await ask({ as: s1, name: 'hold', body })).toMatchObject({ status: 413, body: { code: 'bad-request' } });
  let now = 0;
  const rateLimit = { perSecond: 2, now: () => now };
  const narrow = await serveHttp({
    ...run,
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    gate: tls.gate('station'),
    rateLimit,
  });
  const status = async (as: string, stationId: string) =>
    (await sendTls(narrow.url, certificates, { as, body: { ...account(), stationId } })).status;
  const all: number[] = [];
  for (let n = 0; n < 5; n++) all.push(await status(s1, 'S-1'));
  expect(all).toEqual([200, 200, 200, 200, 429]);
  // By certificate and not by address: another station of the same line is not kept waiting.
  expect(await status(s2, 'S-2')).toBe(200);
  now += 1_000;
  expect(await status(s1, 'S-1')).toBe(200);
  await narrow.stop();
});
