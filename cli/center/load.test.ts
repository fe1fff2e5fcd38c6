/** The load generator against a real center over HTTP: what it says it did stands in the books. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixedDate } from '../../center/business-date.ts';
import { calls } from '../../center/contract/index.ts';
import { silentLog } from '../../center/log.ts';
import { type Served, serve } from '../../center/main.ts';
import { testCertificates } from '../../center/tls/fixture.ts';
import type { TlsFiles } from '../../center/tls/setup.ts';
import { type LoadOptions, load, loadCard, POINTS_A_CARD } from './load.ts';

const TODAY = '2023-04-10';
let served: Served;
let options: LoadOptions;

function start(tls: TlsFiles | null): Promise<Served> {
  return serve({
    database: ':memory:',
    businessDate: fixedDate(TODAY),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    operatorHost: '127.0.0.1',
    tls,
    importFile: null,
    onImported: () => {},
    onRefused: () => {},
  });
}

beforeEach(async () => {
  served = await start(null);
  const amount = { stations: 2, cards: 4, rate: null, seconds: 0.2 };
  options = { center: served.url, operator: served.operatorUrl, certificates: null, on: TODAY, ...amount };
});
afterEach(() => served.stop());

async function pointsOf(card: string): Promise<number> {
  const response = await fetch(new URL(calls.account.path, served.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stationId: 'S-1', cardNumber: card, cardKind: 'icoca', idm: '0123456789abcdef' }),
  });
  return calls.account.answer.parse(await response.json()).points;
}

test('every passenger it counts has ten points less', async () => {
  const { passengers, calls: asked, failed } = await load(options);
  expect(failed).toEqual({});
  expect(asked).toMatchObject({
    account: { count: passengers },
    hold: { count: passengers },
    finish: { count: passengers },
  });
  const left = await Promise.all([0, 1, 2, 3].map((n) => pointsOf(loadCard(n))));
  expect(4 * POINTS_A_CARD - left.reduce((sum, points) => sum + points, 0)).toBe(10 * passengers);
});

test('at a rate, and without cards: each is counted as what it was', async () => {
  const { passengers, failed } = await load({ ...options, operator: null, rate: 50 });
  expect(passengers).toBeGreaterThan(2);
  expect(passengers).toBeLessThan(20);
  expect(failed).toEqual({ 'not-registered': passengers });
});

test('a center that is not there', async () => {
  await served.stop();
  const { failed } = await load({ ...options, operator: null, rate: 50 });
  expect(Object.keys(failed)).toEqual(['unreachable']);
});

test('over TLS each station has its own certificate; without enough of them it does not begin', async () => {
  await served.stop();
  const made = testCertificates();
  try {
    made.make({ kind: 'operator', name: 'desk' });
    made.make({ kind: 'station', name: 'S-1' });
    served = await start(made.files);
    const tls = { ...options, center: served.url, operator: served.operatorUrl, certificates: made.folder };
    await expect(load(tls)).rejects.toThrow('certificates of 1 stations, 2 are asked for');
    made.make({ kind: 'station', name: 'S-2' });
    const { passengers, calls: asked, failed } = await load(tls);
    expect(failed).toEqual({});
    expect(passengers).toBeGreaterThan(1);
    // Each was heard in its own name: a station that speaks in another one's is refused.
    expect(asked).toMatchObject({ heartbeat: { count: 2 }, finish: { count: passengers } });
  } finally {
    made.remove();
  }
});
