/**
 * The tables of schema.ts for PostgreSQL 15 and later: the same names and columns, partitioned by card, so that what
 * belongs to one card lies in one place and a distributed PostgreSQL can spread it (docs/scale.md). A key has to contain
 * what its table is partitioned by; what is unique over all cards (ids, ids of imports) is looked for before it is
 * written, `ids` by its own key, the others under the lock of imports.
 */
import { APPEND_ONLY, GRANT_INDEXES, TANGLED_PERSONS } from './schema.ts';

/** Each partitioned table has so many parts. More cost planning time for each statement, fewer leave a fleet's nodes idle. */
const PARTITIONS = 8;

/** How each table of the first version is spread; the others (stations, staff) are small and lie whole. */
const PARTITIONED: Readonly<Record<string, string>> = {
  entries: 'card_number',
  balances: 'card_number',
  transfers: 'card_number',
  transfer_ends: 'card_number',
  open_holds: 'card_number',
  discrepancies: 'card_number',
  registrations: 'card_number',
  answered_requests: 'card_number',
  reissues: 'card_number',
  events: 'home',
  grant_dues: 'card_number',
  ids: 'id',
  locks: 'name',
};

const ACCOUNTS = `('outstanding', 'held', 'grants', 'point-charges', 'corrections', 'carried-over', 'reissues')`;

/** `KEY`: text in the order of its bytes, as JavaScript and SQLite order it, whatever the language of the server. */
const TABLES = `
CREATE TABLE entries (
  entry_id BIGSERIAL NOT NULL,
  card_number KEY NOT NULL,
  source KEY NOT NULL CHECK (source IN ${ACCOUNTS}),
  target KEY NOT NULL CHECK (target IN ${ACCOUNTS}),
  points BIGINT NOT NULL CHECK (points > 0),
  value_on KEY NOT NULL,
  booked_on KEY NOT NULL,
  transfer_id KEY,
  measure KEY,
  person KEY,
  import_id KEY,
  CHECK (source <> target),
  PRIMARY KEY (card_number, entry_id),
  UNIQUE (card_number, import_id)
) SPREAD;
CREATE INDEX entries_by_person ON entries (person, measure) WHERE person IS NOT NULL;
CREATE INDEX entries_by_import ON entries (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE balances (
  card_number KEY NOT NULL,
  account KEY NOT NULL CHECK (account IN ('outstanding', 'held')),
  points BIGINT NOT NULL CHECK (points BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER}),
  PRIMARY KEY (card_number, account)
) SPREAD;

-- JSON keeps the text as it was given, and repeated requests are compared by it; JSONB would not.
CREATE TABLE transfers (
  transfer_id KEY NOT NULL,
  card_number KEY NOT NULL,
  request JSON NOT NULL,
  outcome KEY NOT NULL CHECK (outcome IN ('held', 'refused')),
  answer JSON NOT NULL,
  PRIMARY KEY (card_number, transfer_id)
) SPREAD;
CREATE INDEX transfers_by_station ON transfers ((request ->> 'stationId'), (request ->> 'on'));

CREATE TABLE transfer_ends (
  transfer_id KEY NOT NULL,
  card_number KEY NOT NULL,
  state KEY NOT NULL CHECK (state IN ('settled', 'voided')),
  proof KEY NOT NULL,
  station_id KEY NOT NULL,
  booked_on KEY NOT NULL,
  answer JSON NOT NULL,
  PRIMARY KEY (card_number, transfer_id)
) SPREAD;
CREATE INDEX transfer_ends_by_station ON transfer_ends (station_id, booked_on);
CREATE INDEX transfer_ends_by_staff ON transfer_ends (card_number) WHERE proof = 'staff';

CREATE TABLE open_holds (
  card_number KEY PRIMARY KEY,
  transfer_id KEY NOT NULL,
  FOREIGN KEY (card_number, transfer_id) REFERENCES transfers (card_number, transfer_id)
) SPREAD;

CREATE TABLE discrepancies (
  transfer_id KEY NOT NULL,
  claimed KEY NOT NULL,
  stands KEY,
  card_number KEY NOT NULL,
  proof KEY NOT NULL,
  station_id KEY NOT NULL,
  booked_on KEY NOT NULL,
  PRIMARY KEY (card_number, transfer_id, claimed)
) SPREAD;

CREATE TABLE registrations (
  card_number KEY PRIMARY KEY,
  registered_on KEY NOT NULL,
  terms_version TEXT NOT NULL
) SPREAD;

CREATE TABLE answered_requests (
  request_id KEY NOT NULL,
  card_number KEY NOT NULL,
  request JSON NOT NULL,
  answer JSON NOT NULL,
  PRIMARY KEY (card_number, request_id)
) SPREAD;

CREATE TABLE reissues (
  card_number KEY PRIMARY KEY,
  successor KEY NOT NULL,
  reissued_on KEY NOT NULL,
  CHECK (card_number <> successor)
) SPREAD;
CREATE INDEX reissues_by_successor ON reissues (successor);

CREATE TABLE events (
  event_id BIGSERIAL NOT NULL,
  event_key KEY NOT NULL,
  home KEY NOT NULL,
  happened_on KEY NOT NULL,
  type KEY NOT NULL,
  card_number KEY,
  to_card KEY,
  person KEY,
  yen BIGINT,
  source KEY,
  measure KEY,
  body JSON NOT NULL,
  PRIMARY KEY (home, event_key)
) SPREAD;
CREATE INDEX events_by_home ON events (home, type);
CREATE INDEX events_by_key ON events (event_key);
CREATE INDEX events_by_successor ON events (to_card) WHERE to_card IS NOT NULL;
CREATE INDEX events_by_person ON events (person) WHERE person IS NOT NULL;
CREATE INDEX applications ON events (card_number, happened_on) WHERE type = 'application';

CREATE TABLE ids (
  id KEY PRIMARY KEY,
  card_number KEY NOT NULL
) SPREAD;

CREATE TABLE grant_dues (
  card_number KEY NOT NULL,
  person KEY NOT NULL,
  measure KEY NOT NULL,
  due BIGINT NOT NULL,
  posted BIGINT NOT NULL,
  is_due BIGINT NOT NULL,
  PRIMARY KEY (card_number, person, measure)
) SPREAD;

-- Rows that a transaction locks (sql.ts): one a card, one a station, one for imports. They hold nothing.
CREATE TABLE locks (name KEY PRIMARY KEY) SPREAD;

CREATE TABLE stations (
  station_id KEY PRIMARY KEY,
  journal_entry BIGINT NOT NULL,
  journal_hash TEXT NOT NULL,
  software_version TEXT NOT NULL,
  devices TEXT NOT NULL,
  heard_on KEY NOT NULL
);

CREATE TABLE staff_cards (
  card KEY NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  station_id KEY NOT NULL,
  PRIMARY KEY (card, version)
);

CREATE TABLE staff_tries (
  number BIGSERIAL PRIMARY KEY,
  try_id KEY NOT NULL UNIQUE,
  card KEY NOT NULL,
  outcome KEY NOT NULL CHECK (outcome IN ('wrong', 'right')),
  station_id KEY NOT NULL
);
CREATE INDEX staff_tries_by_card ON staff_tries (card, number);
`;

/** Who did what at the center (audit.ts). */
const AUDIT = `
CREATE TABLE audit (
  number BIGSERIAL PRIMARY KEY,
  at KEY NOT NULL,
  who KEY NOT NULL,
  act KEY NOT NULL,
  result KEY NOT NULL,
  detail KEY NOT NULL
);
CREATE INDEX audit_by_act ON audit (act, detail);
`;

/**
 * Less to write for the same. What has no id of an import is not kept in the index that keeps those apart. Rows that are only locked, and the
 * grant run's own sheet of paper, mean nothing after a crash, which ends every transaction: they need no log, and a server
 * that comes back finds them empty. Balances change with every charge: where their page has room, no index is written.
 */
const LIGHTER = `
ALTER TABLE entries DROP CONSTRAINT entries_card_number_import_id_key;
CREATE UNIQUE INDEX entries_once_an_import ON entries (card_number, import_id) WHERE import_id IS NOT NULL;
DO $$
DECLARE part REGCLASS;
BEGIN
  FOR part IN SELECT relid FROM pg_partition_tree('locks') WHERE isleaf
    UNION SELECT relid FROM pg_partition_tree('grant_dues') WHERE isleaf LOOP
    EXECUTE format('ALTER TABLE %s SET UNLOGGED', part);
  END LOOP;
  FOR part IN SELECT relid FROM pg_partition_tree('balances') WHERE isleaf LOOP
    EXECUTE format('ALTER TABLE %s SET (fillfactor = 80)', part);
  END LOOP;
END $$;
`;

function spread(tables: string): string {
  return tables
    .replace(/CREATE TABLE (\w+) \((?:[^;]*?)\) SPREAD/g, (text, name: string) =>
      text.replace(/SPREAD$/, `PARTITION BY HASH (${PARTITIONED[name]})`),
    )
    .replaceAll(' KEY', ' TEXT COLLATE "C"')
    .replaceAll('PRIMARY TEXT COLLATE "C"', 'PRIMARY KEY')
    .replaceAll('FOREIGN TEXT COLLATE "C"', 'FOREIGN KEY');
}

function partsOf(tables: readonly string[]): string {
  return `
DO $$
DECLARE spread TEXT; part INT;
BEGIN
  FOREACH spread IN ARRAY ARRAY[${tables.map((name) => `'${name}'`).join(', ')}] LOOP
    FOR part IN 0..${PARTITIONS - 1} LOOP
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER %s)',
        spread || '_' || part, spread, part);
    END LOOP;
  END LOOP;
END $$;
`;
}

const GROWTH = `
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_ARGV[0];
END $$;
`;

/** A row trigger of a partitioned table is one of each part; what empties a part as a whole needs its own. */
function triggersOn(tables: readonly string[]): string {
  return `
DO $$
DECLARE grown TEXT; part REGCLASS;
BEGIN
  FOREACH grown IN ARRAY ARRAY[${tables.map((name) => `'${name}'`).join(', ')}] LOOP
    EXECUTE format('CREATE TRIGGER never_updated BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION append_only(%L)', grown, grown);
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only(%L)', grown, grown);
    FOR part IN SELECT relid FROM pg_partition_tree(grown::regclass) UNION SELECT grown::regclass LOOP
      EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION append_only(%L)', part, grown);
    END LOOP;
  END LOOP;
END $$;
`;
}

/** The grant run's other sheet of paper, and its indexes. */
const GRANT_APPLICATIONS = `
CREATE TABLE grant_applications (
  card_number TEXT COLLATE "C" NOT NULL,
  event_id BIGINT NOT NULL,
  person TEXT COLLATE "C" NOT NULL,
  measure TEXT COLLATE "C" NOT NULL,
  happened_on TEXT COLLATE "C" NOT NULL,
  number_card_on TEXT COLLATE "C" NOT NULL,
  registered_on TEXT COLLATE "C",
  is_tangled BIGINT NOT NULL,
  PRIMARY KEY (card_number, event_id)
) PARTITION BY HASH (card_number);
${partsOf(['grant_applications'])}
DO $$
DECLARE part REGCLASS;
BEGIN
  FOR part IN SELECT relid FROM pg_partition_tree('grant_applications') WHERE isleaf LOOP
    EXECUTE format('ALTER TABLE %s SET UNLOGGED', part);
  END LOOP;
END $$;
-- Nobody looks for a row of it, and each row of a run had to be put into it.
ALTER TABLE grant_dues DROP CONSTRAINT grant_dues_pkey;
${GRANT_INDEXES}
`;

/** Small, and asked for by every set of a grant run: it lies whole. */
const TANGLED = `
CREATE TABLE tangled_persons (person TEXT COLLATE "C" PRIMARY KEY);
INSERT INTO tangled_persons ${TANGLED_PERSONS};
${triggersOn(['tangled_persons'])}
`;

/** Came with a migration of their own. */
const LATER: readonly string[] = ['audit', 'tangled_persons'];

/** Migration by migration: the first makes a new database one of version 1. They are never changed, only added to. */
export const MIGRATIONS: readonly string[] = [
  `${spread(TABLES)}${partsOf(Object.keys(PARTITIONED))}${GROWTH}${triggersOn(APPEND_ONLY.filter((name) => !LATER.includes(name)))}`,
  `${spread(AUDIT)}${triggersOn(['audit'])}`,
  LIGHTER,
  GRANT_APPLICATIONS,
  TANGLED,
];

/** See `CenterDatabase.guards`: every table that only grows, and every part of it, has its triggers, and they are on. */
export const GUARDS: readonly string[] = [
  `WITH grown AS (SELECT to_regclass(name) AS relid FROM (VALUES ${APPEND_ONLY.map((name) => `('${name}')`).join(', ')}) AS list (name)),
     tables AS (SELECT relid FROM grown UNION SELECT tree.relid FROM grown, pg_partition_tree(grown.relid) AS tree)
   SELECT 'the tables only grow: the trigger that keeps ' || coalesce(CAST(tables.relid AS TEXT), 'one of them')
     || ' from being ' || act.word || ' is missing or off' AS what
   FROM tables CROSS JOIN (VALUES (16, 'updated'), (8, 'deleted'), (32, 'emptied')) AS act (bit, word)
   WHERE NOT EXISTS (
     SELECT 1 FROM pg_trigger WHERE tgrelid = tables.relid AND tgenabled IN ('O', 'A')
       AND tgfoid = to_regproc('append_only') AND (tgtype & act.bit) <> 0)`,
];
