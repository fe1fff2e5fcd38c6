/** One random schedule: a handful of passengers' visits, each with whatever goes wrong around it. */
import type { CallName } from '../../center/contract/index.ts';
import type { FaultMoment, FieldFault } from '../../hardware/reader/simulator.ts';
import type { LineFault } from '../../station/center/in-process.ts';
import type { EntryBody } from '../../station/journal/index.ts';
import { transferPoints } from '../../station/transfer/deps.ts';
import { hears } from '../money/scene.ts';
import type { World, WorldCard } from '../world.ts';
import { heal } from './heal.ts';
import { violations } from './invariants.ts';
import type { TestStation } from './station.ts';

export interface ScheduleResult {
  /** What was done, for the one who has to find out why it failed. */
  readonly steps: readonly string[];
  readonly wrong: readonly string[];
  /** Visits that ended in "nobody knows". */
  readonly unknown: number;
}

export interface ScheduleOptions {
  readonly faults?: boolean;
  readonly visits?: number;
}

export async function playSchedule(world: World, options: ScheduleOptions = {}): Promise<ScheduleResult> {
  const { faults = true, visits = 6 } = options;
  const steps: string[] = [];
  const random = new Dice(world.random);
  for (let count = 0; count < 2; count++) await world.addStation().start();
  for (let count = random.below(2) + 1; count > 0; count--) {
    world.addCard({
      balanceYen: random.one([0, 1_200, 15_000, 19_500]),
      points: random.one([100, 5_000, 30_000]),
      updateNumber: random.one([16, 65_534, 65_535]),
    });
  }
  let unknown = 0;
  for (let count = 0; count < visits; count++) {
    const [station, card] = [random.one(world.stations), random.one(world.cards)];
    if (!station.isRunning) {
      station.killAt = null;
      await station.start();
    }
    for (const other of world.stations) other.lift();
    if (faults) for (let more = random.below(3); more > 0; more--) steps.push(breakSomething(world, station, random));
    const points = 10 * (1 + random.below(60));
    station.lay(card);
    const visit = await station.visit(card, points);
    const outcome = visit === 'died' ? 'died' : visit.kind === 'charge' ? visit.outcome.kind : visit.because;
    if (outcome === 'unknown') unknown++;
    steps.push(`${station.stationId}: card ${world.cards.indexOf(card)}, ${points} points: ${outcome}`);
    if (faults) steps.push(...(await afterwards(world, station, card, random)));
    const wrong = world.center ? violations(world).filter((what) => !what.startsWith('I4')) : [];
    if (wrong.length > 0) return { steps, wrong, unknown };
  }
  return { steps, wrong: await heal(world), unknown };
}

class Dice {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  one<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }
}

/** A card is replaced once. */
const reissued = new WeakSet<WorldCard>();

/** Arms one fault; says which. */
function breakSomething(world: World, station: TestStation, random: Dice): string {
  const what = random.one(['field', 'network', 'kill', 'line', 'disk', 'center'] as const);
  switch (what) {
    case 'field': {
      const moment = random.one<FaultMoment>(['before', 'inside', 'after']);
      const fault = random.one<FieldFault>([
        { kind: 'lift', moment },
        { kind: 'field-lost', moment },
        { kind: 'power-loss', moment },
        { kind: 'stuck', moment },
        { kind: 'reply-lost' },
        { kind: 'reply-garbled' },
        { kind: 'reply-falsified', index: random.below(30) },
      ]);
      const [name, packet] = random.one(Object.entries(hears));
      station.simulator.arm(fault, { packet, nth: 1 + random.below(2) });
      return `  ${fault.kind} ${'moment' in fault ? moment : ''} at ${name}`;
    }
    case 'network': {
      const fault = random.one<LineFault>([
        { kind: 'lose-request' },
        { kind: 'lose-answer' },
        { kind: 'garble' },
        { kind: 'mix-up' },
        { kind: 'delay', ms: random.one([1_000, 10_000, 100_000]) },
        { kind: 'duplicate', ms: random.one([0, 10_000, 100_000]) },
      ]);
      const name = random.one<CallName>(['hold', 'finish', 'account']);
      let left = 1 + random.below(4);
      station.network = (called) => (called === name && left-- > 0 ? fault : { kind: 'none' });
      return `  network: ${JSON.stringify(fault)} on ${name}`;
    }
    case 'kill': {
      station.killAt = random.one(transferPoints);
      return `  killed at ${station.killAt}`;
    }
    case 'line': {
      const point = random.one(transferPoints);
      const cut = random.below(2) === 0;
      station.onPoint = (passed) => {
        if (passed !== point) return;
        station.onPoint = () => {};
        if (cut) station.line.faults.cut();
        else station.line.faults.garble('to-host', random.below(60));
      };
      return `  line ${cut ? 'cut' : 'garbled'} at ${point}`;
    }
    case 'disk': {
      const kind = random.one<EntryBody['kind']>([
        'transfer-intended',
        'transfer-reserved',
        'transfer-writing',
        'transfer-written',
        'transfer-unknown',
        'transfer-voided',
        'message-queued',
        'message-answered',
      ]);
      let left = 1 + random.below(3);
      station.diskRefuses = (bodies) => bodies.some((body) => body.kind === kind) && left-- > 0;
      return `  the disk refuses ${kind}`;
    }
    case 'center': {
      const point = random.one(transferPoints);
      station.onPoint = (passed) => {
        if (passed === point) world.killCenter();
      };
      return `  the center dies at ${point}`;
    }
  }
}

/** What happens before the next visit: repairs, restarts, time, and the card's own life. */
async function afterwards(world: World, station: TestStation, { card }: WorldCard, random: Dice): Promise<string[]> {
  const steps: string[] = [];
  station.onPoint = () => {};
  station.diskRefuses = () => false;
  if (random.below(2) === 0) station.network = () => ({ kind: 'none' });
  if (random.below(2) === 0) world.startCenter();
  if (random.below(2) === 0) {
    station.line.faults.clear();
    station.simulator.disarm();
    if (!station.simulator.isPowered) station.simulator.powerOn();
    await world.clock.advance(random.one([0, 1_000, 30_000, 200_000]));
    steps.push('  repaired');
  }
  for (let uses = random.one([0, 0, 0, 1, 2, 22]); uses > 0; uses--) {
    if (random.below(2) === 0) card.gateEntry({ date: '2023-04-10', station: '0107', time: '08:00' });
    if (card.balanceYen >= 10) card.buy({ date: '2023-04-10', yen: 10 });
    steps.push('  the card was used');
  }
  if (random.below(12) === 0 && world.cards.length < 4) {
    const old = world.cards.find(({ card: physical }) => physical === card);
    if (old && !reissued.has(old)) {
      reissued.add(old);
      world.reissue(old);
      steps.push('  another card was issued in its place');
    }
  }
  if (random.below(4) === 0) {
    await station.kill();
    steps.push(`  ${station.stationId} switched off`);
  }
  return steps;
}
