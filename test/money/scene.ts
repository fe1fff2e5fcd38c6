/** What the tests of this folder begin with: a running station, a registered card with points, laid on the reader. */
import type { TestStation } from '../../rig/torture/station.ts';
import { createWorld, type NewCard, type World, type WorldCard } from '../../rig/torture/world.ts';
import type { ChargeOutcome } from '../../station/money.ts';

export interface Scene {
  readonly world: World;
  readonly station: TestStation;
  readonly card: WorldCard;
}

export async function scene(newCard: NewCard = {}, seed = 1): Promise<Scene> {
  const world = createWorld({ seed });
  const station = world.addStation();
  await station.start();
  const card = world.addCard(newCard);
  station.lay(card);
  return { world, station, card };
}

/** The outcome of a visit that came as far as its charge. */
export async function charged({ station, card }: Scene, points = 1_000): Promise<ChargeOutcome> {
  const visit = await station.visit(card, points);
  if (visit === 'died' || visit.kind !== 'charge') throw new Error(`no charge: ${JSON.stringify(visit)}`);
  return visit.outcome;
}
