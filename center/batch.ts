/**
 * Several statements of one transaction as one way to PostgreSQL and back: sent in one piece with one Sync behind them, so that the server
 * answers once (PostgreSQL documentation, "Message Flow", extended query and pipelining). Left to itself, pg asks for a description
 * and an answer of its own for each statement. Where one of them fails, the server leaves out those behind it.
 */
import type { Connection, Submittable } from 'pg';
import type { Row, Value } from './sql.ts';

/** The statement that lasts until the next one of no name: planned for its values, each time. */
export const UNNAMED = '';

export interface Prepared {
  /** Of the prepared statement: one and the same for a text. Or `UNNAMED`. */
  readonly name: string;
  /** With `$1` and so on. */
  readonly text: string;
  readonly values: readonly Value[];
  /** Whether anybody looks at its rows. */
  readonly isSeen: boolean;
}

export interface BatchAnswer {
  /** Of each statement that is seen, in their order. */
  readonly rows: readonly (readonly Row[])[];
  /** What the server calls that which the last statement did (`COMMIT`). */
  readonly command: string;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => Value;
}

/** What a connection has prepared: by the statement's name the columns of its rows, null where nobody has asked for rows yet. */
export type Known = Map<string, readonly Column[] | null>;

export interface BatchOptions {
  readonly statements: readonly Prepared[];
  readonly known: Known;
  /** By the object id of a type. */
  readonly parserOf: (type: number) => (text: string) => Value;
}

interface Fields {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** Handed to `client.query`, which calls `submit` and every `handle…`, and `callback` where an answer takes too long. */
export class Batch implements Submittable {
  readonly answer: Promise<BatchAnswer>;
  /** pg puts its time limit in front of it. */
  callback: (error: Error | null) => void;
  readonly #options: BatchOptions;
  /** Prepared by this one: whether the server came so far is not known where it fails. */
  readonly #fresh: string[] = [];
  /** Of each statement that is seen: its rows, and its columns; null: not described yet. */
  readonly #answers = new Map<
    number,
    { columns: readonly Column[] | null; readonly rows: (readonly (string | null)[])[] }
  >();
  #completed = 0;
  #command = '';

  constructor(options: BatchOptions) {
    this.#options = options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.callback = (error) => (error ? reject(error) : resolve());
    this.answer = promise.then(() => ({ rows: this.#parsed(), command: this.#command }));
  }

  get statements(): number {
    return this.#options.statements.length;
  }

  submit(connection: Connection): void {
    const { statements, known } = this.#options;
    connection.stream.cork();
    for (const [index, { name, text, values, isSeen }] of statements.entries()) {
      if (name === UNNAMED || !known.has(name)) this.#prepare(connection, name, text);
      connection.bind(
        { statement: name, values: values.map((value) => (value === null ? null : String(value))) },
        true,
      );
      if (isSeen) {
        const columns = known.get(name) ?? null;
        this.#answers.set(index, { columns, rows: [] });
        if (columns === null) connection.describe({ type: 'P', name: '' }, true);
      }
      connection.execute(null, true);
    }
    connection.sync();
    connection.stream.uncork();
  }

  #prepare(connection: Connection, name: string, text: string): void {
    if (name !== UNNAMED) {
      this.#options.known.set(name, null);
      this.#fresh.push(name);
      // One of that name may be there from a batch that failed; where there is none, this is no mistake.
      connection.close({ type: 'S', name }, true);
    }
    connection.parse({ name, text, types: [] }, true);
  }

  handleRowDescription({ fields }: Fields): void {
    const { known, parserOf, statements } = this.#options;
    const columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
    const answer = this.#answers.get(this.#completed);
    if (answer) answer.columns = columns;
    const name = statements[this.#completed]?.name ?? UNNAMED;
    if (name !== UNNAMED) known.set(name, columns);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.#answers.get(this.#completed)?.rows.push(fields);
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#completed += 1;
    this.#command = text;
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }

  handleError(error: Error): void {
    for (const name of this.#fresh) this.#options.known.delete(name);
    this.callback(error);
  }

  #parsed(): readonly (readonly Row[])[] {
    return [...this.#answers.values()].map(({ columns, rows }) =>
      rows.map((row) =>
        Object.fromEntries(
          (columns ?? []).map(({ name, parse }, index) => {
            const text = row[index] ?? null;
            return [name, text === null ? null : parse(text)];
          }),
        ),
      ),
    );
  }
}
