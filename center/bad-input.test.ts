import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CallName, calls, Problem } from './contract/index.ts';
import {
  account,
  breakInserts,
  CARD,
  centerWithPoints,
  finish,
  hold,
  register,
  registration,
  repair,
  testCenter,
  uuid,
} from './fixture.ts';

const heartbeat = {
  stationId: 'S-1',
  journalHead: { entry: 1, hash: 'a'.repeat(64) },
  follows: null,
  softwareVersion: '0.1.0',
  devices: { reader: 'ready' },
};
const REQUESTS: Readonly<Record<CallName, object>> = {
  heartbeat,
  account: account(),
  register: register(1),
  hold: hold(1, 100),
  finish: finish(1, 'voided'),
  unresolved: { stationId: 'S-1' },
  transfers: { stationId: 'S-1', from: '2023-04-01', to: '2023-04-10', after: uuid(1) },
  'staff-cards': {
    stationId: 'S-1',
    card: 'a'.repeat(64),
    cards: [
      {
        card: 'a'.repeat(64),
        version: 1,
        staffId: 'A-1',
        role: 'attendant',
        verifier: { salt: '0'.repeat(32), hash: '1'.repeat(64), cost: 14 },
        removed: false,
      },
    ],
  },
  'staff-try': { stationId: 'S-1', tryId: uuid(1), card: 'a'.repeat(64), outcome: 'wrong' },
};
const NAMES = Object.keys(calls) as CallName[];
const EVIL = [
  "'; DROP TABLE entries; --",
  '" OR 1=1 --',
  "JW00000000000000'",
  '\u0000',
  '../../etc/passwd',
  '%s%n%00',
  '１２３',
  'x'.repeat(100_000),
];

/** Every request with one field, however deep, replaced. */
function* spoiled(request: object, value: unknown): Generator<object> {
  for (const [field, inner] of Object.entries(request)) {
    yield { ...request, [field]: value };
    if (inner !== null && typeof inner === 'object') {
      for (const deeper of spoiled(inner, value)) yield { ...request, [field]: deeper };
    }
  }
}

async function expectRefused(test: ReturnType<typeof testCenter>, name: CallName, body: unknown): Promise<void> {
  const answer = await test.center.handle(name, body);
  expect({ body, answer: Problem.parse(answer.body) }).toMatchObject({ answer: { status: 400, code: 'bad-request' } });
}

test.each(NAMES)('%s: what is no request at all', async (name) => {
  const run = await centerWithPoints(1_000);
  for (const body of [undefined, null, 0, 1e300, '', 'x', true, [], [REQUESTS[name]], {}, { __proto__: null }]) {
    await expectRefused(run, name, body);
  }
});

test.each(NAMES)('%s: each field missing or of another type', async (name) => {
  const run = await centerWithPoints(1_000);
  for (const value of [undefined, null, -1, 1.5, Number.NaN, {}, [], true]) {
    for (const body of spoiled(REQUESTS[name], value)) {
      // `anchor` may be null, `devices` may be empty.
      if (calls[name].request.safeParse(body).success) continue;
      await expectRefused(run, name, body);
    }
  }
});

test.each(NAMES)('%s: SQL and other evil in every field', async (name) => {
  const run = await centerWithPoints(1_000);
  for (const value of EVIL) {
    for (const body of spoiled(REQUESTS[name], value)) {
      const { status } = await run.center.handle(name, body);
      // Free text (a version, a device's word) is taken as it is; everything else has a shape.
      expect([200, 400, 404, 409]).toContain(status);
    }
  }
  expect(await run.center.check()).toEqual([]);
  expect(await run.ask('account', account())).toMatchObject({ points: 1_000, registration: {} });
});

test('whatever comes, the center answers with its contract and its books add up', async () => {
  const run = await centerWithPoints(1_000);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...NAMES), fc.jsonValue(), fc.object(), async (name, value, more) => {
      for (const body of [value, { ...REQUESTS[name], ...more }]) {
        const answer = await run.center.handle(name, body);
        if (answer.status === 200) calls[name].answer.parse(answer.body);
        else expect(Problem.parse(answer.body).status).toBe(answer.status);
      }
    }),
    { numRuns: 300 },
  );
  expect(await run.center.check()).toEqual([]);
});

test('points that are no number of tens, or more than a card can carry', async () => {
  const run = await centerWithPoints(100_000);
  for (const points of [0, 5, 15, -10, 20_010, 10.5, 2 ** 53]) {
    await expectRefused(run, 'hold', hold(1, points));
  }
});

test('a database that cannot be used is "unavailable", not a crash', async () => {
  const run = testCenter();
  await run.import(registration());
  await run.close();
  for (const name of NAMES) {
    const { status, body } = await run.center.handle(name, REQUESTS[name]);
    expect(status).toBe(503);
    expect(Problem.parse(body).code).toBe('unavailable');
  }
});

test('a call that fails in the middle leaves nothing behind', async () => {
  const run = await centerWithPoints(1_000);
  await breakInserts(run, 'open_holds');
  expect(await run.ask('hold', hold(1, 100))).toBe('unavailable');
  await repair(run, 'open_holds');
  expect(await run.ask('account', account(CARD))).toMatchObject({ points: 1_000, heldPoints: 0 });
  expect(await run.center.check()).toEqual([]);
  expect(await run.ask('hold', hold(1, 100))).toMatchObject({ points: 900, heldPoints: 100 });
});
