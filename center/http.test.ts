import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { calls, Problem } from './contract/index.ts';
import { account, centerWithPoints, hold, type TestCenter } from './fixture.ts';
import { type CenterServer, serveHttp } from './http.ts';
import { silentLog } from './log.ts';

let run: TestCenter;
let server: CenterServer;

beforeEach(async () => {
  run = await centerWithPoints(1_000);
  server = await serveHttp({ center: run.center, log: silentLog(), host: '127.0.0.1', port: 0 });
});
afterEach(() => server.stop());

function post(path: string, body: string, type = 'application/json'): Promise<Response> {
  return fetch(new URL(path, server.url), { method: 'POST', body, headers: { 'content-type': type } });
}

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(Problem.parse(await response.json())).toMatchObject({ status, code });
}

test('a call goes through and answers as the contract says', async () => {
  const held = await post(calls.hold.path, JSON.stringify(hold(1, 100)));
  expect(held.status).toBe(200);
  expect(calls.hold.answer.parse(await held.json())).toMatchObject({ state: 'held', points: 900 });
  const found = await post(calls.account.path, JSON.stringify(account()));
  expect(calls.account.answer.parse(await found.json())).toMatchObject({ heldPoints: 100 });
});

test('a refusal is a problem document with its own status', async () => {
  await expectProblem(await post(calls.hold.path, JSON.stringify(hold(1, 2_000))), 409, 'insufficient-points');
});

test('a body of a megabyte', async () => {
  const body = JSON.stringify({ ...hold(1, 100), padding: 'x'.repeat(1_000_000) });
  await expectProblem(await post(calls.hold.path, body), 413, 'bad-request');
  expect(await run.ask('account', account())).toMatchObject({ heldPoints: 0 });
});

test('a body that is not JSON, half of one, none, or of another type', async () => {
  const { path } = calls.hold;
  for (const body of ['x', '', JSON.stringify(hold(1, 100)).slice(0, -5)]) {
    await expectProblem(await post(path, body), 400, 'bad-request');
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
    await expectProblem(await post(path, JSON.stringify(hold(1, 100)), type), 415, 'bad-request');
  }
});

test('a key that would change what objects are', async () => {
  const body = `{"__proto__":{"stationId":"S-1"},${JSON.stringify(hold(1, 100)).slice(1)}`;
  await expectProblem(await post(calls.hold.path, body), 400, 'bad-request');
});

test('calls that do not exist, and the wrong method', async () => {
  await expectProblem(await post('/v1/grant', '{}'), 404, 'not-found');
  await expectProblem(await fetch(new URL(calls.account.path, server.url)), 404, 'not-found');
});

/** As it stands on the wire; the answer until the center closes. */
async function raw(request: string): Promise<Response> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.end(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => [line.split(': ')[0] ?? '', line.split(': ')[1] ?? '']);
  return new Response(body, { status: Number(first.split(' ')[1]), headers });
}

test('what is no HTTP, has no end of headers, no address or no host is told in the same words', async () => {
  const host = 'Host: 127.0.0.1\r\nConnection: close\r\n';
  await expectProblem(await raw('hello\r\n\r\n'), 400, 'bad-request');
  await expectProblem(await raw(`GET /health HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`), 431, 'bad-request');
  const noAddress = await raw(`GET /%zz HTTP/1.1\r\n${host}\r\n`);
  expect(await noAddress.clone().text()).not.toContain('zz');
  await expectProblem(noAddress, 400, 'bad-request');
  await expectProblem(await raw('GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'), 400, 'bad-request');
});

test('what cannot be read is counted like any other call', async () => {
  await server.stop();
  const rateLimit = { perSecond: 1, now: () => 0 };
  server = await serveHttp({ center: run.center, log: silentLog(), host: '127.0.0.1', port: 0, rateLimit });
  // Twice as many at once.
  for (let count = 0; count < 2; count++) await expectProblem(await raw('hello\r\n\r\n'), 400, 'bad-request');
  await expectProblem(await raw('hello\r\n\r\n'), 429, 'unavailable');
  await expectProblem(await raw('GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), 429, 'unavailable');
});

test('it says that it is well', async () => {
  expect(await (await fetch(new URL('/health', server.url))).json()).toEqual({ status: 'ok' });
});

test('a port that is taken is told', async () => {
  const port = Number(new URL(server.url).port);
  await expect(serveHttp({ center: run.center, log: silentLog(), host: '127.0.0.1', port })).rejects.toThrow(
    'EADDRINUSE',
  );
});
