import type { Evidence } from '../../center/contract/index.ts';
import { disarm, repairPrinter, repairReader } from './faults.ts';
import { violations } from './invariants.ts';
import type { World } from './world.ts';

/** Longer than the longest wait of an outbox, and its answer, ms. */
const OUTBOX_EMPTIES_MS = 150_000;

/**
 * Everything is repaired, every station started anew, every card laid once more at a station that works. What is wrong
 * after it, in words; a transfer may be open only where the card has forgotten its evidence. Nobody restarts a machine
 * that works, though: where `untouched`, those that run have time first, and then nothing of theirs may be untold.
 */
export async function heal(world: World, untouched = false): Promise<string[]> {
  world.startCenter();
  world.catchUp();
  for (const station of world.stations) {
    station.network = () => ({ kind: 'none' });
    disarm(station);
    repairReader(station);
    repairPrinter(station);
    station.lift();
    if (!untouched || !station.canGoOn) await station.restart();
    await station.today();
  }
  if (untouched) {
    await world.clock.advance(OUTBOX_EMPTIES_MS);
    const untold = [...violations(world), ...waitingMessages(world)];
    if (untold.length > 0) return untold;
    for (const station of world.stations) {
      await station.restart();
      await station.today();
    }
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
  await world.clock.advance(OUTBOX_EMPTIES_MS);
  const open = world.stations.flatMap((station) => station.money.open.map(({ transferId }) => transferId));
  return [
    ...violations(world),
    ...[...new Set([...open, ...world.openHolds()])]
      .filter((transferId) => !forgotten.includes(transferId))
      .map((transferId) => `I1: ${transferId} is open although everything was healed`),
    ...waitingMessages(world),
  ];
}

function waitingMessages({ stations }: World): string[] {
  const waiting = stations.reduce((count, { journal }) => count + journal.state.outbox.size, 0);
  return waiting > 0 ? [`I4: ${waiting} messages still wait`] : [];
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
