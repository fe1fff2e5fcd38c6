import type { CenterClient } from '../../../center/contract/index.ts';
import { type Clock, delay } from '../../../hardware/clock.ts';
import { delays } from '../../delays.ts';
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

export interface SharedOptions {
  readonly center: CenterClient;
  readonly clock: Clock;
  readonly stationId: string;
  readonly newId: () => string;
}

/** Through the center. Staff do not wait for one that is slow: after `delays.sharedAccess` there is no answer. */
export function sharedThroughCenter({ center, clock, stationId, newId }: SharedOptions): SharedAccess {
  return {
    async ask(card, cards) {
      const answer = center.call('staff-cards', { stationId, card, cards: [...cards] });
      const known = await Promise.race([answer, delay(clock, delays.sharedAccess)]);
      return known?.ok ? known.value : null;
    },
    tried(card, outcome) {
      void center.call('staff-try', { stationId, tryId: newId(), card, outcome });
    },
  };
}
