/**
 * One station of the world: the shipped money path, card access and reader driver over a line in memory, with the
 * simulated reader at its end. It can be killed at any named point and started again on the same journal file.
 */

import type { CallName, CampaignToday, CenterClient } from '../../center/contract/index.ts';
import { createCardAccess } from '../../hardware/card/access.ts';
import type { CardAccess } from '../../hardware/card/port.ts';
import type { Clock } from '../../hardware/clock.ts';
import { type MemoryLine, memoryLine } from '../../hardware/lines/memory.ts';
import { createPrinter, type EscPosPrinter } from '../../hardware/printer/driver.ts';
import { createPrinterSimulator, type PrinterSimulator } from '../../hardware/printer/simulator.ts';
import { createReader } from '../../hardware/reader/driver.ts';
import type { CardReader } from '../../hardware/reader/port.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import { createRigSam } from '../../hardware/sam/rig-sam.ts';
import { type BusinessDay, createBusinessDay } from '../../station/center/day.ts';
import { handlerClient, type LineFault } from '../../station/center/in-process.ts';
import { onceTaken } from '../../station/center/taken.ts';
import type { OpenError } from '../../station/journal/index.ts';
import { type EntryBody, type Journal, openJournal } from '../../station/journal/index.ts';
import { silentLog } from '../../station/log.ts';
import type { ChargeOutcome, Money, Recovery, SettleOutcome } from '../../station/money.ts';
import { createReceiptDesk, type ReceiptDesk } from '../../station/receipts/desk.ts';
import type { Receipt } from '../../station/receipts/receipt.ts';
import type { TransferPoint } from '../../station/transfer/deps.ts';
import { createMoney } from '../../station/transfer/money.ts';
import { bootClock } from './boot-clock.ts';
import { type DiskFault, type DiskImage, onDisk, readDisk, readFolder, writeDisk } from './disk.ts';
import type { World, WorldCard } from './world.ts';

/** The next heartbeat and its time-out, ms. */
const OPENS_WITHIN_MS = 8_000;

const NONE: LineFault = { kind: 'none' };

/** Everything that dies with the process. */
interface Process {
  readonly journal: Journal;
  readonly money: Money;
  readonly day: BusinessDay;
  readonly reader: CardReader;
  readonly printer: EscPosPrinter;
  readonly receipts: ReceiptDesk;
  readonly access: CardAccess;
  readonly life: Life;
  readonly diskAtStart: DiskImage | null;
}

/** Once it is dead, whatever this process still does has no effect any more. */
interface Life {
  isDead: boolean;
}

/** What a visit to the machine came to. */
export type Visit =
  | { readonly kind: 'charge'; readonly settled: readonly SettleOutcome[]; readonly outcome: ChargeOutcome }
  | { readonly kind: 'nothing-done'; readonly settled: readonly SettleOutcome[]; readonly because: string };

export class TestStation {
  readonly stationId: string;
  readonly line: MemoryLine;
  readonly simulator: ReaderSimulator;
  /** Asked for every call to the center; the network between. */
  network: (name: CallName, request: unknown) => LineFault = () => NONE;
  readonly printerLine: MemoryLine;
  readonly printer: PrinterSimulator;
  /** Asked for every append to the journal. */
  disk: (bodies: readonly EntryBody[]) => DiskFault | null = () => null;
  /** The point at which the station dies, once. */
  killAt: TransferPoint | null = null;
  /** The point at which it stops to do anything, once, as a process that gets no time any more; until `wake`. */
  sleepAt: TransferPoint | null = null;
  /** The point at which the station stands still until told, once. */
  pauseAt: { readonly point: TransferPoint; readonly until: Promise<void> } | null = null;
  /** Called at every named point. */
  onPoint: (point: TransferPoint) => void = () => {};
  recovery: Recovery | null = null;
  readonly journalPath: string;
  readonly #world: World;
  #process: Process | null = null;
  /** What waits for an answer of this process, and hears when it dies or falls asleep. */
  readonly #waiting = new Set<(why: 'died' | 'asleep') => void>();
  #sleep: PromiseWithResolvers<void> | null = null;

  constructor(world: World, stationId: string, journalPath: string) {
    this.#world = world;
    this.stationId = stationId;
    this.journalPath = journalPath;
    this.line = memoryLine({ name: stationId });
    this.simulator = createReaderSimulator({ stream: this.line.device, clock: world.clock });
    this.printerLine = memoryLine({ name: `${stationId} printer` });
    this.printer = createPrinterSimulator({ stream: this.printerLine.device, clock: world.clock, timeScale: 0.1 });
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  get money(): Money {
    return this.#running().money;
  }

  get journal(): Journal {
    return this.#running().journal;
  }

  get day(): BusinessDay {
    return this.#running().day;
  }

  get receipts(): ReceiptDesk {
    return this.#running().receipts;
  }

  get access(): CardAccess {
    return this.#running().access;
  }

  /** Starts the program: opens the journal and the reader, recovers. Throws where its journal is refused. */
  async start(): Promise<Recovery> {
    const started = await this.tryStart();
    if (!('open' in started)) throw new Error(`${this.stationId}: the journal was refused: ${JSON.stringify(started)}`);
    return started;
  }

  /** The same; says why where it cannot. */
  async tryStart(): Promise<Recovery | OpenError> {
    const { random } = this.#world;
    const clock = bootClock(this.#world.clock, Math.floor(random() * 1_000_000));
    const newId = () => this.#world.newId();
    const opened = openJournal({
      path: this.journalPath,
      stationId: this.stationId,
      clock,
      newId,
      reserveBytes: 4096,
      // A year's end every few visits: the journal goes on in a new file as an ordinary event.
      maxEntries: 12,
    });
    if (!opened.ok) return opened.error;
    const process = this.#assemble(opened.value, clock);
    this.#process = process;
    process.reader.start();
    process.printer.start();
    void process.day.start();
    await this.#world.clock.advanceUntil(() => process.reader.status === 'ready', 30_000);
    const recovery = await this.runOrDie(process.money.recover());
    if (typeof recovery === 'string') throw new Error(`${this.stationId} ${recovery} while it started`);
    this.recovery = recovery.value;
    return this.recovery;
  }

  #assemble(opened: Journal, clock: Clock): Process {
    const { random, planted } = this.#world;
    const life: Life = { isDead: false };
    const disk = onDisk(opened, {
      fault: (bodies) => this.disk(bodies),
      powerLost: (image) => this.#die(life, image),
    });
    const journal = planted?.journal?.(disk) ?? disk;
    const reader = createReader({ kind: 'pn532', line: this.line, clock });
    const cards = createCardAccess({ reader, sam: createRigSam() });
    const access = planted?.cards?.(cards, journal) ?? cards;
    const line = this.#center(life);
    const center = planted?.center?.(line) ?? line;
    const day = createBusinessDay({
      center,
      clock,
      log: silentLog,
      stationId: this.stationId,
      softwareVersion: 'test',
      journalHead: () => journal.head(),
      contains: (head) => journal.contains(head),
      devices: () => ({}),
    });
    const money = createMoney({
      journal,
      center: onceTaken(center, day),
      cards: access,
      clock,
      newId: () => this.#world.newId(),
      random,
      log: silentLog,
      mark: { code: '0107', region: 0xa0 },
      softwareVersion: 'test',
      at: (point) => this.#at(life, point),
    });
    const printer = createPrinter({ line: this.printerLine, clock, widthMm: 80, proof: 'process-id' });
    const receipts = createReceiptDesk({
      printer,
      journal: planted?.receipts?.(journal) ?? journal,
      stationName: this.stationId,
      widthMm: 80,
      language: () => 'ja',
      pointName: () => null,
    });
    const diskAtStart = planted?.losesJournal ? readDisk(this.journalPath) : null;
    return { journal, reader, printer, receipts, access, money, day, life, diskAtStart };
  }

  /** As a backup job makes one between two visits. */
  backup(): DiskImage | null {
    return this.#process && readFolder(this.journalPath);
  }

  /** SIGKILL: what is on disk stays, everything else is gone. */
  async kill(): Promise<void> {
    const process = this.#process;
    if (process) this.#die(process.life, readDisk(this.journalPath));
  }

  /** The descriptors go with the process: the journal's lock and the lines. Devices, and a card, know nothing of it. */
  #die(life: Life, image: DiskImage): void {
    const process = this.#process;
    if (!process || process.life !== life) return;
    life.isDead = true;
    this.#process = null;
    this.#sleep = null;
    // Closed in order, SQLite would empty its log into the database: the files are put back as the death found them.
    process.day.stop();
    process.journal.close();
    writeDisk(process.diskAtStart ?? image);
    for (const [line, driver] of [
      [this.line, process.reader],
      [this.printerLine, process.printer],
    ] as const) {
      const wasCut = line.faults.isCut;
      line.faults.cut();
      void driver.stop();
      if (!wasCut) line.faults.heal();
    }
    for (const tell of [...this.#waiting]) tell('died');
  }

  async restart(): Promise<Recovery> {
    await this.kill();
    return await this.start();
  }

  /** Prints, until the printer has spoken or the station is dead. */
  async print(receipt: Receipt): Promise<'printed' | 'not-printed' | 'died'> {
    const result = await this.runOrDie(this.receipts.print(receipt));
    if (typeof result === 'string') return 'died';
    return result.value.ok ? 'printed' : 'not-printed';
  }

  lay(card: WorldCard): void {
    this.simulator.field.lay(card.card);
  }

  lift(card?: WorldCard): void {
    this.simulator.field.lift(card?.card);
  }

  /** What the center says of the day; null: not heard in the time that a passenger waits for the machine to open. */
  async today(): Promise<CampaignToday | null> {
    const { day } = this.#running();
    await this.#world.clock.advanceUntil(() => day.today !== null || day.refusal !== null, OPENS_WITHIN_MS);
    return day.today;
  }

  /** Moves time until the station has an answer. Throws where it hangs, or dies. */
  async run<Value>(promise: Promise<Value>): Promise<Value> {
    const result = await this.runOrDie(promise);
    if (typeof result === 'string') throw new Error(`${this.stationId} ${result}`);
    return result.value;
  }

  async runOrDie<Value>(promise: Promise<Value>): Promise<{ value: Value } | 'died' | 'asleep'> {
    if (this.#sleep) return 'asleep';
    let done: { value: Value } | 'died' | 'asleep' | null = null;
    let failure: unknown = null;
    promise.then(
      (value) => {
        done ??= { value };
      },
      (error: unknown) => {
        failure = error ?? new Error('rejected');
      },
    );
    const interrupted = (why: 'died' | 'asleep'): void => {
      done ??= why;
    };
    this.#waiting.add(interrupted);
    const came = await this.#world.clock.advanceUntil(() => done !== null || failure !== null, 600_000);
    this.#waiting.delete(interrupted);
    if (failure) throw failure;
    if (!came || done === null) throw new Error(`${this.stationId} hangs`);
    return done;
  }

  /** It runs, has time, and its disk takes what it writes: nothing calls for a restart. */
  get canGoOn(): boolean {
    return this.#process !== null && !this.isAsleep && this.#process.journal.secureSpace().ok;
  }

  get isAsleep(): boolean {
    return this.#sleep !== null;
  }

  /** It goes on where it stood. */
  wake(): void {
    this.#sleep?.resolve();
    this.#sleep = null;
  }

  /** As the machine does it: read the card, settle what is open, charge. The card lies there already. */
  async visit(card: WorldCard, points: number): Promise<Visit | 'died'> {
    const result = await this.runOrDie(this.visiting(card, points));
    if (result === 'asleep') throw new Error(`${this.stationId} fell asleep`);
    return result === 'died' ? 'died' : result.value;
  }

  /** Reads the card and settles whatever is open for it, nothing more. */
  async settleAll(card: WorldCard): Promise<SettleOutcome[] | 'died'> {
    const result = await this.runOrDie(this.#settleAll(card).then(({ settled }) => settled));
    if (result === 'asleep') throw new Error(`${this.stationId} fell asleep`);
    return result === 'died' ? 'died' : result.value;
  }

  /** The same, without moving time: for two stations at once. */
  async visiting(card: WorldCard, points: number): Promise<Visit> {
    const { money } = this.#running();
    // Who waits for it is there before it can die.
    await Promise.resolve();
    const { settled, because } = await this.#settleAll(card);
    if (because) return { kind: 'nothing-done', settled, because };
    if (!this.day.today) return { kind: 'nothing-done', settled, because: 'no business date' };
    const request = { ...this.#names(card), points, on: this.#world.today };
    const outcome = await money.charge(request, () => {});
    return { kind: 'charge', settled, outcome };
  }

  async #settleAll(card: WorldCard): Promise<{ settled: SettleOutcome[]; because: string | null }> {
    const { money } = this.#running();
    const settled: SettleOutcome[] = [];
    // Its own journal's and the center's hold at most, and one more to see that there is none left.
    for (let round = 0; round < 4; round++) {
      const account = await money.account(this.#names(card));
      if (account.kind === 'account') await money.compareWithDecisions(account.account, card.card.idm);
      const open = money.openFor(card.cardNumber, account.kind === 'account' ? account.account : null);
      if (!open) return { settled, because: account.kind === 'account' ? null : account.kind };
      const outcome = await money.settle(open, card.card.idm);
      settled.push(outcome);
      if (outcome.kind !== 'written' && outcome.kind !== 'voided') return { settled, because: outcome.kind };
    }
    return { settled, because: 'still-open' };
  }

  #names(card: WorldCard) {
    return { cardNumber: card.cardNumber, idm: card.card.idm, cardKind: 'icoca' as const };
  }

  #running(): Process {
    if (!this.#process) throw new Error(`${this.stationId} is not running`);
    return this.#process;
  }

  /** A dead process hears nothing and stops where it is; a center that is down answers nothing. */
  #center(life: Life): CenterClient {
    const client = handlerClient(
      { handle: (name, body) => this.#world.handle(name, body) },
      { clock: this.#world.clock, fault: (name, request) => this.network(name, request) },
    );
    return {
      call: async (name, request) => {
        await whileAlive(life);
        const result = await client.call(name, request);
        await whileAlive(life);
        return result;
      },
    };
  }

  async #at(life: Life, point: TransferPoint): Promise<void> {
    await whileAlive(life);
    this.onPoint(point);
    const pause = this.pauseAt;
    if (pause?.point === point) {
      this.pauseAt = null;
      await pause.until;
    }
    if (this.killAt === point) {
      this.killAt = null;
      await this.kill();
    }
    await whileAlive(life);
    if (this.sleepAt === point) {
      this.sleepAt = null;
      this.#sleep = Promise.withResolvers();
      for (const tell of [...this.#waiting]) tell('asleep');
    }
    await this.#sleep?.promise;
    await whileAlive(life);
  }
}

/** Never resolves for a dead process. */
function whileAlive(life: Life): Promise<void> {
  return life.isDead ? new Promise(() => {}) : Promise.resolve();
}
