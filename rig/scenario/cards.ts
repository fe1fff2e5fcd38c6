/** The cards of a scenario, and what the center knows of them. */

import { importLines } from '../../center/import.ts';
import { openSqlite } from '../../center/sqlite.ts';
import {
  type CardSpec,
  type IcocaSpec,
  simulatedCardFrom,
  simulatedTransitCard,
} from '../../hardware/card/simulator/spec.ts';
import type { TransitCard } from '../../hardware/card/simulator/transit.ts';
import type { FieldCard } from '../../hardware/reader/field.ts';
import type { World } from '../torture/world.ts';
import type { ReadCard } from './read.ts';

export interface PlayedCard {
  readonly spec: CardSpec;
  readonly card: FieldCard;
  /** Null where it carries no value. */
  readonly value: TransitCard | null;
  readonly cardNumber: string | null;
}

export async function playedCards(
  world: World,
  cards: Readonly<Record<string, ReadCard>>,
  random: (bytes: number) => Uint8Array,
): Promise<Map<string, PlayedCard>> {
  const played = new Map<string, PlayedCard>();
  for (const [name, card] of Object.entries(cards)) played.set(name, await play(world, name, card, random));
  return played;
}

async function play(
  world: World,
  name: string,
  { spec, registered, points = 0, events = [] }: ReadCard,
  random: (bytes: number) => Uint8Array,
): Promise<PlayedCard> {
  if (isIcoca(spec)) {
    // Another card of the same number has the account already: a second piece of plastic.
    const known = world.cards.some(({ cardNumber }) => cardNumber === spec.cardNumber);
    const card = known
      ? simulatedTransitCard(spec, random)
      : world.addCard({
          spec,
          points,
          registered: registered !== undefined,
          ...(registered && { registeredOn: registered }),
          random,
        }).card;
    await imported(world, name, events);
    return { spec, card, value: card, cardNumber: spec.cardNumber };
  }
  if ('balanceYen' in spec) {
    const value = simulatedTransitCard(spec, random);
    return { spec, card: value, value, cardNumber: null };
  }
  return { spec, card: simulatedCardFrom(spec, random), value: null, cardNumber: null };
}

function isIcoca(spec: CardSpec): spec is IcocaSpec {
  return 'cardNumber' in spec;
}

async function imported(world: World, name: string, events: readonly object[]): Promise<void> {
  if (events.length === 0) return;
  const lines = async function* () {
    for (const event of events) yield JSON.stringify(event);
  };
  const { refused } = await importLines(openSqlite(world.books), lines(), world.today);
  const [first] = refused;
  if (first) throw new Error(`the center refuses event ${first.line} of the card "${name}": ${first.why}`);
}
