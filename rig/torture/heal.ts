import type { Evidence } from '../../center/contract/index.ts';
import { disarm, repairPrinter, repairReader } from './faults.ts';
import { violations } from './invariants.ts';
import type { World } from './world.ts';

/**
 * Everything is repaired, every station started anew, every card laid once more at a station that works. What is wrong
 * after it, in words; a transfer may be open only where the card has forgotten its evidence.
 */
export async function heal(world: World): Promise<string[]> {
  world.startCenter();
  for (const station of world.stations) {
    station.network = () => ({ kind: 'none' });
    disarm(station);
    repairReader(station);
    repairPrinter(station);
    station.lift();
    await station.restart();
    await station.today();
  }
  const forgotten: string[] = [];
  for (const station of world.stations) {
    for (const card of world.cards) {
      station.lay(card);
      const settled = await station.settleAll(card);
      if (settled === 'died') return ['a station died while nothing was wrong'];
      for (const outcome of settled) {
        if (outcome.kind === 'evidence-gone') {
          const { transferId, evidence } = outcome.transfer;
          if (canTell(evidence, card.card.history)) return [`I1: ${transferId} is called lost, and its card can tell`];
          forgotten.push(transferId);
        } else if (outcome.kind !== 'written' && outcome.kind !== 'voided') return [`not settled: ${outcome.kind}`];
      }
      station.lift(card);
    }
  }
  // The outbox has all the time it wants.
  await world.clock.advance(300_000);
  const open = world.stations.flatMap((station) => station.money.open.map(({ transferId }) => transferId));
  const waiting = world.stations.reduce((count, station) => count + station.journal.state.outbox.size, 0);
  return [
    ...violations(world),
    ...[...new Set([...open, ...world.openHolds()])]
      .filter((transferId) => !forgotten.includes(transferId))
      .map((transferId) => `I1: ${transferId} is open although everything was healed`),
    ...(waiting > 0 ? [`I4: ${waiting} messages still wait`] : []),
  ];
}

/** The card keeps so many records (docs/facts/felica.md §4.1, 090F). */
const KEPT_RECORDS = 20;

/**
 * Looked up in the card itself, and not by the station's judge: what the write left, or what lay on top before it, is still
 * there. The number of records in the evidence was read in the clear: where it is false nobody has to be able to tell.
 */
function canTell({ record, anchor, historyLength }: Evidence, history: readonly string[]): boolean {
  const written = history.indexOf(record);
  if (anchor === null) return historyLength === 0 && (written >= 0 || history.length < KEPT_RECORDS);
  const before = history.indexOf(anchor);
  if (before < 0) return written >= 0 && history.length === KEPT_RECORDS;
  const below = history.length - before;
  return history.length < KEPT_RECORDS ? below === historyLength : below <= historyLength;
}
