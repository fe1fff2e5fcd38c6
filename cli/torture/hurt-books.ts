/** A PostgreSQL that is hurt while the center is at work in it, and what that work then heard. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { delay, systemClock } from '../../hardware/clock.ts';
import { type Books, PostgresBooks } from '../../rig/torture/books.ts';

type Hurt = 'crash' | 'cut';

/** How long a cut waits for a call that is under way, ms: then it is of idle connections. */
const WAIT_MS = 3_000;
const TOLD_MS = 500;
/** What a hold and an end write: in the middle, at first, at last (an end only). */
const WRITTEN = ['entries', 'locks', 'transfer_ends'] as const;

/**
 * A call takes a few milliseconds: at any moment of a visit, a cut would nearly always meet idle connections. So the next call is
 * kept waiting in the middle of its transaction, and cut there.
 */
const cutAtWork = (table: string): string => `
DO $$ BEGIN
  LOCK TABLE ${table} IN SHARE MODE;
  FOR look IN 1..${WAIT_MS / 10} LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'wester-center' AND datname = current_database() AND wait_event_type = 'Lock';
    EXIT WHEN FOUND;
    PERFORM pg_sleep(0.01);
  END LOOP;
END $$`;

export class HurtBooks extends PostgresBooks {
  readonly #log: string;
  readonly #begun: { readonly hurt: Hurt; readonly failedBefore: number }[] = [];
  #database = '';
  #cuts = 0;

  /** `folder`: where the center's log is written. */
  constructor(folder: string) {
    super();
    this.#log = join(folder, 'center.log');
  }

  /** The command that serves the center, with its log in that file. */
  logged(command: readonly string[]): readonly string[] {
    return ['/bin/sh', '-c', 'log=$0; exec "$@" 2>>"$log"', this.#log, ...command];
  }

  override async forRun(): Promise<Books> {
    const books = await super.forRun();
    this.#database = books.database;
    return books;
  }

  /**
   * A cut follows, once it is back: where the station still says goodbye to the visit before, the visit with the cut has no passenger,
   * and nothing is cut in it.
   */
  override async crash(): Promise<void> {
    this.#begins('crash');
    await super.crash();
    await this.cut();
  }

  override async cut(): Promise<void> {
    this.#begins('cut');
    const client = new pg.Client({ connectionString: this.#database });
    await client.connect();
    await client.query(cutAtWork(WRITTEN[this.#cuts++ % WRITTEN.length] as string));
    await client.end();
    // And those that are idle.
    await super.cut();
    await this.#told();
  }

  /** Names of calls that were answered with `unavailable`, by what was last done to the database: nothing else makes them fail. */
  failed(): Readonly<Record<Hurt, readonly string[]>> {
    const failures = this.#failures();
    const found: Record<Hurt, string[]> = { crash: [], cut: [] };
    for (const [index, { hurt, failedBefore }] of this.#begun.entries()) {
      found[hurt].push(...failures.slice(failedBefore, this.#begun[index + 1]?.failedBefore));
    }
    return found;
  }

  #begins(hurt: Hurt): void {
    this.#begun.push({ hurt, failedBefore: this.#failures().length });
  }

  /** The center is another process: what it heard of a cut is in its log a moment later. */
  async #told(): Promise<void> {
    const before = this.#begun.at(-1)?.failedBefore ?? 0;
    const until = performance.now() + TOLD_MS;
    while (this.#failures().length === before && performance.now() < until) await delay(systemClock, 10);
  }

  #failures(): readonly string[] {
    const lines = readFileSync(this.#log, 'utf8').matchAll(/"call":"([a-z-]+)".*"msg":"failed"/g);
    return [...lines].map(([, call = '']) => call);
  }
}
