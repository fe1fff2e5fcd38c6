/** `check` has to be able to fail: each way of spoiling the books is found. */
import { expect, test } from 'vitest';
import { account, CARD, centerWithPoints, finish, hold, type TestCenter, TODAY } from '../fixture.ts';
import { onPostgres } from '../fixture-postgres.ts';
import { post } from './ledger.ts';

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
  expect(await center.check()).toEqual([]);
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
  'ids',
])('%s only grows', async (table) => {
  const { sql, ask, import: take } = await busyCenter();
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
  await expect(sql(`UPDATE ${table} SET card_number = 'x'`)).rejects.toThrow(`${table} is append-only`);
  await expect(sql(`DELETE FROM ${table}`)).rejects.toThrow(`${table} is append-only`);
  const behind = onPostgres
    ? [`TRUNCATE ${table} CASCADE`, `TRUNCATE ${table}_0 CASCADE`]
    : [`REPLACE INTO ${table} SELECT * FROM ${table}`];
  for (const text of behind) await expect(sql(text)).rejects.toThrow();
});

test('the database itself refuses a balance below zero', async () => {
  const { sql } = await busyCenter();
  await expect(sql("UPDATE balances SET points = points - 900 WHERE account = 'outstanding'")).rejects.toThrow(
    /check constraint/i,
  );
});

test.each(['held', 'point-charges'] as const)(
  'points that a card has not are not taken from it: to %s',
  async (target) => {
    const run = await centerWithPoints(1_000);
    const db = await run.database();
    for (const [card, points] of [
      ['JW000000000000009', 10],
      [CARD, 1_010],
    ] as const) {
      const entry = { source: 'outstanding', target, points, valueOn: TODAY, bookedOn: TODAY } as const;
      await expect((async () => await db.write(() => post({ ...entry, cardNumber: card })))()).rejects.toThrow(
        /check constraint/i,
      );
    }
    expect(await run.center.check()).toEqual([]);
    expect(await run.ask('account', account())).toMatchObject({ points: 1_000, heldPoints: 0 });
  },
);

test.each([
  ['a balance raised', "UPDATE balances SET points = points + 10 WHERE account = 'outstanding'"],
  ['a balance lost', "DELETE FROM balances WHERE account = 'outstanding'"],
  ['an entry removed', 'DELETE FROM entries WHERE entry_id = (SELECT min(entry_id) FROM entries)'],
  ['an entry changed', 'UPDATE entries SET points = 1 WHERE entry_id = (SELECT max(entry_id) FROM entries)'],
  ['an open hold forgotten', 'DELETE FROM open_holds'],
  ['an end forgotten', "DELETE FROM transfer_ends WHERE state = 'settled'"],
  ['an end turned round', "UPDATE transfer_ends SET state = 'voided' WHERE state = 'settled'"],
  ['a transfer removed', "DELETE FROM transfers WHERE outcome = 'held'"],
  ['an id forgotten', 'DELETE FROM ids'],
  ['an id given to another card', "UPDATE ids SET card_number = 'JW000000000000009'"],
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
  const { center, unguarded } = await busyCenter();
  await unguarded(sql);
  const faults = await center.check();
  expect(faults).not.toEqual([]);
  expect(faults.join()).not.toContain(CARD);
});

test.each(
  onPostgres
    ? [
        ['ALTER TABLE events DISABLE TRIGGER never_updated', 'ALTER TABLE events ENABLE TRIGGER never_updated'],
        ['ALTER TABLE events_3 DISABLE TRIGGER never_deleted', 'ALTER TABLE events_3 ENABLE TRIGGER never_deleted'],
        [
          'DROP TRIGGER never_emptied ON entries_7',
          "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON entries_7 EXECUTE FUNCTION append_only('entries')",
        ],
        ['ALTER TABLE staff_cards DISABLE TRIGGER USER', 'ALTER TABLE staff_cards ENABLE TRIGGER USER'],
      ]
    : [
        ['DROP TRIGGER events_never_updated', ''],
        ['DROP TRIGGER ids_never_deleted', ''],
      ],
)('a table that would no longer only grow is found: %s', async (text, mend) => {
  const { center, sql } = await busyCenter();
  await sql(text as string);
  const faults = await center.check();
  await sql(mend as string);
  expect(faults.join()).toContain('the tables only grow');
});
