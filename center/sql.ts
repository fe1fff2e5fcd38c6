/**
 * SQL as steps. What the center does inside a transaction is a generator that yields statements and is sent their
 * rows: it neither knows the database nor waits for it. SQLite runs it to the end in one go, so that no other call can
 * come between (sqlite.ts); PostgreSQL awaits each step (postgres.ts). One code path for both (design §2, `center/`).
 *
 * The text is what both understand. What only one of them understands stands in these places and nowhere else: the
 * tables (schema.ts, postgres-schema.ts), the two files above, and `guards` of a database.
 */
export type Value = string | number | null;
export type Row = Record<string, Value>;

export interface Statement {
  /** Constant text with `?` for the values: nothing from outside ever stands in it. */
  readonly text: string;
  readonly values: readonly Value[];
  /** Nobody looks at its rows: what comes next need not wait for it. That it failed is found out at the latest at the commit. */
  readonly unseen?: true;
  /**
   * The part of the text that stands for one row of VALUES: where several calls have the same statement to say at the same moment, it
   * is said once with a row for each (transaction.ts).
   */
  readonly row?: string;
  /**
   * It goes over as many rows as its values say. PostgreSQL would plan it five times with them and from then on without, for a handful of
   * rows: the sixth set of a grant run would be joined row by row.
   */
  readonly plannedAnew?: true;
}

/**
 * From here to the end of the transaction no other one that asks for the same thing goes on. SQLite has nothing to do:
 * there a writing transaction is alone.
 */
export interface Lock {
  /** A card number, or a word that is none. */
  readonly lock: string;
  /** Only those that ask for it without this wait. */
  readonly shared?: true;
}

export type Step = Statement | Lock;

/** Work that ends in a `Result`-less value; an exception from the database rolls the whole transaction back. */
export type Sql<Outcome> = Generator<Step, Outcome, readonly Row[]>;

/** All rows; their type is what the statement's own column list says. */
export function* all<R extends Row>(text: string, ...values: readonly Value[]): Sql<readonly R[]> {
  return (yield { text, values }) as readonly R[];
}

/** The first row, if there is one. */
export function* one<R extends Row>(text: string, ...values: readonly Value[]): Sql<R | undefined> {
  const rows = yield* all<R>(text, ...values);
  return rows[0];
}

/** A statement whose rows do not matter. */
export function* run(text: string, ...values: readonly Value[]): Sql<void> {
  yield { text, values, unseen: true };
}

/** One row more. `into`: the table and its columns. */
export function* insert(into: string, ...values: readonly Value[]): Sql<void> {
  const row = `(${values.map(() => '?').join(', ')})`;
  yield { text: `INSERT INTO ${into} VALUES ${row}`, values, unseen: true, row };
}

/** `all` and `run` of a statement that goes over a set. */
export function* allOfSet<R extends Row>(text: string, ...values: readonly Value[]): Sql<readonly R[]> {
  return (yield { text, values, plannedAnew: true }) as readonly R[];
}

export function* runOverSet(text: string, ...values: readonly Value[]): Sql<void> {
  yield { text, values, unseen: true, plannedAnew: true };
}

/** Nobody else changes what belongs to this card until the transaction ends. Before anything of it is read. */
export function* lockCard(cardNumber: string): Sql<void> {
  yield { lock: cardNumber };
}

/**
 * What comes in files and the grant run take turns: they look for the same thing on every card before they write it
 * (an id of an import, what was granted to a person), which the lock of a card does not cover.
 */
export function* lockImports(): Sql<void> {
  yield { lock: 'imports' };
}

/** Keeps what comes in files out as well, and not the other sets of a grant run. */
export function* shareLockImports(): Sql<void> {
  yield { lock: 'imports', shared: true };
}

/** A station's journal only grows: two heartbeats of it are looked at one after the other. */
export function* lockStation(stationId: string): Sql<void> {
  yield { lock: `station:${stationId}` };
}
