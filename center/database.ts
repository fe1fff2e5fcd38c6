import type { Sql } from './sql.ts';

/**
 * The center's database: each piece of work is one transaction, done whole or not at all. `work` makes the steps anew
 * each time it is called: a transaction that PostgreSQL gave up for the sake of another one is done again from its start.
 * Rejects (or throws) where the database could not do it; after a connection that broke at the commit nobody knows whether
 * it was done, and only asking again by the same id tells.
 */
export interface CenterDatabase {
  write<Outcome>(work: () => Sql<Outcome>): Outcome | Promise<Outcome>;
  /**
   * The same for a call that is short and begins with the lock of what it is about: its transaction may be that of others as
   * well (convoys.ts). Where one of them fails, it fails alone. It may be done again although it was done: by its id it has to find that.
   */
  writeTogether<Outcome>(work: () => Sql<Outcome>): Outcome | Promise<Outcome>;
  /** Sees one state of the database from its first statement to its last. */
  read<Outcome>(work: () => Sql<Outcome>): Outcome | Promise<Outcome>;
  /** Statements that each give a row `what` for everything that is wrong with the database itself, not with the books. */
  readonly guards: readonly string[];
  /** A statement whose one row has the `version` of the tables, and the one this program knows. */
  readonly schema: { readonly text: string; readonly version: number };
  /** A statement that gives the `name` of every table. */
  readonly tables: string;
  /** Connections, where there are any: how many, how many of them idle, and how many calls wait for one. */
  readonly pool?: () => { readonly total: number; readonly idle: number; readonly waiting: number };
  /** Calls of `writeTogether` that were done again, each alone, since the start. */
  readonly doneAgain?: () => number;
  close(): void | Promise<void>;
}
