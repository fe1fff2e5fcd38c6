/** Plays one schedule in a world of its own and says what is wrong with it afterwards. */
import { toHex } from '../../hardware/bytes.ts';
import { encodeRecord } from '../../hardware/card/icoca.ts';
import { unreachable } from '../../hardware/result.ts';
import type { ChargeOutcome } from '../../station/money.ts';
import { pointChargeReceipt, type Receipt, unresolvedReceipt } from '../../station/receipts/receipt.ts';
import type { DiskImage } from './disk.ts';
import { cameTo, dueOf, registrationCameTo, registrationDue } from './faultless.ts';
import { arm, armPrinter, disarm, repairPrinter, repairReader } from './faults.ts';
import { heal } from './heal.ts';
import { violations } from './invariants.ts';
import { startLocked } from './locked.ts';
import type { Planted } from './planted.ts';
import { Registrations, waiting } from './registrations.ts';
import { restore } from './restored.ts';
import type { ReceiptWish, Schedule, ScheduledCard, Step } from './schedule.ts';
import type { TestStation, Visit } from './station.ts';
import { createWorld, type World, type WorldCard } from './world.ts';

export interface Played {
  /** One line a step: what came of it. */
  readonly story: readonly string[];
  /** Empty where every invariant held. */
  readonly wrong: readonly string[];
  readonly charged: number;
  readonly unknown: number;
  readonly receipts: number;
}

/** How long a printer with a fault may take until everything about it is over, simulated ms. */
const PRINTER_SETTLES_MS = 60_000;

export async function play(schedule: Schedule, planted: Planted | null = null): Promise<Played> {
  const world = createWorld({ seed: schedule.seed, ...(planted && { planted }) });
  try {
    return await new Player(world, schedule).play();
  } finally {
    await world.remove();
  }
}

class Player {
  readonly #world: World;
  readonly #schedule: Schedule;
  readonly #story: string[] = [];
  /** Visits of stations that fell asleep in the middle. */
  readonly #pending = new Map<TestStation, Promise<unknown>>();
  readonly #receipts = new Map<TestStation, Receipt>();
  #registrations: Registrations;
  readonly #restores: boolean;
  /** Some card says "no" and has written. */
  readonly #cardsContradict: boolean;
  readonly #backups = new Map<TestStation, readonly DiskImage[]>();
  readonly #reissued = new Set<WorldCard>();
  /** Outcomes that should not have been. */
  readonly #unexpected: string[] = [];
  readonly #counts = { charged: 0, unknown: 0, receipts: 0 };

  constructor(world: World, schedule: Schedule) {
    this.#world = world;
    this.#schedule = schedule;
    this.#registrations = new Registrations(world);
    this.#cardsContradict = schedule.steps.some(
      (step) => 'faults' in step && step.faults.some((fault) => 'as' in fault && fault.as === 'no-and-has-written'),
    );
    this.#restores = schedule.steps.some((step) => step.do === 'restore');
  }

  async play(): Promise<Played> {
    const world = this.#world;
    for (let count = 0; count < 2; count++) await world.addStation().start();
    for (const card of this.#schedule.cards) world.addCard({ ...card, history: recordsOf(card) });
    this.#registrations = new Registrations(world);
    for (const [index, step] of this.#schedule.steps.entries()) {
      const what = await this.#step(step);
      this.#story.push(`${index + 1}. ${JSON.stringify(step)}: ${what}`);
      const wrong = movesMoney(step) ? this.#wrongNow() : [];
      if (wrong.length > 0) return this.#played(wrong);
    }
    return this.#played([
      ...(await heal(world, this.#schedule.seed % 2 === 0)),
      ...this.#registrations.wrong(),
      ...this.#registrations.missing(),
    ]);
  }

  #played(wrong: readonly string[]): Played {
    return { story: this.#story, wrong, ...this.#counts };
  }

  /** A message may wait, and a station that sleeps is not at rest: I4 is for later. */
  #wrongNow(): string[] {
    const world = this.#world;
    if (!world.center) return this.#unexpected;
    return [
      ...this.#unexpected,
      ...violations(world).filter((what) => !what.startsWith('I4')),
      ...this.#registrations.wrong(),
      ...world.cards.flatMap((card) => waiting(world, card)),
    ];
  }

  /** Where nothing goes wrong, what comes is known before. */
  #compare(due: string, came: string): void {
    if (!this.#schedule.faulty && came !== due) this.#unexpected.push(`without a fault: "${came}" instead of "${due}"`);
  }

  async #step(step: Step): Promise<string> {
    const world = this.#world;
    switch (step.do) {
      case 'visit':
        return await this.#visit(step);
      case 'register':
        return await this.#register(step);
      case 'receipt': {
        const station = await this.#awake(step.station);
        const receipt = this.#receipts.get(station);
        return receipt ? await this.#print(station, receipt, step.wish) : 'nothing to print';
      }
      case 'use':
        // Wherever it is used, it does not lie on a reader of ours.
        for (const station of world.stations) station.lift(this.#card(step.card));
        return use(this.#card(step.card), step);
      case 'reissue': {
        const card = this.#card(step.card);
        if (this.#reissued.has(card) || world.cards.length >= 4) return 'not again';
        this.#reissued.add(card);
        this.#registrations.reissued(card, world.reissue(card));
        return `card ${world.cards.length - 1} in its place`;
      }
      case 'wait':
        await world.clock.advance(step.ms);
        return 'done';
      case 'date-moves':
        world.moveDate(step.days);
        return world.today;
      case 'wake':
        return await this.#wake(this.#station(step.station));
      case 'kill':
        await this.#station(step.station).kill();
        return 'done';
      case 'restore':
        return await this.#restore(step);
      case 'start-locked':
        return await startLocked(this.#station(step.station));
      case 'repair':
        repair(this.#station(step.station), step.what);
        return 'done';
      case 'start-center':
        world.startCenter();
        return 'done';
      default:
        return unreachable(step);
    }
  }

  /** One before each visit, where the schedule will ask for it. */
  #backUp(station: TestStation): void {
    const backup = this.#restores ? station.backup() : null;
    if (backup) this.#backups.set(station, [...(this.#backups.get(station) ?? []), backup]);
  }

  async #restore(step: Extract<Step, { do: 'restore' }>): Promise<string> {
    const station = this.#station(step.station);
    const backup = this.#backups.get(station)?.at(-step.visits);
    if (!backup) return 'no backup so old';
    // A station asleep never wakes up: it is switched off for this.
    this.#pending.delete(station);
    return await restore(this.#world, station, backup, { ...step, card: this.#card(step.card) });
  }

  async #visit(step: Extract<Step, { do: 'visit' }>): Promise<string> {
    const station = await this.#awake(step.station);
    const card = this.#card(step.card);
    this.#backUp(station);
    this.#layOnlyOn(station, card);
    arm(this.#world, station, card, step.faults);
    const due = dueOf(this.#world, card, step.points);
    const visiting = station.visiting(card, step.points).then((visit) => this.#noContradiction(visit));
    const result = await station.runOrDie(visiting);
    disarm(station);
    if (result === 'asleep') this.#pending.set(station, visiting);
    if (typeof result === 'string') return result;
    this.#compare(due, cameTo(result.value));
    const told = this.#told(station, card, step.points, result.value);
    const receipt = this.#receipts.get(station);
    // What it told was the last it did, where it was killed while the center heard of it.
    if (!step.receipt || !receipt || told === 'nothing' || !station.isRunning) return told;
    return `${told}, ${await this.#print(station, receipt, step.receipt)}`;
  }

  /** Also of a visit that slept meanwhile. */
  #noContradiction(visit: Visit): Visit {
    const contradicts = visit.kind === 'charge' && visit.outcome.kind === 'contradiction';
    if (contradicts && !this.#cardsContradict)
      this.#unexpected.push('a contradiction, and no card said anything strange');
    return visit;
  }

  #told(station: TestStation, { cardNumber }: WorldCard, points: number, visit: Visit): string {
    if (visit.kind === 'nothing-done') return visit.because;
    const { outcome } = visit;
    if (outcome.kind === 'charged') this.#counts.charged++;
    if (outcome.kind === 'unknown') this.#counts.unknown++;
    const receipt = receiptOf(outcome, { on: this.#world.today, cardTail: cardNumber.slice(-4), charge: points });
    if (receipt) this.#receipts.set(station, receipt);
    return outcome.kind === 'not-charged' ? `not charged: ${JSON.stringify(outcome.because)}` : outcome.kind;
  }

  async #register(step: Extract<Step, { do: 'register' }>): Promise<string> {
    const station = await this.#awake(step.station);
    const card = this.#card(step.card);
    const { today } = station.day;
    if (!today) return 'no business date';
    arm(this.#world, station, card, step.faults);
    const { cardNumber } = card;
    const agreed = { cardNumber, on: today.businessDate, termsVersion: today.termsVersion };
    this.#registrations.asked(agreed);
    const armed = station.onPoint;
    station.onPoint = (point) => {
      armed(point);
      if (point === 'registration-queued') this.#registrations.journaled(card);
    };
    const due = registrationDue(this.#world, card);
    const registering = station.money.register({ ...agreed, cardKind: 'icoca' });
    const result = await station.runOrDie(registering);
    disarm(station);
    if (result === 'asleep') this.#pending.set(station, registering);
    if (typeof result === 'string') return result;
    this.#registrations.told(result.value);
    const came = registrationCameTo(result.value);
    this.#compare(due, came);
    return came;
  }

  async #print(station: TestStation, receipt: Receipt, { faults }: ReceiptWish): Promise<string> {
    armPrinter(this.#world, station, faults);
    const printed = await station.print(receipt);
    this.#counts.receipts++;
    await this.#world.clock.advance(faults.length > 0 ? PRINTER_SETTLES_MS : 0);
    disarm(station);
    return printed;
  }

  #layOnlyOn(station: TestStation, card: WorldCard): void {
    for (const other of this.#world.stations) other.lift();
    station.lay(card);
  }

  /** The station, ready for a passenger. */
  async #awake(index: number): Promise<TestStation> {
    const station = this.#station(index);
    if (station.isAsleep) await this.#wake(station);
    if (!station.isRunning) await station.start();
    await station.today();
    return station;
  }

  async #wake(station: TestStation): Promise<string> {
    const pending = this.#pending.get(station);
    this.#pending.delete(station);
    if (!station.isAsleep || !pending) return 'it did not sleep';
    station.wake();
    const result = await station.runOrDie(pending);
    return typeof result === 'string' ? result : 'it went on';
  }

  #station(index: number): TestStation {
    return pick(this.#world.stations, index);
  }

  #card(index: number): WorldCard {
    return pick(this.#world.cards, index);
  }
}

/** Repairs, uses elsewhere and deaths tell the center nothing: what held before them holds after them. */
function movesMoney(step: Step): boolean {
  return (
    step.do === 'visit' ||
    step.do === 'register' ||
    step.do === 'receipt' ||
    step.do === 'wait' ||
    step.do === 'wake' ||
    step.do === 'restore'
  );
}

function pick<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
}

function receiptOf(
  outcome: ChargeOutcome,
  paper: { readonly on: string; readonly cardTail: string; readonly charge: number },
): Receipt | null {
  if (outcome.kind === 'unknown') return unresolvedReceipt(outcome.transfer);
  if (outcome.kind !== 'charged') return null;
  const { reference, balanceYen, pointsLeft } = outcome;
  return pointChargeReceipt({ ...paper, reference, balanceYen, pointsLeft, keptBecause: null });
}

function use({ card }: WorldCard, { how, times }: Extract<Step, { do: 'use' }>): string {
  for (let count = 0; count < times; count++) {
    if (how !== 'shop') card.gateEntry({ date: '2023-04-10', station: '0107', time: '08:00' });
    if (how !== 'gate' && card.balanceYen >= 10) card.buy({ date: '2023-04-10', yen: 10 });
  }
  return `${card.balanceYen} yen, number ${card.updateNumber}`;
}

function repair(station: TestStation, what: Extract<Step, { do: 'repair' }>['what']): void {
  if (what === 'reader') repairReader(station);
  else if (what === 'printer') repairPrinter(station);
  else station.network = () => ({ kind: 'none' });
}

/** Purchases of before, newest first. */
function recordsOf({ records, updateNumber, balanceYen }: ScheduledCard): string[] {
  return Array.from({ length: records }, (_, age) =>
    toHex(
      encodeRecord({
        terminal: 0xc7,
        process: 0x46,
        date: '2023-03-01',
        balanceYen,
        sequence: (updateNumber - age) & 0xffff,
      }),
    ),
  );
}
