import type { RegisteredCard } from './register.ts';

/** What the other machines know, through the center; without it every machine goes by what it knows itself. */
export interface SharedAccess {
  /** Tells this machine's register and gets the common one, with the wrong tries in a row of this card; null: no answer. */
  ask(
    card: string,
    cards: readonly RegisteredCard[],
  ): Promise<{ readonly cards: readonly RegisteredCard[]; readonly failures: number } | null>;
  /** Told once; a center that cannot be reached does not hear of it. */
  tried(card: string, outcome: 'wrong' | 'right'): void;
}

/** For a machine without a center. */
export const notShared: SharedAccess = { ask: async () => null, tried: () => {} };
