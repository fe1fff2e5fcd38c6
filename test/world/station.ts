/**
 * One station of the world: the shipped money path, card access and reader driver over a line in memory, with the
 * simulated reader at its end. It can be killed at any named point and started again on the same journal file.
 */

import type { CallName, CampaignToday, CenterClient } from '../../center/contract/index.ts';
import { createCardAccess } from '../../hardware/card/access.ts';
import type { CardAccess } from '../../hardware/card/port.ts';
import { type MemoryLine, memoryLine } from '../../hardware/lines/memory.ts';
import { createReader } from '../../hardware/reader/driver.ts';
import type { CardReader } from '../../hardware/reader/port.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import { createRigSam } from '../../hardware/sam/rig-sam.ts';
import { handlerClient, type LineFault } from '../../station/center/in-process.ts';
import { type EntryBody, type Journal, openJournal } from '../../station/journal/index.ts';
import { silentLog } from '../../station/log.ts';
import type { ChargeOutcome, Money, Recovery, SettleOutcome } from '../../station/money.ts';
import type { TransferPoint } from '../../station/transfer/deps.ts';
import { createMoney } from '../../station/transfer/money.ts';
import { TODAY, type World, type WorldCard } from '../world.ts';

const NONE: LineFault = { kind: 'none' };

/** Everything that dies with the process. */
interface Process {
  readonly journal: Journal;
  readonly money: Money;
  readonly reader: CardReader;
  readonly access: CardAccess;
  readonly life: Life;
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
  /** Asked for every append to the journal: true where the disk does not take it. */
  diskRefuses: (bodies: readonly EntryBody[]) => boolean = () => false;
  /** The point at which the station dies, once. */
  killAt: TransferPoint | null = null;
  /** The point at which the station stands still until told, once. */
  pauseAt: { readonly point: TransferPoint; readonly until: Promise<void> } | null = null;
  /** Called at every named point. */
  onPoint: (point: TransferPoint) => void = () => {};
  recovery: Recovery | null = null;
  readonly journalPath: string;
  readonly #world: World;
  #process: Process | null = null;
  #died: (() => void)[] = [];

  constructor(world: World, stationId: string, journalPath: string) {
    this.#world = world;
    this.stationId = stationId;
    this.journalPath = journalPath;
    this.line = memoryLine({ name: stationId });
    this.simulator = createReaderSimulator({ stream: this.line.device, clock: world.clock });
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

  get access(): CardAccess {
    return this.#running().access;
  }

  /** Starts the program: opens the journal and the reader, recovers. */
  async start(): Promise<Recovery> {
    const { clock, random } = this.#world;
    const newId = () => this.#world.newId();
    const opened = openJournal({ path: this.journalPath, stationId: this.stationId, clock, newId, reserveBytes: 4096 });
    if (!opened.ok) throw new Error(`${this.stationId}: the journal was refused: ${JSON.stringify(opened.error)}`);
    const journal = this.#onDisk(opened.value);
    const reader = createReader({ kind: 'pn532', line: this.line, clock });
    const access = createCardAccess({ reader, sam: createRigSam() });
    const life: Life = { isDead: false };
    const money = createMoney({
      journal,
      center: this.#center(life),
      cards: access,
      clock,
      newId,
      random,
      log: silentLog,
      mark: { code: '0107', region: 0xa0 },
      softwareVersion: 'test',
      at: (point) => this.#at(life, point),
    });
    const process: Process = { journal, reader, access, money, life };
    this.#process = process;
    reader.start();
    await clock.advanceUntil(() => reader.status === 'ready', 30_000);
    this.recovery = await this.run(process.money.recover());
    return this.recovery;
  }

  /** SIGKILL: what is on disk stays, everything else is gone. */
  async kill(): Promise<void> {
    const process = this.#process;
    if (!process) return;
    process.life.isDead = true;
    this.#process = null;
    // The descriptors go with the process: the journal's lock and the line. The reader and a card on it know nothing.
    process.journal.close();
    const wasCut = this.line.faults.isCut;
    this.line.faults.cut();
    void process.reader.stop();
    if (!wasCut) this.line.faults.heal();
    for (const died of this.#died.splice(0)) died();
  }

  async restart(): Promise<Recovery> {
    await this.kill();
    return await this.start();
  }

  lay(card: WorldCard): void {
    this.simulator.field.lay(card.card);
  }

  lift(card?: WorldCard): void {
    this.simulator.field.lift(card?.card);
  }

  /** What the center says of the day. */
  async today(): Promise<CampaignToday> {
    const answer = await this.run(
      this.#center({ isDead: false }).call('heartbeat', {
        stationId: this.stationId,
        journalHead: this.journal.head(),
        softwareVersion: 'test',
        devices: {},
      }),
    );
    if (!answer.ok) throw new Error(`no day: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  /** Moves time until the station has an answer, or is dead. Throws where it hangs. */
  async run<Value>(promise: Promise<Value>): Promise<Value> {
    const result = await this.runOrDie(promise);
    if (result === 'died') throw new Error(`${this.stationId} died`);
    return result.value;
  }

  async runOrDie<Value>(promise: Promise<Value>): Promise<{ value: Value } | 'died'> {
    let done: { value: Value } | 'died' | null = null;
    let failure: unknown = null;
    promise.then(
      (value) => {
        done ??= { value };
      },
      (error: unknown) => {
        failure = error ?? new Error('rejected');
      },
    );
    this.#died.push(() => {
      done ??= 'died';
    });
    const came = await this.#world.clock.advanceUntil(() => done !== null || failure !== null, 600_000);
    if (failure) throw failure;
    if (!came || done === null) throw new Error(`${this.stationId} hangs`);
    return done;
  }

  /** As the machine does it: read the card, settle what is open, charge. The card lies there already. */
  async visit(card: WorldCard, points: number): Promise<Visit | 'died'> {
    const result = await this.runOrDie(this.visiting(card, points));
    return result === 'died' ? 'died' : result.value;
  }

  /** Reads the card and settles whatever is open for it, nothing more. */
  async settleAll(card: WorldCard): Promise<SettleOutcome[] | 'died'> {
    const result = await this.runOrDie(this.#settleAll(card).then(({ settled }) => settled));
    return result === 'died' ? 'died' : result.value;
  }

  /** The same, without moving time: for two stations at once. */
  async visiting(card: WorldCard, points: number): Promise<Visit> {
    const { money } = this.#running();
    const { settled, because } = await this.#settleAll(card);
    if (because) return { kind: 'nothing-done', settled, because };
    const request = { ...this.#names(card), points, on: TODAY };
    const outcome = await money.charge(request, () => {});
    return { kind: 'charge', settled, outcome };
  }

  async #settleAll(card: WorldCard): Promise<{ settled: SettleOutcome[]; because: string | null }> {
    const { money } = this.#running();
    const settled: SettleOutcome[] = [];
    // Its own journal's and the center's hold at most, and one more to see that there is none left.
    for (let round = 0; round < 4; round++) {
      const account = await money.account(this.#names(card));
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
      {
        handle: async (name, body) =>
          (await this.#world.center?.handle(name, body)) ?? { status: 502, body: 'nobody there' },
      },
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

  /** The journal over a disk that can refuse. What SQLite itself does with a full disk: test/process. */
  #onDisk(journal: Journal): Journal {
    const refusal = { ok: false, error: { kind: 'storage', detail: 'database or disk is full' } } as const;
    return {
      path: journal.path,
      stationId: journal.stationId,
      get state() {
        return journal.state;
      },
      head: () => journal.head(),
      secureSpace: () => (this.diskRefuses([]) ? refusal : journal.secureSpace()),
      append: (...bodies) => (this.diskRefuses(bodies) ? refusal : journal.append(...bodies)),
      entries: (first) => journal.entries(first),
      export: (file) => journal.export(file),
      close: () => journal.close(),
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
  }
}

/** Never resolves for a dead process. */
function whileAlive(life: Life): Promise<void> {
  return life.isDead ? new Promise(() => {}) : Promise.resolve();
}
