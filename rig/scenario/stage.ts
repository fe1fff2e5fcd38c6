/** Everything that a scenario plays on. */
import type { World } from '../torture/world.ts';
import type { PlayedCard } from './cards.ts';
import type { Hand } from './hand.ts';
import type { RigMachine } from './machine.ts';
import type { Person } from './person.ts';
import type { CardTruth } from './schema.ts';

export interface Place {
  readonly machine: RigMachine;
  readonly hand: Hand;
  /** Packets that its reader has sent to cards, by kind. */
  readonly packets: Readonly<Record<string, number>>;
  /** How many of its screens the expectation before has seen. */
  expectedUpTo: number;
}

export class Stage {
  readonly world: World;
  readonly cards: ReadonlyMap<string, PlayedCard>;
  readonly all: readonly Place[];
  /** A station's folder as it was backed up. */
  backup: { readonly path: string; remove(): void } | null = null;
  /** Who does what only hands can; null: nobody is there, or nothing is real. */
  readonly person: Person | null;
  /** What was expected and could not be looked at, in words. */
  readonly leftOut: string[] = [];
  /** Real cards that were laid, and what they should hold at the end; null: nothing was said since they were laid. */
  readonly cardsToRead = new Map<string, CardTruth | null>();

  constructor(
    world: World,
    cards: ReadonlyMap<string, PlayedCard>,
    first: Place,
    second: Place | null,
    person: Person | null = null,
  ) {
    this.world = world;
    this.cards = cards;
    this.person = person;
    this.all = second ? [first, second] : [first];
  }

  at(on: 'second' | undefined): Place {
    const place = this.all[on === 'second' ? 1 : 0];
    if (!place) throw new Error('there is no second machine');
    return place;
  }

  card(name: string): PlayedCard {
    const card = this.cards.get(name);
    if (!card) throw new Error(`there is no card "${name}"`);
    return card;
  }

  leaveOut(what: string, why: string): void {
    this.leftOut.push(`${what}: ${why}`);
  }

  /** Rejects where something could not be closed, when everything else has been. */
  async close(): Promise<void> {
    this.backup?.remove();
    const errors: unknown[] = [];
    const closes = this.all.flatMap(({ machine, hand }) => [() => hand.close(), () => machine.close()]);
    for (const close of [...closes, () => this.world.remove()]) await close().catch((error) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
