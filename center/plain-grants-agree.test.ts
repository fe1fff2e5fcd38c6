/**
 * The grant run against the rules: random persons, plain and tangled, one month after the other. What the database posted
 * in sets is what points/ says of each of them alone; 100,000 persons where WESTER_TEST=full.
 */
import pg from 'pg';
import { expect, test } from 'vitest';
import { addDays, checkInput, type Event, evaluate } from '../points/index.ts';
import type { CenterDatabase } from './database.ts';
import { cardNumber, testCenter } from './fixture.ts';
import { onPostgres, postgresUrl } from './fixture-postgres.ts';
import { type GrantsDue, grantRun, nominalDay } from './grant-run.ts';
import { importLines } from './import.ts';
import { silentLog } from './log.ts';
import { plainGrants } from './plain-grants.ts';
import { openPostgres } from './postgres.ts';
import { all, type Row } from './sql.ts';
import { openSqlite } from './sqlite.ts';

const isFull = process.env.WESTER_TEST === 'full';
const PERSONS = isFull ? 100_000 : 250;
const SEED = 11;

/** mulberry32: the same persons each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(SEED);
const chance = (share: number): boolean => random() < share;
const whole = (below: number): number => Math.floor(random() * below);
const from = <Item>(items: readonly Item[]): Item => items[whole(items.length)] as Item;
const EDGES = ['2022-06-30', '2022-12-31', '2023-01-31', '2023-02-28', '2023-03-01', '2023-04-30', '2023-05-31'];
const day = (first: string, days: number): string =>
  chance(0.3) ? addDays(from(EDGES), whole(3) - 1) : addDays(first, whole(days));
const MEASURES = ['charge', 'health-insurance', 'public-money-account'] as const;

/** One to three persons with as many cards, and everything that hangs together with them. */
function group(first: number): { persons: number; events: Event[] } {
  const persons = chance(0.8) ? 1 : 1 + whole(3);
  const cards = Array.from({ length: persons }, (_, index) => cardNumber(first + index));
  const events: Event[] = [];
  for (let person = 0; person < persons; person++) {
    const name = `P${first + person}`;
    const card = cards[person] as string;
    if (chance(0.95))
      events.push({ on: chance(0.1) ? '2020-12-01' : day('2022-05-01', 300), type: 'registration', card });
    if (chance(0.05)) {
      events.push({
        on: '2022-05-01',
        type: 'card',
        card,
        kind: from(['smart-icoca', 'child-icoca', 'mobile-icoca', 'pass-without-sf']),
      });
    }
    for (const measure of MEASURES)
      if (chance(0.8)) events.push(application(name, persons > 1 && chance(0.3) ? from(cards) : card, measure));
    if (chance(0.05)) events.push(application(name, from(cards), 'charge'));
    if (chance(0.7)) events.push({ on: day('2022-04-01', 430), type: 'health-insurance', person: name });
    if (chance(0.7)) events.push({ on: day('2022-04-01', 430), type: 'public-money-account', person: name });
    if (chance(0.05))
      events.push({ on: day('2022-06-01', 300), type: 'received-elsewhere', person: name, measure: from(MEASURES) });
    charges(card, `${first + person}`, events);
  }
  // A card of its own, so that no two become one.
  if (chance(0.05))
    events.push({
      on: day('2022-09-01', 250),
      type: 'reissue',
      card: cards[0] as string,
      to: cardNumber(first + 5_000_000),
    });
  return { persons, events };
}

function application(person: string, card: string, measure: (typeof MEASURES)[number]): Event {
  const on = day('2022-06-15', 360);
  return chance(0.4)
    ? {
        on,
        type: 'application',
        person,
        card,
        measure,
        myNumberCardAppliedOn: chance(0.9) ? '2022-08-01' : day('2023-02-01', 60),
      }
    : { on, type: 'application', person, card, measure };
}

function charges(card: string, id: string, events: Event[]): void {
  const many = whole(7);
  for (let n = 0; n < many; n++) {
    const on = day('2022-06-15', 360);
    const source = chance(0.85)
      ? from(['cash', 'quick-charge'] as const)
      : from(['point-charge', 'petrol-station', 'petrol-station-change'] as const);
    const yen = chance(0.2) ? from([20_000, 19_999, 19_990, 10, 30]) : 1_000 * (1 + whole(10));
    events.push({ on, type: 'charge', card, yen, source, id: `${id}-${n}` });
    if (chance(0.02)) events.push({ on: addDays(on, whole(90)), type: 'reversal', of: `${id}-${n}` });
  }
}

async function* jsonLines(lines: readonly object[]): AsyncIterable<string> {
  for (const line of lines) yield JSON.stringify(line);
}

/** Everything that an import writes, five thousand rows at a time. */
async function copyToPostgres(from: CenterDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: String(postgresUrl) });
  await client.connect();
  for (const [table, key] of [
    ['registrations', 'card_number'],
    ['reissues', 'card_number'],
    ['events', 'event_id'],
    ['entries', 'entry_id'],
    ['balances', 'card_number'],
    ['tangled_persons', 'person'],
  ] as const) {
    for (let offset = 0; ; offset += 5_000) {
      const rows = await from.read(() =>
        all<Row>(`SELECT * FROM ${table} ORDER BY ${key} LIMIT 5000 OFFSET ?`, offset),
      );
      if (rows.length === 0) break;
      const whole = rows.map((row) => (row.body ? { ...row, body: JSON.parse(String(row.body)) } : row));
      const copy = `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`;
      await client.query(copy, [JSON.stringify(whole)]);
    }
  }
  await client.query("SELECT setval('entries_entry_id_seq', (SELECT coalesce(max(entry_id), 1) FROM entries))");
  await client.query('ANALYZE');
  await client.end();
}

/** What the rules say, kept the simplest way: what each person was given for each measure, run by run. */
class Expected {
  readonly #groups: readonly (readonly Event[])[];
  readonly #posted = new Map<string, number>();

  constructor(groups: readonly (readonly Event[])[]) {
    this.#groups = groups;
  }

  run(due: GrantsDue, today: string): { given: Map<string, number>; forStaff: number } {
    const given = new Map<string, number>();
    let forStaff = 0;
    for (const events of this.#groups) {
      const input = checkInput({ asOf: today, events });
      if (!input.ok) throw new Error(JSON.stringify(input.error));
      const { applications, grants } = evaluate(input.value);
      for (const { person, measure } of applications.filter(({ accepted }) => accepted)) {
        const key = `${person} ${measure}`;
        const grant = grants.find((row) => row.person === person && row.measure === measure);
        const points = (grant?.points ?? 0) - (this.#posted.get(key) ?? 0);
        if (points < 0) forStaff += 1;
        const { plannedOn } = grant ?? { plannedOn: null };
        const isDue =
          due === 'after-the-end' ? plannedOn === null : plannedOn !== null && plannedOn <= due.plannedUntil;
        if (!grant || points <= 0 || !isDue) continue;
        this.#posted.set(key, (this.#posted.get(key) ?? 0) + points);
        given.set(`${grant.card} ${key}`, points);
      }
    }
    return { given, forStaff };
  }
}

const RUNS: readonly [due: GrantsDue, today: string][] = [
  [{ plannedUntil: nominalDay('2022-09') }, '2022-09-18'],
  [{ plannedUntil: nominalDay('2023-01') }, '2023-02-21'],
  [{ plannedUntil: nominalDay('2023-03') }, '2023-03-18'],
  [{ plannedUntil: nominalDay('2023-06') }, '2023-06-18'],
  ['after-the-end', '2023-06-20'],
];

test(`${PERSONS} random persons get from the database what the rules say`, {
  timeout: isFull ? 7_200_000 : 60_000,
}, async () => {
  const run = testCenter();
  const db = await run.database();
  // Line by line a hundred thousand persons take PostgreSQL hours: they are imported into memory, and copied in sets.
  const imported = isFull && onPostgres ? openSqlite(':memory:') : db;
  const groups: Event[][] = [];
  for (let person = 1; person <= PERSONS; ) {
    const { persons, events } = group(person);
    groups.push(events);
    person += persons;
  }
  run.today = '2023-12-31';
  // What refers to something comes after it.
  for (let at = 0; at < groups.length; at += 500) {
    const events = groups.slice(at, at + 500).flat();
    const late = events.filter(({ type }) => type === 'reversal');
    const inOrder = [...events.filter(({ type }) => type !== 'reversal'), ...late];
    const { refused } = await importLines(imported, jsonLines(inOrder), run.today);
    expect(refused).toEqual([]);
  }
  if (isFull && onPostgres) await copyToPostgres(imported);
  expect(await run.center.check()).toEqual([]);
  const everything = { after: '', upTo: 'Z' };
  const looking = { due: { plannedUntil: run.today }, today: run.today, dryRun: true };
  // As the command does it: with its plans and without the limits of calls.
  const patient = onPostgres
    ? await openPostgres({ url: String(postgresUrl), purpose: 'patient', log: silentLog() })
    : db;
  const { tangled } = await patient.write(() => plainGrants(everything, looking));
  // Both ways are really taken.
  expect(tangled.length).toBeGreaterThan(PERSONS / 20);
  expect(tangled.length).toBeLessThan(PERSONS * 1.2);

  const expected = new Expected(groups);
  for (const [due, today] of RUNS) {
    const { given, forStaff } = expected.run(due, today);
    const options = { due, today, cardsAtATime: Math.ceil(PERSONS / 3) };
    const sum = { grants: given.size, points: [...given.values()].reduce((a, b) => a + b, 0), forStaff };
    expect(given.size).toBeGreaterThan(0);
    expect(await grantRun(patient, { ...options, dryRun: true })).toMatchObject(sum);
    expect(await grantRun(patient, options)).toMatchObject(sum);
    expect(await grantRun(patient, options)).toMatchObject({ grants: 0, points: 0 });
    const booked = await run.sql(
      `SELECT card_number || ' ' || person || ' ' || measure AS key, CAST(points AS TEXT) AS points FROM entries
       WHERE source = 'grants' AND booked_on = '${today}'`,
    );
    expect(new Map(booked.map(({ key, points }) => [key, Number(points)]))).toEqual(given);
  }
  expect(await run.center.check()).toEqual([]);
  if (patient !== db) await patient.close();
});
