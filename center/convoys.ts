/**
 * Calls of many stations at once, several to a transaction. What a transaction costs by itself (its locks on tables, the ways to the
 * server, the log forced to the disk) is paid once for all that came while the one before was under way: nobody waits for
 * company, and with one call at a time there is none. Every database's own group commit is the same idea, one floor below.
 */
import type { Sql } from './sql.ts';

export type Work<Outcome> = () => Sql<Outcome>;

/** More would only wait longer for each other. */
const LONGEST = 64;

export const NO_TIME = 'the database had no time for it';
/** What the log says where one call was the reason that all of its transaction failed. */
export const DONE_AGAIN_ALONE = 'calls are done again, each alone';

interface Passenger {
  readonly work: Work<unknown>;
  readonly since: number;
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What convoys need of a database. */
export interface Transactions {
  /** How many of them at once. With two, one is made here while the server does the other. */
  readonly atOnce: number;
  /** Whoever has waited longer has gone away, and is refused when the next convoy leaves. ms. */
  readonly patienceMs: number;
  /** All in one transaction, or nothing. */
  together(works: readonly Work<unknown>[]): Promise<readonly unknown[]>;
  alone(work: Work<unknown>): Promise<unknown>;
  /** One of the calls was the reason and nothing was done: each alone may well succeed. False: nobody could be served, or nobody knows. */
  isOfOneCall(error: unknown): boolean;
  /** So many calls are done again, each alone. */
  onParted(calls: number, error: unknown): void;
  now(): number;
}

export class Convoys {
  readonly #transactions: Transactions;
  readonly #waiting: Passenger[] = [];
  #underWay = 0;
  #travelling = 0;
  #doneAgain = 0;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /** Calls whose transaction has not begun. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Calls whose first transaction failed by one of them, since the start. */
  get doneAgain(): number {
    return this.#doneAgain;
  }

  /**
   * Does the work in a transaction that it may share. Where one of them is the reason that it fails, each is done again in one
   * of its own, beside the next convoys: what one call brought with it never fails another.
   */
  write<Outcome>(work: Work<Outcome>): Promise<Outcome> {
    return new Promise<Outcome>((resolve, reject) => {
      const since = this.#transactions.now();
      this.#waiting.push({ work, since, resolve: resolve as (outcome: unknown) => void, reject });
      // Whoever asks in the same turn comes along.
      if (this.#waiting.length === 1) setImmediate(() => this.#depart());
    });
  }

  #depart(): void {
    const { atOnce, patienceMs, now } = this.#transactions;
    while (this.#waiting[0] && now() - this.#waiting[0].since > patienceMs) {
      this.#waiting.shift()?.reject(new Error(NO_TIME));
    }
    while (this.#underWay < atOnce && this.#waiting.length > 0) {
      // All that there are, shared out evenly: a convoy of one beside one of many would be as long under way.
      const share = Math.ceil((this.#waiting.length + this.#travelling) / atOnce);
      const passengers = this.#waiting.splice(0, Math.min(share, LONGEST));
      this.#underWay += 1;
      this.#travelling += passengers.length;
      void this.#travel(passengers).finally(() => {
        this.#underWay -= 1;
        this.#travelling -= passengers.length;
        // Those that were just answered and ask again come along.
        setImmediate(() => this.#depart());
      });
    }
  }

  async #travel(passengers: readonly Passenger[]): Promise<void> {
    const { together, isOfOneCall, onParted } = this.#transactions;
    try {
      const outcomes = await together(passengers.map(({ work }) => work));
      for (const [index, { resolve }] of passengers.entries()) resolve(outcomes[index]);
    } catch (error) {
      if (!isOfOneCall(error)) for (const { reject } of passengers) reject(error);
      else {
        // Not waited for: the next convoy does not stand behind a card that somebody holds.
        for (const { work, resolve, reject } of passengers) this.#transactions.alone(work).then(resolve, reject);
        this.#doneAgain += passengers.length;
        onParted(passengers.length, error);
      }
    }
  }
}
