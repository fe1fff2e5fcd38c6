import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { StaffCardRecord } from './contract/index.ts';
import { testCenter, uuid } from './fixture.ts';
import { createCenter } from './service.ts';

const hash = (letter: string) => letter.repeat(64);
function card(letter: string, change: Partial<StaffCardRecord> = {}): StaffCardRecord {
  const verifier = { salt: '0'.repeat(32), hash: hash('1'), cost: 14 };
  return { card: hash(letter), version: 1, staffId: 'A-1', role: 'attendant', verifier, removed: false, ...change };
}
const ask = (letter: string, ...cards: StaffCardRecord[]) => ({ stationId: 'S-1', card: hash(letter), cards });

test('a card that one station enrolled is known at every other', async () => {
  const center = testCenter();
  await center.ask('staff-cards', ask('a', card('a')));
  expect(await center.ask('staff-cards', { ...ask('b'), stationId: 'S-2' })).toEqual({
    cards: [card('a')],
    failures: 0,
  });
});

test('one that was taken off the register is not brought back by a machine that was away', async () => {
  const center = testCenter();
  const removed = card('a', { version: 2, removed: true });
  await center.ask('staff-cards', ask('a', card('a')));
  await center.ask('staff-cards', ask('a', removed));
  expect(await center.ask('staff-cards', ask('a', card('a')))).toMatchObject({ cards: [removed] });
});

test('the first that is told of a version stands', async () => {
  const center = testCenter();
  await center.ask('staff-cards', ask('a', card('a')));
  const other = card('a', { role: 'engineer' });
  expect(await center.ask('staff-cards', ask('a', other))).toMatchObject({ cards: [card('a')] });
});

test('wrong PINs add up over all machines, once for each try, until the right one', async () => {
  const center = testCenter();
  const tried = (n: number, outcome: 'wrong' | 'right', stationId = 'S-1') =>
    center.ask('staff-try', { stationId, tryId: uuid(n), card: hash('a'), outcome });
  expect(await tried(1, 'wrong')).toEqual({ failures: 1 });
  expect(await tried(1, 'wrong')).toEqual({ failures: 1 });
  expect(await tried(2, 'wrong', 'S-2')).toEqual({ failures: 2 });
  expect(await center.ask('staff-cards', ask('b'))).toMatchObject({ failures: 0 });
  expect(await center.ask('staff-cards', ask('a'))).toMatchObject({ failures: 2 });
  expect(await tried(3, 'right')).toEqual({ failures: 0 });
  expect(await tried(4, 'wrong')).toEqual({ failures: 1 });
});

test('a database from before gets the tables, and keeps what is in it', async () => {
  const database = new DatabaseSync(':memory:');
  createCenter({ database, businessDate: () => '2023-04-10' });
  // As schema 1 was.
  database.exec(`DROP TABLE staff_cards; DROP TABLE staff_tries; DROP TABLE ids; DROP TABLE grant_dues; DROP TABLE audit;
    DROP TABLE grant_applications; DROP TABLE tangled_persons; DROP INDEX events_by_home; DROP INDEX events_that_tangle; DROP INDEX entries_granted_before; DROP INDEX events_by_person;
    CREATE INDEX events_by_person ON events (person) WHERE person IS NOT NULL; DROP INDEX applications; DROP INDEX transfers_by_station;
    CREATE INDEX events_by_card ON events (card_number) WHERE card_number IS NOT NULL;
    CREATE INDEX transfers_by_station ON transfers (json_extract(request, '$.stationId'), json_extract(request, '$.on'));
    ALTER TABLE events DROP COLUMN home; ALTER TABLE events DROP COLUMN yen;
    ALTER TABLE events DROP COLUMN source; ALTER TABLE events DROP COLUMN measure;
    INSERT INTO events (event_key, happened_on, type, card_number, body) VALUES ('charge:c', '2023-04-01', 'charge',
      'JW000000000000001', '{"card":"JW000000000000001","id":"c","on":"2023-04-01","source":"cash","type":"charge","yen":500}');
    INSERT INTO events (event_key, happened_on, type, person, body) VALUES ('x', '2023-04-01', 'health-insurance', 'P',
      '{"on":"2023-04-01","person":"P","type":"health-insurance"}');
    INSERT INTO transfer_ends VALUES ('t', 'JW000000000000001', 'voided', 'never-sent', 'S-1', '2023-04-01', '{}');
    PRAGMA user_version = 1`);
  const center = createCenter({ database, businessDate: () => '2023-04-10' });
  expect(await center.handle('staff-cards', ask('a', card('a')))).toMatchObject({ status: 200 });
  expect(await center.check()).toEqual([]);
  expect(database.prepare('SELECT home, yen, source FROM events').all()).toEqual([
    { home: 'JW000000000000001', yen: 500, source: 'cash' },
    { home: 'person:P', yen: null, source: null },
  ]);
  expect(database.prepare('SELECT * FROM ids').all()).toEqual([{ id: 'transfer:t', card_number: 'JW000000000000001' }]);
  expect(() => database.exec('UPDATE events SET yen = 1')).toThrow('append-only');
});
