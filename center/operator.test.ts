/** The operator's calls over HTTP, and what must not get in. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { calls, Problem } from './contract/index.ts';
import { type Charge, type OperatorCallName, operatorCalls } from './contract/operator.ts';
import { account, CARD, cardNumber, centerWithPoints, finish, hold, type TestCenter, uuid } from './fixture.ts';
import { type CenterServer, serveHttp } from './http.ts';
import { silentLog } from './log.ts';

let run: TestCenter;
let server: CenterServer;

beforeEach(async () => {
  run = await centerWithPoints(1_000);
  server = await serveHttp({
    center: run.center,
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    calls: operatorCalls,
    rateLimit: { perSecond: 20, now: () => 0 },
  });
});
afterEach(() => server.stop());

async function ask(name: OperatorCallName, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(operatorCalls[name].path, server.url), {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const answer: unknown = await response.json();
  if (response.status === 200) expect(operatorCalls[name].answer.parse(answer)).toEqual(answer);
  else expect(Problem.parse(answer)).toEqual(answer);
  return { status: response.status, body: answer };
}

const charge = (n: number, change: Partial<Charge> = {}): Charge => ({
  on: '2023-02-01',
  card: CARD,
  yen: 1_000,
  source: 'cash',
  id: `c${n}`,
  ...change,
});

test('charges in one list: known ones again, refused ones with their place, in any order', async () => {
  const first = [charge(1), charge(2), charge(1), charge(3, { on: '2024-01-01' }), charge(2, { yen: 5 })];
  expect(await ask('charges', { charges: first })).toEqual({
    status: 200,
    body: {
      added: 2,
      knownBefore: 1,
      refused: [
        { index: 3, why: 'on: 2024-01-01 has not come, today is 2023-04-10' },
        { index: 4, why: 'id: another charge has it' },
      ],
    },
  });
  const again = [charge(2), charge(4), charge(1)];
  expect(await ask('charges', { charges: again })).toMatchObject({ body: { added: 1, knownBefore: 2, refused: [] } });
});

test("the id of one card's charge serves no other card", async () => {
  await ask('charges', { charges: [charge(1)] });
  expect(await ask('charges', { charges: [charge(1, { card: cardNumber(2) })] })).toMatchObject({
    body: { added: 0, refused: [{ index: 0, why: 'id: another charge has it' }] },
  });
});

test('a list of which one is no charge at all changes nothing', async () => {
  const evil = ["'; DROP TABLE events; --", '\u0000', 'x'.repeat(65)];
  for (const id of evil) {
    expect(await ask('charges', { charges: [charge(9), charge(1, { id })] })).toMatchObject({ status: 400 });
  }
  expect(await ask('charges', { charges: [charge(9)] })).toMatchObject({ body: { added: 1 } });
});

test('too many charges, a body too large, half a body', async () => {
  const many = Array.from({ length: 501 }, (_, n) => charge(n));
  expect(await ask('charges', { charges: many })).toMatchObject({ status: 400 });
  expect(await ask('charges', { charges: many.slice(1) })).toMatchObject({ status: 200, body: { added: 500 } });
  expect(await ask('charges', `{"charges":[],"x":"${'x'.repeat(300_000)}"}`)).toMatchObject({ status: 413 });
  expect(await ask('charges', JSON.stringify({ charges: [charge(1)] }).slice(0, -3))).toMatchObject({ status: 400 });
});

test('what is open and what contradicts, of all stations, page by page', async () => {
  await run.ask('hold', hold(1, 100));
  await run.ask('finish', finish(1, 'settled'));
  await run.ask('finish', finish(1, 'voided', { stationId: 'S-9', proof: 'history' }));
  // A station that lies: it says "settled" of points that were never held.
  await run.ask('finish', finish(7, 'settled', { stationId: 'S-9' }));
  await run.ask('hold', hold(2, 200));
  expect(await ask('open-transfers', { after: null })).toMatchObject({
    body: { holds: [{ transferId: uuid(2), stationId: 'S-1' }] },
  });
  expect(await ask('open-transfers', { after: uuid(2) })).toMatchObject({ body: { holds: [] } });
  expect(await ask('discrepancies', { after: null })).toMatchObject({
    body: {
      discrepancies: [
        { transferId: uuid(1), claimed: 'voided', stands: 'settled', stationId: 'S-9', cardNumber: CARD },
        { transferId: uuid(7), claimed: 'settled', stands: null, proof: 'answer' },
      ],
    },
  });
  expect(await run.ask('account', account())).toMatchObject({ points: 700, heldPoints: 200 });
});

test("a station's calls are not served here, and none of these where stations ask", async () => {
  const wrong = await fetch(new URL(calls.hold.path, server.url), {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(wrong.status).toBe(404);
  const stations = await serveHttp({ center: run.center, log: silentLog(), host: '127.0.0.1', port: 0 });
  for (const { path } of Object.values(operatorCalls)) {
    const body = JSON.stringify({ charges: [charge(1)], after: null });
    const response = await fetch(new URL(path, stations.url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(404);
  }
  await stations.stop();
});

test('who asks too often is told so, and when to ask again', async () => {
  const responses = await Promise.all(Array.from({ length: 50 }, () => fetch(new URL('/health', server.url))));
  const refused = responses.filter(({ status }) => status === 429);
  // Twice the 20 of a second at once; the clock stands still.
  expect(refused).toHaveLength(10);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  expect(Problem.parse(await refused[0]?.json())).toMatchObject({ status: 429, code: 'unavailable' });
});
