/**
 * SQL as steps. What the center does inside a transaction is a generator that yields statements and is sent their
 * rows: it neither knows the database nor waits for it. SQLite runs it to the end in one go, so that no other call can
 * come between (sqlite.ts); PostgreSQL will await each step. One code path for both (design §2, `center/`).
 */
export type Value = string | number | null;
export type Row = Record<string, Value>;

export interface Statement {
  /** Constant text with `?` for the values: nothing from outside ever stands in it. */
  readonly text: string;
  readonly values: readonly Value[];
}

/** Work that ends in a `Result`-less value; an exception from the database rolls the whole transaction back. */
export type Sql<Outcome> = Generator<Statement, Outcome, readonly Row[]>;

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
  yield { text, values };
}
