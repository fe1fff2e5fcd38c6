/**
 * Calls of many stations at once, several to a transaction. What a transaction costs by itself (its locks on tables, the ways to the
 * server, the log forced to the disk) is paid once for all that came while the one before was under way: nobody waits for
 * company, and with one call at a time there is none. Every database's own group commit is the same idea, one floor below.
 */
import type { Sql } from './sql.ts';
import type { Work } from './transaction.ts';

/** More would only wait longer for each other. */
const LONGEST = 64;

interface Passenger {
  readonly work: Work<unknown>;
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What a convoy needs of a database. */
export interface Transactions {
  /** How many of them at once. With two, one is made here while the server does the other. */
  readonly atOnce: number;
  /** All in one transaction, or nothing. */
  together(works: readonly Work<unknown>[]): Promise<readonly unknown[]>;
  alone(work: Work<unknown>): Promise<unknown>;
}

export class Convoys {
  readonly #transactions: Transactions;
  readonly #waiting: Passenger[] = [];
  #underWay = 0;
  #travelling = 0;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /** Calls whose transaction has not begun. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Does the work in a transaction that it may share. Where that fails, whoever of them was to blame, each is done again in one
   * of its own: what one call brought with it never fails another.
   */
  write<Outcome>(work: () => Sql<Outcome>): Promise<Outcome> {
    return new Promise<Outcome>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (outcome: unknown) => void, reject });
      // Whoever asks in the same turn, such as those that the last convoy has just answered, comes along.
      if (this.#waiting.length === 1) setImmediate(() => this.#depart());
    });
  }

  #depart(): void {
    while (this.#underWay < this.#transactions.atOnce && this.#waiting.length > 0) {
      // All that there are, shared out evenly: a convoy of one beside one of many would be as long under way.
      const share = Math.ceil((this.#waiting.length + this.#travelling) / this.#transactions.atOnce);
      const passengers = this.#waiting.splice(0, Math.min(share, LONGEST));
      this.#underWay += 1;
      this.#travelling += passengers.length;
      void this.#travel(passengers).finally(() => {
        this.#underWay -= 1;
        this.#travelling -= passengers.length;
        this.#depart();
      });
    }
  }

  async #travel(passengers: readonly Passenger[]): Promise<void> {
    if (passengers.length === 1) return await this.#alone(passengers);
    try {
      const outcomes = await this.#transactions.together(passengers.map(({ work }) => work));
      for (const [index, { resolve }] of passengers.entries()) resolve(outcomes[index]);
    } catch {
      await this.#alone(passengers);
    }
  }

  async #alone(passengers: readonly Passenger[]): Promise<void> {
    await Promise.all(
      passengers.map(({ work, resolve, reject }) => this.#transactions.alone(work).then(resolve, reject)),
    );
  }
}
