/**
 * What was agreed to at the screens, and what the center has made of it (A22): nobody is registered who did not ask, the
 * first day and its terms stay for ever, "done" is said of nothing that does not stand in the books, and whoever agreed
 * comes into them.
 */
import type { StatementSync } from 'node:sqlite';
import type { RegisterOutcome } from '../../station/money.ts';
import type { World, WorldCard } from './world.ts';

interface Agreement {
  readonly cardNumber: string;
  readonly on: string;
  readonly termsVersion: string;
}

export class Registrations {
  readonly #all: StatementSync;
  readonly #asked = new Set<string>();
  /** On disk: the passenger need not come again. */
  readonly #journaled = new Set<string>();
  /** The card that was issued in its place → the card before. */
  readonly #before = new Map<string, string>();
  readonly #told = new Set<string>();
  /** As they were seen first. */
  readonly #known = new Map<string, string>();

  /** After the cards were made: what is there now was there before. */
  constructor(world: World) {
    this.#all = world.books.prepare('SELECT card_number, registered_on, terms_version FROM registrations');
    for (const { cardNumber, what } of this.#rows()) this.#known.set(cardNumber, what);
  }

  asked({ cardNumber, on, termsVersion }: Agreement): void {
    this.#asked.add(`${cardNumber} ${on} ${termsVersion}`);
  }

  journaled({ cardNumber }: WorldCard): void {
    this.#journaled.add(cardNumber);
  }

  /** From now on the old card cannot be registered, and what it was is the fresh one's. */
  reissued(old: WorldCard, fresh: WorldCard): void {
    this.#before.set(fresh.cardNumber, old.cardNumber);
  }

  told(outcome: RegisterOutcome): void {
    const registration = outcome.kind === 'answered' ? outcome.answer.registration : null;
    if (registration) this.#told.add(`${registration.registeredOn} ${registration.termsVersion}`);
  }

  /** What is wrong with the books, in words. */
  wrong(): string[] {
    const rows = this.#rows();
    const wrong: string[] = [];
    for (const { cardNumber, what } of rows) {
      const before = this.#known.get(cardNumber);
      if (before === undefined && !this.#asked.has(`${cardNumber} ${what}`)) {
        wrong.push(`A22: ${cardNumber} is registered with ${what}, which nobody agreed to`);
      }
      if (before !== undefined && before !== what)
        wrong.push(`A22: ${cardNumber} was registered with ${before}, now ${what}`);
      this.#known.set(cardNumber, before ?? what);
    }
    for (const cardNumber of this.#known.keys()) {
      if (!rows.some((row) => row.cardNumber === cardNumber))
        wrong.push(`A22: ${cardNumber} is not registered any more`);
    }
    for (const told of this.#told) {
      if (!rows.some(({ what }) => what === told))
        wrong.push(`A22: "registered" was said with ${told}, and no card is`);
    }
    return wrong;
  }

  /** When everything was healed and had its time, every agreement that was journaled stands in the books. */
  missing(): string[] {
    const registered = new Set(this.#rows().map(({ cardNumber }) => cardNumber));
    const isInTheBooks = (cardNumber: string | undefined): boolean =>
      cardNumber !== undefined && (registered.has(cardNumber) || isInTheBooks(this.#before.get(cardNumber)));
    const replaced = new Set(this.#before.values());
    return [...this.#journaled]
      .filter((cardNumber) => !isInTheBooks(cardNumber) && !replaced.has(cardNumber))
      .map((cardNumber) => `A22: ${cardNumber} agreed, and is not registered although everything was healed`);
  }

  #rows(): { cardNumber: string; what: string }[] {
    return this.#all
      .all()
      .map((row) => ({ cardNumber: String(row.card_number), what: `${row.registered_on} ${row.terms_version}` }));
  }
}

/** What this station's journal still has to tell of this card: one request at most, with the day of the first screen. */
export function waiting(world: World, { cardNumber }: WorldCard): string[] {
  return world.stations.flatMap((station) => {
    if (!station.isRunning) return [];
    const requests = [...station.journal.state.outbox.values()].filter(
      ({ message }) => message.call === 'register' && message.request.cardNumber === cardNumber,
    );
    return requests.length > 1
      ? [`A22: ${station.stationId} asks ${requests.length} times to register ${cardNumber}`]
      : [];
  });
}
