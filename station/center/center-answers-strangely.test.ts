import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SimulatedClock, systemClock } from '../../hardware/clock.ts';
import { CenterTime } from './center-time.ts';
import { httpCenterClient, readAnswer } from './client.ts';

const problem = { type: 'about:blank', title: 'no', status: 409, code: 'insufficient-points', detail: 'too few' };
const answer = { transferId: '10000000-0000-4000-8000-000000000001', state: 'voided', points: 3, heldPoints: 0 };
const request = {
  stationId: 'OSAKA-1',
  transferId: answer.transferId,
  end: 'voided',
  proof: 'never-sent',
  cardNumber: 'JW0000000000000A1',
} as const;

describe('what is not an answer of the contract is "unreachable", never a yes or a no', () => {
  test.each<[string, number, unknown]>([
    ['an empty object', 200, {}],
    ['an answer of another call', 200, { outcome: 'registered' }],
    ['a number of points below zero', 200, { ...answer, points: -1 }],
    ['a page of a proxy', 502, '<html>'],
    ['a problem without a code', 409, { ...problem, code: undefined }],
    ['a problem of an unknown code', 409, { ...problem, code: 'surprise' }],
    ['a center that cannot', 503, { ...problem, code: 'unavailable' }],
    ['a problem with status 200', 200, problem],
  ])('%s', (_what, status, body) => {
    expect(readAnswer('finish', status, body)).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  test('anything at all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), (status, body) => {
        expect(readAnswer('finish', status, body)).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
      }),
    );
  });
});

test('a yes and a no', () => {
  expect(readAnswer('finish', 200, answer)).toEqual({ ok: true, value: answer });
  expect(readAnswer('finish', 409, problem)).toEqual({ ok: false, error: { kind: 'refused', problem } });
});

describe('over HTTP', () => {
  let server: Server;
  let baseUrl: string;
  let seen: { url: string | undefined; body: string }[] = [];
  let reply: 'answer' | 'silence' | 'cut' | 'redirect' | 'not-json' = 'answer';

  beforeAll(async () => {
    server = createServer((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        seen.push({ url: incoming.url, body });
        if (reply === 'cut') incoming.socket.destroy();
        if (reply === 'redirect') outgoing.writeHead(302, { location: '/elsewhere' }).end();
        if (reply === 'not-json') outgoing.end('{"transferId":');
        if (reply === 'answer') outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('a card number never stands in the address', async () => {
    seen = [];
    reply = 'answer';
    const client = httpCenterClient({ baseUrl, clock: systemClock });
    expect(await client.call('finish', request)).toEqual({ ok: true, value: answer });
    expect(seen).toEqual([{ url: '/v1/finish', body: JSON.stringify(request) }]);
  });

  test('the time at the center is learned from its answers, and not from what is none', async () => {
    const time = new CenterTime(systemClock);
    const client = httpCenterClient({ baseUrl, clock: systemClock, time });
    reply = 'not-json';
    await client.call('finish', request);
    expect(time.now()).toBeNull();
    reply = 'answer';
    await client.call('finish', request);
    expect(Math.abs(Date.now() - (time.now() ?? 0))).toBeLessThan(60_000);
  });

  test.each(['cut', 'redirect', 'not-json'] as const)('%s', async (how) => {
    reply = how;
    const client = httpCenterClient({ baseUrl, clock: systemClock });
    expect(await client.call('finish', request)).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  test('silence ends after the time-out of the injected clock', async () => {
    reply = 'silence';
    const clock = new SimulatedClock();
    const call = httpCenterClient({ baseUrl, clock, timeoutMs: 3_000 }).call('finish', request);
    await clock.advance(3_000);
    expect(await call).toEqual({ ok: false, error: { kind: 'unreachable', detail: 'no answer within 3000 ms' } });
    expect(clock.pending).toBe(0);
  });

  test('nobody there', async () => {
    const client = httpCenterClient({ baseUrl: 'http://127.0.0.1:1', clock: systemClock });
    expect(await client.call('finish', request)).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });
});
