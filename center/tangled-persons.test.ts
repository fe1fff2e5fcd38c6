/** Who is listed as tangled, in whatever order things come; an application whose person is missing there would be granted by the wrong rule. */
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { CARD, cardNumber, posting, registration, testCenter } from './fixture.ts';
import { grantRun, nominalDay } from './grant-run.ts';
import { openSqlite } from './sqlite.ts';

const application = { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' } as const;
const elsewhere = { type: 'received-elsewhere', on: '2023-01-12', person: 'P', measure: 'charge' } as const;
const granted = (n: number) =>
  posting('g', 500, { on: '2023-03-18', kind: 'grant', measure: 'charge', person: 'P', card: cardNumber(n) });

async function listed(...lines: readonly object[]): Promise<readonly unknown[]> {
  const run = testCenter();
  // A line a file, so that each stands before the next comes; and again, as files do.
  for (const line of [...lines, ...lines]) await run.import(line);
  expect(await run.center.check()).toEqual([]);
  return (await run.sql('SELECT person FROM tangled_persons')).map(({ person }) => person);
}

test.each([
  ['applied twice', [application, { ...application, on: '2023-01-11' }]],
  ['applied twice, with two cards', [application, { ...application, card: cardNumber(2) }]],
  ['received it elsewhere', [application, elsewhere]],
  ['was granted it on another card', [application, granted(2)]],
])('%s, in both orders', async (_name, lines) => {
  expect(await listed(...lines)).toEqual(['P']);
  expect(await listed(...lines.toReversed())).toEqual(['P']);
});

test.each([
  ['applied once', [application]],
  ['applied for two measures', [application, { ...application, measure: 'health-insurance' }]],
  ['was granted it on the same card', [application, granted(1)]],
  ['was granted something else', [{ ...application, measure: 'health-insurance' }, granted(2)]],
  ['was granted it and never applied', [granted(2)]],
  ['beside somebody else', [application, { ...application, person: 'Q', card: cardNumber(2) }]],
])('not where the person %s', async (_name, lines) => {
  expect(await listed(...lines)).toEqual([]);
});

test('the list only grows, and `check` finds whoever is missing and whoever does not belong there', async () => {
  const run = testCenter();
  await run.import(registration(), application, elsewhere);
  await expect(run.sql("UPDATE tangled_persons SET person = 'x'")).rejects.toThrow('tangled_persons is append-only');
  await expect(run.sql('DELETE FROM tangled_persons')).rejects.toThrow('tangled_persons is append-only');
  await run.unguarded('DELETE FROM tangled_persons');
  expect(await run.center.check()).toEqual([expect.stringContaining('somebody is missing')]);
  await run.unguarded("INSERT INTO tangled_persons (person) VALUES ('P'), ('Q')");
  expect(await run.center.check()).toEqual([expect.stringContaining('somebody is listed without reason')]);
});

test('a file of the schema before lists whoever stands in it', async () => {
  const database = new DatabaseSync(':memory:');
  openSqlite(database);
  const event = (key: string, type: string, person: string) =>
    database.exec(`INSERT INTO events (event_key, home, happened_on, type, card_number, person, measure, body)
      VALUES ('${key}', '${CARD}', '2023-01-10', '${type}', '${CARD}', '${person}', 'charge', '{}')`);
  event('a', 'application', 'P');
  event('b', 'application', 'P');
  event('c', 'application', 'Q');
  event('d', 'received-elsewhere', 'R');
  database.exec('DROP TABLE tangled_persons; PRAGMA user_version = 5');
  openSqlite(database);
  const rows = database.prepare('SELECT person FROM tangled_persons ORDER BY person').all();
  expect(rows.map(({ person }) => person)).toEqual(['P', 'R']);
  expect(() => database.exec('DELETE FROM tangled_persons')).toThrow('append-only');
});

test('whoever a program from before the list has left out is not granted twice', async () => {
  const run = testCenter();
  await run.import(
    ...[1, 2].flatMap((n) => [
      registration(cardNumber(n)),
      { ...application, card: cardNumber(n) },
      { type: 'charge', on: '2023-02-01', card: cardNumber(n), yen: 20_000, source: 'cash', id: `c${n}` },
    ]),
  );
  await run.unguarded('DELETE FROM tangled_persons');
  const db = await run.database();
  const options = { due: { plannedUntil: nominalDay('2023-03') }, today: '2023-03-18' };
  expect(await grantRun(db, { ...options, dryRun: true })).toMatchObject({ grants: 1, points: 5_000 });
  expect(await grantRun(db, options)).toMatchObject({ grants: 1, points: 5_000 });
  expect(await run.center.check()).toEqual([]);
});
