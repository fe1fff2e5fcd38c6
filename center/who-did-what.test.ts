/** The audit log: what has to be in it is, once, with no card number, and nobody changes it. */
import { expect, test } from 'vitest';
import { auditPage, auditRevoked } from './audit.ts';
import type { CenterDatabase } from './database.ts';
import { CARD, centerWithPoints, finish, hold, type TestCenter, testCenter, uuid } from './fixture.ts';
import { forbiddenCalls } from './forbidden.ts';
import { silentLog } from './log.ts';

const card = 'a'.repeat(64);

async function audited(run: TestCenter, since = '') {
  const db = await run.database();
  const rows = await db.read(() => auditPage(since, 0, 100));
  return rows.map(({ who, act, result, detail }) => `${who} ${act} ${result}: ${detail}`);
}

function record(version: number, change: object = {}) {
  const verifier = { salt: 'b'.repeat(32), hash: 'c'.repeat(64), cost: 14 };
  return { card, version, staffId: 'E1', role: 'engineer', verifier, removed: false, ...change } as const;
}

test('a staff card that is new, told again, changed and removed', async () => {
  const run = testCenter();
  const tell = (...cards: ReturnType<typeof record>[]) => run.ask('staff-cards', { stationId: 'S-1', card, cards });
  await tell(record(1));
  await tell(record(1));
  await tell(record(1), record(2, { role: 'attendant' }));
  await tell(record(3, { removed: true }));
  const named = 'card aaaaaaaaaaaaaaaa version';
  expect(await audited(run)).toEqual([
    `station:S-1 staff-card taken: ${named} 1: E1, engineer`,
    `station:S-1 staff-card taken: ${named} 2: E1, attendant`,
    `station:S-1 staff-card removed: ${named} 3: E1, engineer`,
  ]);
  // Nothing by which a PIN could be tried.
  expect((await audited(run)).join()).not.toMatch(/b{32}|c{64}/);
});

test('a lock of a staff card, over all stations, and its end; a try that is told twice', async () => {
  const run = testCenter();
  const tried = (n: number, outcome: 'wrong' | 'right', stationId = 'S-1') =>
    run.ask('staff-try', { stationId, tryId: uuid(n), card, outcome });
  await tried(1, 'wrong');
  await tried(2, 'wrong', 'S-2');
  expect(await audited(run)).toEqual([]);
  await tried(3, 'wrong', 'S-2');
  await tried(3, 'wrong', 'S-2');
  await tried(4, 'right');
  await tried(5, 'wrong');
  expect(await audited(run)).toEqual([
    'station:S-2 staff-lockout wrong: card aaaaaaaaaaaaaaaa: 3 wrong tries in a row',
    'station:S-1 staff-lockout ended: card aaaaaaaaaaaaaaaa: 3 wrong tries in a row',
  ]);
});

test('charges of the operator and a decision of staff; what changes nothing leaves no row', async () => {
  const run = await centerWithPoints(1_000);
  const body = { charges: [{ on: '2023-04-01', card: CARD, yen: 1, source: 'cash', id: 'c' }] };
  await run.center.handle('charges', body);
  await run.center.handle('charges', body);
  await run.ask('hold', hold(1, 100));
  await run.ask('finish', finish(1, 'settled', { proof: 'staff' }));
  await run.ask('finish', finish(1, 'settled', { proof: 'staff' }));
  const rows = await audited(run);
  expect(rows).toEqual([
    'operator:local charges done: 1 taken, 0 known before, 0 refused',
    `station:S-1 decision settled: transfer ${uuid(1)} of S-1`,
  ]);
  expect(rows.join()).not.toContain(CARD);
});

test('what is revoked, once for each entry; who is forbidden, once a minute with how often', async () => {
  const run = testCenter();
  const db = await run.database();
  for (const list of [['ab'], ['ab', 'cd'], ['cd']]) await db.write(() => auditRevoked(new Set(list)));
  let now = 0;
  const { refused } = forbiddenCalls(db, silentLog(), () => now);
  for (let second = 0; second < 130; second++) {
    refused({ who: 'station:S-2', call: '/v1/hold', detail: 'not yours' });
    now += 1_000;
  }
  await expect
    .poll(() => audited(run))
    .toEqual([
      'center certificate-revoked taken: ab',
      'center certificate-revoked taken: cd',
      'station:S-2 forbidden refused: /v1/hold: not yours (1)',
      'station:S-2 forbidden refused: /v1/hold: not yours (60)',
      'station:S-2 forbidden refused: /v1/hold: not yours (60)',
    ]);
});

test('staff decide what has ended otherwise: nothing is done, and who wanted it is on record, once', async () => {
  const run = await centerWithPoints(1_000);
  await run.ask('hold', hold(1, 100));
  await run.ask('finish', finish(1, 'settled'));
  for (let told = 0; told < 2; told++)
    await run.ask('finish', finish(1, 'voided', { stationId: 'S-2', proof: 'staff' }));
  expect(await audited(run)).toEqual([`station:S-2 decision voided: transfer ${uuid(1)}: not done, settled stands`]);
});

test('more names than anybody has are counted together, under no name of them', async () => {
  const rows: unknown[] = [];
  const write = async (work: () => Iterator<unknown>) => {
    const { value } = work().next() as { value: { values: unknown[] } };
    rows.push(value.values.slice(1));
  };
  const { refused } = forbiddenCalls({ write } as unknown as CenterDatabase, silentLog(), () => 0);
  for (let n = 0; n < 1_003; n++) refused({ who: `station:${n}`, call: '/v1/hold', detail: 'not yours' });
  refused({ who: 'station:0', call: '/v1/hold', detail: 'not yours' });
  await expect.poll(() => rows).toHaveLength(1_001);
  expect(rows.at(-1)).toEqual(['others', 'forbidden', 'refused', '(1)']);
});

test('rows stay as they are, and are found by their time', async () => {
  const run = testCenter();
  await run.ask('staff-cards', { stationId: 'S-1', card, cards: [record(1)] });
  await expect(run.sql("UPDATE audit SET who = 'nobody'")).rejects.toThrow('append-only');
  await expect(run.sql('DELETE FROM audit')).rejects.toThrow('append-only');
  expect(await audited(run, '2023-01-01')).toHaveLength(1);
  expect(await audited(run, '9999-01-01')).toEqual([]);
});
