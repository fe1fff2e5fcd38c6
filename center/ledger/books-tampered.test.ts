/** `check` has to be able to fail: each way of spoiling the books is found. */
import { expect, test } from 'vitest';
import { CARD, centerWithPoints, finish, hold, type TestCenter } from '../fixture.ts';

async function busyCenter(): Promise<TestCenter> {
  const center = await centerWithPoints(1_000);
  await center.ask('hold', hold(1, 100));
  await center.ask('finish', finish(1, 'settled'));
  await center.ask('hold', hold(2, 200));
  await center.ask('finish', finish(2, 'voided'));
  await center.ask('hold', hold(3, 5_000));
  await center.ask('hold', hold(4, 300));
  return center;
}

test('untouched books add up', async () => {
  const { center } = await busyCenter();
  expect(center.check()).toEqual([]);
});

test.each([
  'entries',
  'transfers',
  'transfer_ends',
  'discrepancies',
  'registrations',
  'answered_requests',
  'reissues',
  'events',
])('%s only grows', async (table) => {
  const { database, ask, import: take } = await busyCenter();
  await ask('finish', finish(1, 'voided'));
  await ask('register', {
    stationId: 'S-1',
    requestId: '00000000-0000-4000-8000-000000000099',
    cardNumber: CARD,
    cardKind: 'icoca',
    on: '2023-04-10',
    termsVersion: 'WESTERポイント（チャージ専用）',
  });
  await take({ type: 'reissue', on: '2023-04-10', card: CARD, to: 'JW000000000000002' });
  expect(() => database.exec(`UPDATE ${table} SET card_number = 'x'`)).toThrow(`${table} is append-only`);
  expect(() => database.exec(`DELETE FROM ${table}`)).toThrow(`${table} is append-only`);
  expect(() => database.exec(`REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow();
});

test('the database itself refuses a balance below zero', async () => {
  const { database } = await busyCenter();
  expect(() => database.exec("UPDATE balances SET points = points - 900 WHERE account = 'outstanding'")).toThrow(
    'CHECK constraint failed',
  );
});

test.each([
  ['a balance raised', "UPDATE balances SET points = points + 10 WHERE account = 'outstanding'"],
  ['a balance lost', "DELETE FROM balances WHERE account = 'outstanding'"],
  ['an entry removed', 'DROP TRIGGER entries_never_deleted; DELETE FROM entries WHERE entry_id = 1'],
  ['an entry changed', 'DROP TRIGGER entries_never_updated; UPDATE entries SET points = 1 WHERE entry_id = 2'],
  ['an open hold forgotten', 'DELETE FROM open_holds'],
  ['an end forgotten', "DROP TRIGGER transfer_ends_never_deleted; DELETE FROM transfer_ends WHERE state = 'settled'"],
  [
    'an end turned round',
    "DROP TRIGGER transfer_ends_never_updated; UPDATE transfer_ends SET state = 'voided' WHERE state = 'settled'",
  ],
  [
    'a transfer removed',
    "DROP TRIGGER transfers_never_deleted; PRAGMA foreign_keys = OFF; DELETE FROM transfers WHERE outcome = 'held'",
  ],
  ['a trigger dropped', 'DROP TRIGGER events_never_updated'],
  [
    'a reissue that only gives',
    `INSERT INTO entries (card_number, source, target, points, value_on, booked_on)
     VALUES ('${CARD}', 'reissues', 'outstanding', 5, '2023-04-10', '2023-04-10');
     UPDATE balances SET points = points + 5 WHERE account = 'outstanding'`,
  ],
  [
    'a point charge booked without a transfer',
    `INSERT INTO entries (card_number, source, target, points, value_on, booked_on, transfer_id)
     VALUES ('${CARD}', 'outstanding', 'held', 5, '2023-04-10', '2023-04-10', 'x');
     UPDATE balances SET points = points - 5 WHERE account = 'outstanding';
     UPDATE balances SET points = points + 5 WHERE account = 'held'`,
  ],
])('%s is found', async (_name, sql) => {
  const { center, database } = await busyCenter();
  database.exec(sql);
  const faults = center.check();
  expect(faults).not.toEqual([]);
  expect(faults.join()).not.toContain(CARD);
});
