/** The number in `PRAGMA user_version`: a database with a higher one was written by a newer program and is refused. */
export const SCHEMA_VERSION = 6;

/**
 * Tables that only grow. What is in them was said or done, and stays; `npm run center -- check` looks for the triggers.
 */
export const APPEND_ONLY = [
  'entries',
  'transfers',
  'transfer_ends',
  'discrepancies',
  'registrations',
  'answered_requests',
  'reissues',
  'events',
  'staff_cards',
  'staff_tries',
  'ids',
  'audit',
  'tangled_persons',
] as const;

const TABLES = `
-- Double entry in one row: points go from one account to another of the same card, or between the card and one of the
-- center's own accounts. Every row belongs to one card, so that the table can be partitioned by card.
CREATE TABLE entries (
  entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
  card_number TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('outstanding', 'held', 'grants', 'point-charges', 'corrections', 'carried-over', 'reissues')),
  target TEXT NOT NULL CHECK (target IN ('outstanding', 'held', 'grants', 'point-charges', 'corrections', 'carried-over', 'reissues')),
  points INTEGER NOT NULL CHECK (points > 0),
  -- The day it counts for (its name on the history, A20), and the business date on which it was booked (A18).
  value_on TEXT NOT NULL,
  booked_on TEXT NOT NULL,
  transfer_id TEXT,
  measure TEXT,
  person TEXT,
  -- Set where the entry came from outside: the same one is never booked twice.
  import_id TEXT UNIQUE,
  CHECK (source <> target)
) STRICT;
CREATE INDEX entries_by_card ON entries (card_number, entry_id);
CREATE INDEX entries_by_person ON entries (person, measure) WHERE person IS NOT NULL;

-- What the entries add up to, so that a lookup needs no sum. The database itself refuses a balance below zero (I2).
CREATE TABLE balances (
  card_number TEXT NOT NULL,
  account TEXT NOT NULL CHECK (account IN ('outstanding', 'held')),
  points INTEGER NOT NULL CHECK (points BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER}),
  PRIMARY KEY (card_number, account)
) STRICT, WITHOUT ROWID;

-- Every transfer that was asked for, with the first answer; a refused one is ended at once.
CREATE TABLE transfers (
  transfer_id TEXT PRIMARY KEY,
  card_number TEXT NOT NULL,
  request TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('held', 'refused')),
  answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- For what staff of a station ask about it.
CREATE INDEX transfers_by_station ON transfers (json_extract(request, '$.stationId'), json_extract(request, '$.on'));

-- The first terminal state of an id; without a row in transfers it is a tombstone.
CREATE TABLE transfer_ends (
  transfer_id TEXT PRIMARY KEY,
  card_number TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('settled', 'voided')),
  proof TEXT NOT NULL,
  station_id TEXT NOT NULL,
  booked_on TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX transfer_ends_by_station ON transfer_ends (station_id, booked_on);
CREATE INDEX transfer_ends_by_staff ON transfer_ends (card_number) WHERE proof = 'staff';

-- At most one open hold a card: the key says so.
CREATE TABLE open_holds (
  card_number TEXT PRIMARY KEY,
  transfer_id TEXT NOT NULL UNIQUE REFERENCES transfers (transfer_id)
) STRICT, WITHOUT ROWID;

-- What a station said against what stands, for staff; once for each id and claim.
CREATE TABLE discrepancies (
  transfer_id TEXT NOT NULL,
  claimed TEXT NOT NULL,
  stands TEXT,
  card_number TEXT NOT NULL,
  proof TEXT NOT NULL,
  station_id TEXT NOT NULL,
  booked_on TEXT NOT NULL,
  PRIMARY KEY (transfer_id, claimed)
) STRICT, WITHOUT ROWID;

CREATE TABLE registrations (
  card_number TEXT PRIMARY KEY,
  registered_on TEXT NOT NULL,
  terms_version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE answered_requests (
  request_id TEXT PRIMARY KEY,
  card_number TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reissues (
  card_number TEXT PRIMARY KEY,
  successor TEXT NOT NULL UNIQUE,
  reissued_on TEXT NOT NULL,
  CHECK (card_number <> successor)
) STRICT, WITHOUT ROWID;

-- What the rules are asked about (points/): applications, charges and so on, as they arrived.
CREATE TABLE events (
  event_id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_key TEXT NOT NULL UNIQUE,
  happened_on TEXT NOT NULL,
  type TEXT NOT NULL,
  card_number TEXT,
  to_card TEXT,
  person TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_card ON events (card_number) WHERE card_number IS NOT NULL;
CREATE INDEX events_by_successor ON events (to_card) WHERE to_card IS NOT NULL;
CREATE INDEX events_by_person ON events (person) WHERE person IS NOT NULL;

CREATE TABLE stations (
  station_id TEXT PRIMARY KEY,
  journal_entry INTEGER NOT NULL,
  journal_hash TEXT NOT NULL,
  software_version TEXT NOT NULL,
  devices TEXT NOT NULL,
  heard_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

const STAFF_TABLES = `
-- Who may open the staff menu of a machine: every version of every card that a station has told; the highest counts.
CREATE TABLE staff_cards (
  card TEXT NOT NULL,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  station_id TEXT NOT NULL,
  PRIMARY KEY (card, version)
) STRICT, WITHOUT ROWID;

-- Every try of a PIN at any machine, in the order in which the center heard of it.
CREATE TABLE staff_tries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  try_id TEXT NOT NULL UNIQUE,
  card TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('wrong', 'right')),
  station_id TEXT NOT NULL
) STRICT;
CREATE INDEX staff_tries_by_card ON staff_tries (card, number);
`;

/**
 * Schema 3. `home` is what an event belongs to: its card, else `person:` and its person; fleets keep what has one home in
 * one place (postgres-schema.ts). Yen, source and measure in columns of their own: the grant run adds up millions.
 */
const HOMES_AND_IDS = `
ALTER TABLE events ADD COLUMN home TEXT;
ALTER TABLE events ADD COLUMN yen INTEGER;
ALTER TABLE events ADD COLUMN source TEXT;
ALTER TABLE events ADD COLUMN measure TEXT;
DROP INDEX events_by_card;
DROP INDEX transfers_by_station;
CREATE INDEX transfers_by_station ON transfers ((request ->> 'stationId'), (request ->> 'on'));
CREATE INDEX events_by_home ON events (home, type);
CREATE INDEX applications ON events (card_number, happened_on) WHERE type = 'application';

-- Which card an id from a station stands for, once for all: \`transfer:\` or \`request:\` and the id.
CREATE TABLE ids (
  id TEXT PRIMARY KEY,
  card_number TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The grant run's own sheet of paper: empty before and after each of its transactions.
CREATE TABLE grant_dues (
  card_number TEXT NOT NULL,
  person TEXT NOT NULL,
  measure TEXT NOT NULL,
  due INTEGER NOT NULL,
  posted INTEGER NOT NULL,
  is_due INTEGER NOT NULL,
  PRIMARY KEY (card_number, person, measure)
) STRICT, WITHOUT ROWID;
`;

/** What stands in an older database gets its home and its id; nothing that was said changes. */
const FIND_HOMES_AND_IDS = `
DROP TRIGGER events_never_updated;
UPDATE events SET home = coalesce(card_number, 'person:' || person), yen = body ->> 'yen', source = body ->> 'source',
  measure = body ->> 'measure';
INSERT INTO ids
  SELECT 'transfer:' || transfer_id, card_number FROM transfers
  UNION SELECT 'transfer:' || transfer_id, card_number FROM transfer_ends
  UNION SELECT 'request:' || request_id, card_number FROM answered_requests;
`;

/** Schema 4. Who did what at the center (audit.ts). */
const AUDIT = `
CREATE TABLE audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  result TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_act ON audit (act, detail);
`;

/**
 * What the grant run asks for stands in the indexes: charges are added up, and a person's other applications counted, without a
 * look at the events themselves. The same text in both databases.
 */
export const GRANT_INDEXES = `
DROP INDEX events_by_home;
CREATE INDEX events_by_home ON events (home, type, happened_on, source, yen);
DROP INDEX events_by_person;
CREATE INDEX events_by_person ON events (person, type, measure) WHERE person IS NOT NULL;
CREATE INDEX events_that_tangle ON events (home) WHERE type IN ('reversal', 'card', 'reissue');
CREATE INDEX entries_granted_before ON entries (person, measure) WHERE import_id IS NOT NULL AND person IS NOT NULL;
`;

/** Schema 5. The applications of a set are looked up once. */
const GRANT_APPLICATIONS = `
-- As grant_dues, empty before and after each transaction of the grant run.
CREATE TABLE grant_applications (
  card_number TEXT NOT NULL,
  event_id INTEGER NOT NULL,
  person TEXT NOT NULL,
  measure TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  number_card_on TEXT NOT NULL,
  registered_on TEXT,
  is_tangled INTEGER NOT NULL,
  PRIMARY KEY (card_number, event_id)
) STRICT, WITHOUT ROWID;
${GRANT_INDEXES}
`;

/** Whom the events and entries that stand say to be tangled (tangled-persons.ts). Migrations have it: what is to be another rule is another text. The same text in both databases, and in `check`; the persons stand in an index of their own. */
export const TANGLED_PERSONS = `
  SELECT person FROM events WHERE type = 'received-elsewhere' AND person IS NOT NULL
  UNION
  SELECT person FROM events WHERE type = 'application' AND person IS NOT NULL GROUP BY person, measure HAVING count(*) > 1
  UNION
  SELECT events.person FROM entries JOIN events ON events.person = entries.person AND events.measure = entries.measure
  WHERE events.type = 'application' AND entries.import_id IS NOT NULL AND entries.card_number <> events.card_number`;

/** Schema 6. */
const TANGLED = `
CREATE TABLE tangled_persons (person TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`;

/** The names of the triggers that keep `table` append-only. */
export function triggersOf(table: string): readonly string[] {
  return [`${table}_never_updated`, `${table}_never_deleted`];
}

function triggersFor(tables: readonly string[]): string {
  return tables.flatMap(triggersText).join('\n');
}

function triggersText(table: string): readonly string[] {
  const [updated, deleted] = triggersOf(table);
  return [
    `CREATE TRIGGER IF NOT EXISTS ${updated} BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
    `CREATE TRIGGER IF NOT EXISTS ${deleted} BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
  ];
}

export const SCHEMA = `${TABLES}\n${STAFF_TABLES}\n${HOMES_AND_IDS}\n${AUDIT}\n${GRANT_APPLICATIONS}\n${TANGLED}\n${triggersFor(APPEND_ONLY)}`;

/** What has been added since schema 1, since 2 and so on: the first of them makes a database of schema 1 one of 2. */
export const SINCE: readonly string[] = [
  `${STAFF_TABLES}\n${triggersFor(['staff_cards', 'staff_tries'])}`,
  `${HOMES_AND_IDS}\n${FIND_HOMES_AND_IDS}\n${triggersFor(['events', 'ids'])}`,
  `${AUDIT}\n${triggersFor(['audit'])}`,
  GRANT_APPLICATIONS,
  `${TANGLED}\nINSERT INTO tangled_persons ${TANGLED_PERSONS};\n${triggersFor(['tangled_persons'])}`,
];
