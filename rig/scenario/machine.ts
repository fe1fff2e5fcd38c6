/**
 * One whole machine of a world: the assembly that ships, over lines in memory with the simulated devices at their ends, the
 * center in process, all under one simulated clock. Touches go in as messages of the page and screens come out checked
 * against the contract. Scenarios and the tests of flows stand in front of it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyActorRef } from 'xstate';
import type { CallName } from '../../center/contract/index.ts';
import { createCenter, type EmbeddedCenter } from '../../center/service.ts';
import { type CardSpec, simulatedCardFrom } from '../../hardware/card/simulator/spec.ts';
import type { MemoryLine } from '../../hardware/lines/memory.ts';
import type { PrinterSimulator } from '../../hardware/printer/simulator.ts';
import type { FieldCard } from '../../hardware/reader/field.ts';
import type { ReaderSimulator } from '../../hardware/reader/simulator.ts';
import type { TowerSimulator } from '../../hardware/tower/simulator.ts';
import { type Assembly, assembleStation } from '../../station/assemble.ts';
import { handlerClient, type LineFault } from '../../station/center/in-process.ts';
import { parseConfig } from '../../station/config.ts';
import { type Intent, Screen, type ScreenBody } from '../../station/contract/index.ts';
import { type StaffBody, type StaffIntent, StaffScreen } from '../../station/contract/staff.ts';
import { copyOf, type TestFolder, testFolder } from '../../station/journal/testing/fixture.ts';
import type { Log } from '../../station/log.ts';
import type { OpeningHours } from '../../station/opening-hours.ts';
import { staffFiles } from '../../station/staff/assemble.ts';
import type { PowerAct } from '../../station/staff/parts.ts';
import type { TransferPoint } from '../../station/transfer/deps.ts';
import { enrolRigStaff } from '../staff.ts';
import { createWorld, type NewCard, type World, type WorldCard } from '../torture/world.ts';
import { Life } from './life.ts';
import { allInMemory, type DeskDevices, type MachineDevices, machineDevices, maySign } from './machine-devices.ts';
import { WireTrace } from './trace.ts';

type Profile = Screen['profile'];
type Id = ScreenBody['id'];
export type BodyOf<Name extends Id> = Extract<ScreenBody, { id: Name }>;

/** The staff of every bench that is not fresh from the factory. */
export const staffCards = {
  attendant: { kind: 'staff', staffId: 'A-1', role: 'attendant', pin: '250413' },
  engineer: { kind: 'staff', staffId: 'S-1', role: 'engineer', pin: '704926' },
} as const;
/** scrypt with N = 16: the lockout is what is tested here. */
const PIN_COST_IN_TESTS = 4;

export interface MachineOptions {
  readonly profile?: Profile;
  readonly sam?: 'rig' | 'none';
  readonly stationId?: string;
  readonly world?: World;
  /** A machine without any staff card, as it comes from the factory. */
  readonly fresh?: boolean;
  readonly openingHours?: OpeningHours;
  /** Between two looks of the idle screen at the reader, ms; `IDLE_LOOK_MS` where left out. */
  readonly idleLookMs?: number;
  /** Japan's wall clock when the bench begins, `2023-04-10T21:59`; noon of the world's day where left out. */
  readonly wallAt?: string;
  readonly tower?: boolean;
  /** The station has died too often (station/main.ts --closed). */
  readonly closed?: boolean;
  /** The business date, where it is not the world's: another center over the same books. */
  readonly today?: string;
  /** Random bytes of the station; the system's where left out. */
  readonly random?: (bytes: number) => Uint8Array;
  /** Every packet that the reader sends to a card. */
  readonly onPacket?: (packet: Uint8Array) => void;
  /** What is not simulated; left out: nothing. */
  readonly devices?: DeskDevices;
}

/**
 * Ten times as long as at a station (`delays.idleLook`): nobody waits in simulated time, and every look at an empty field
 * is worked out.
 */
const IDLE_LOOK_MS = 50;

export class RigMachine {
  readonly world: World;
  readonly readerLine: MemoryLine;
  readonly printerLine: MemoryLine;
  readonly reader: ReaderSimulator;
  readonly printer: PrinterSimulator;
  /** Everything that was logged, as text: nothing of a passenger may be in it. */
  readonly logged: string[] = [];
  /** Every screen, oldest first. */
  readonly screens: Screen[] = [];
  /** Every screen of staff, and null where a session ended. */
  readonly staffScreens: (StaffScreen | null)[] = [];
  /** What staff asked the host for. */
  readonly power: PowerAct[] = [];
  network: (call: CallName) => LineFault = () => ({ kind: 'none' });
  /** Every named moment of the money path; throws to let the station fail there. */
  at: (point: TransferPoint) => void = () => {};
  /** The business date of a bench that was given one. */
  today: string;
  readonly towerLine: MemoryLine;
  readonly tower: TowerSimulator;
  /** Milliseconds by which somebody has set the wall clock since the beginning. */
  wallStep = 0;
  /** Everything that went over its lines. */
  readonly trace: WireTrace;
  /** Which of its devices are real, and the lines that the station opens. */
  readonly real: MachineDevices['real'];
  readonly lines: MachineDevices['lines'];
  readonly desk: DeskDevices;
  readonly #options: MachineOptions;
  /** Its disk, and those of the lives before. */
  readonly #folders: TestFolder[] = [testFolder()];
  readonly #center: EmbeddedCenter | null;
  #life = new Life();
  #isDown = false;
  #assembly: Assembly;
  #root: AnyActorRef | null = null;
  #stopping: Promise<void> | null = null;

  constructor(options: MachineOptions = {}) {
    this.#options = options;
    this.world = options.world ?? createWorld();
    const { clock, books } = this.world;
    this.today = options.today ?? this.world.today;
    this.trace = new WireTrace(clock);
    this.#center = options.today ? createCenter({ database: books, businessDate: () => this.today }) : null;
    const { devices = allInMemory, onPacket = () => {} } = options;
    this.desk = devices;
    if (options.sam !== 'none' && !maySign(devices.reader))
      throw new Error('made-up keys before cards of other people');
    const built = machineDevices(devices, { clock, trace: this.trace, onPacket });
    this.real = built.real;
    this.lines = built.lines;
    this.readerLine = built.readerLine;
    this.printerLine = built.printerLine;
    this.towerLine = built.towerLine;
    this.reader = built.reader;
    this.printer = built.printer;
    this.tower = built.tower;
    if (!options.fresh) this.#enrol();
    this.#configure();
    this.#assembly = this.#assemble();
  }

  #enrol(): void {
    const cards = Object.values(staffCards).map(({ pin, ...spec }) => ({ spec, pin }));
    enrolRigStaff(join(this.dataFolder, staffFiles.register), cards, PIN_COST_IN_TESTS);
  }

  #configure(): void {
    const { kind } = this.desk.reader;
    const { widthMm, proof } = this.desk.printer;
    const config = {
      station: { id: this.stationId, name: 'Test' },
      profile: this.#options.profile ?? 'navy',
      mode: 'rig',
      reader: { kind, line: kind === 'neo2' ? 'hid:0acd:3530' : '/dev/ttyUSB0' },
      printer: { line: '/dev/ttyUSB1', widthMm, proof },
      sam: this.#options.sam ?? 'rig',
      center: { url: 'http://127.0.0.1:7070' },
      ...(this.#options.openingHours && { openingHours: this.#options.openingHours }),
      data: this.dataFolder,
      exportTo: this.exportFolder,
    };
    writeFileSync(this.configFile, JSON.stringify(config, null, 2));
  }

  get configFile(): string {
    return `${this.dataFolder}/station.json`;
  }

  get screen(): Screen {
    return this.#assembly.station.screen;
  }

  get station() {
    return this.#assembly.station;
  }

  get dataFolder(): string {
    return this.#folders.at(-1)?.path ?? '';
  }

  /** Where staff export to, as to a medium. */
  get exportFolder(): string {
    const folder = join(this.dataFolder, 'usb');
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  get stationId(): string {
    return this.#options.stationId ?? 'FLOW-1';
  }

  get journalPath(): string {
    return `${this.dataFolder}/journal.sqlite`;
  }

  /** Switched on, until the idle screen (or whatever comes instead). */
  async start(): Promise<this> {
    this.#assembly.start();
    await this.world.clock.advanceUntil(() => this.screen.body.id !== 'starting', 60_000);
    await this.world.clock.advance(2_000);
    return this;
  }

  async stop(): Promise<void> {
    let stopped = false;
    // A stop that nobody waited for to the end goes on.
    this.#stopping ??= this.#assembly.stop();
    void this.#stopping.then(() => {
      stopped = true;
    });
    if (!(await this.world.clock.advanceUntil(() => stopped, 120_000))) throw new Error('it does not stop');
    this.#isDown = true;
  }

  /** Off and on again, on the same journal. */
  async restart(): Promise<void> {
    await this.stop();
    await this.startAgain();
  }

  /** After `stop` or `kill`: a new process on what is on the disk. */
  async startAgain(): Promise<void> {
    this.#life = new Life();
    this.#isDown = false;
    this.#stopping = null;
    this.#assembly = this.#assemble();
    await this.start();
  }

  /** SIGKILL at this moment: what is on disk stays. It goes on with a copy, so that the dead can write no more. */
  kill(): void {
    const before = this.dataFolder;
    this.#folders.push(copyOf(before));
    this.#life.end();
    this.#isDown = true;
    const config = readFileSync(this.configFile, 'utf8');
    writeFileSync(this.configFile, config.replaceAll(before, this.dataFolder));
  }

  /** Stopped or dead, and not started again. */
  get isDown(): boolean {
    return this.#isDown;
  }

  async close(): Promise<void> {
    try {
      if (!this.#isDown) await this.stop();
    } finally {
      if (!this.#options.world) await this.world.remove();
      for (const folder of this.#folders) folder.remove();
    }
  }

  lay(card: WorldCard | FieldCard): void {
    this.reader.field.lay('card' in card ? card.card : card);
  }

  lift(card?: WorldCard | FieldCard): void {
    this.reader.field.lift(card && ('card' in card ? card.card : card));
  }

  addCard(card?: NewCard): WorldCard {
    return this.world.addCard(card);
  }

  /** A card that the center knows nothing of. */
  cardFrom(spec: CardSpec): FieldCard {
    return simulatedCardFrom(spec);
  }

  /** One touch on the screen that is up; fails where the screen does not offer it. */
  async touch(intent: Intent): Promise<void> {
    const { body, accepts } = this.screen;
    if (!accepts.includes(intent.type)) throw new Error(`the screen ${body.id} does not take ${intent.type}`);
    this.#assembly.station.receive({ kind: 'intent', message: { revision: this.screen.revision, intent } });
    await this.world.clock.advance(0);
  }

  /** Waits for this screen and gives it. */
  async see<Name extends Id>(id: Name, limitMs = 30_000): Promise<BodyOf<Name>> {
    const came = await this.world.clock.advanceUntil(() => this.screen.body.id === id, limitMs);
    if (!came) throw new Error(`expected ${id}, but it is ${JSON.stringify(this.screen.body)}`);
    return this.screen.body as BodyOf<Name>;
  }

  async seeTrouble(kind: BodyOf<'trouble'>['trouble']['kind']): Promise<BodyOf<'trouble'>> {
    const body = await this.see('trouble');
    if (body.trouble.kind !== kind) throw new Error(`expected the trouble ${kind}, but it is ${body.trouble.kind}`);
    return body;
  }

  /** What staff see; fails where nobody is at work. */
  get staff(): StaffScreen {
    const { screen } = this.station.staff;
    if (!screen) throw new Error(`nobody is at work, and passengers see ${this.screen.body.id}`);
    return screen;
  }

  /** One touch of staff; fails where their screen does not offer it. */
  async staffTouch(intent: StaffIntent): Promise<void> {
    const { session, revision, accepts, body } = this.staff;
    if (!accepts.includes(intent.type)) throw new Error(`the staff screen ${body.id} does not take ${intent.type}`);
    this.station.staff.receive({ kind: 'intent', message: { session, revision, intent } });
    await this.world.clock.advance(0);
  }

  /** Waits for this staff screen and gives it. */
  async seeStaff<Name extends StaffBody['id']>(id: Name, limitMs = 30_000): Promise<Extract<StaffBody, { id: Name }>> {
    const came = await this.world.clock.advanceUntil(() => this.station.staff.screen?.body.id === id, limitMs);
    if (!came) throw new Error(`expected ${id}, but it is ${JSON.stringify(this.station.staff.screen?.body)}`);
    return this.staff.body as Extract<StaffBody, { id: Name }>;
  }

  /** Touches the keys of a PIN where the shuffled pad has them. */
  async enterPin(pin: string): Promise<void> {
    const { body } = this.staff;
    const pad = 'pad' in body ? body.pad : [];
    await this.staffTouch({ type: 'pin', places: [...pin].map((digit) => pad.indexOf(Number(digit))) });
  }

  /** Lays a staff card, enters its PIN and stands before the menu. */
  async comeIn(who: keyof typeof staffCards = 'engineer'): Promise<FieldCard> {
    const { pin, ...spec } = staffCards[who];
    const card = this.cardFrom(spec);
    this.lay(card);
    await this.seeStaff('enter-pin');
    await this.enterPin(pin);
    await this.seeStaff('menu');
    return card;
  }

  async wait(ms: number): Promise<void> {
    await this.world.clock.advance(ms);
  }

  /** Everything the machine keeps of its passenger at this moment: the contexts of all machines inside. */
  memory(): string {
    return JSON.stringify(this.#root?.getPersistedSnapshot());
  }

  /** The paper that has come out, as text. */
  get paper(): string {
    return this.printer.paper.map((piece) => JSON.stringify(piece)).join('\n');
  }

  #assemble(): Assembly {
    const life = this.#life;
    const clock = life.clock(this.world.clock);
    const tell = (level: string) => (event: string, fields?: unknown) => {
      this.logged.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`);
    };
    const log: Log = { info: tell('info'), warn: tell('warn'), error: tell('error') };
    const started = parseConfig(readFileSync(this.configFile, 'utf8'));
    if (!started.ok) throw new Error(started.error);
    const begins = Date.parse(`${this.#options.wallAt ?? `${this.#options.today ?? this.world.today}T12:00`}+09:00`);
    const assembly = assembleStation({
      ...(this.#options.closed && { closed: true }),
      idleLookMs: this.#options.idleLookMs ?? IDLE_LOOK_MS,
      config: started.value,
      configuration: { file: this.configFile, started: started.value },
      wall: { now: () => begins + clock.now() + this.wallStep },
      towerLine: this.#options.tower ? life.line(this.lines.tower) : null,
      clock,
      log,
      readerLine: life.line(this.lines.reader),
      printerLine: life.line(this.lines.printer),
      center: life.center(
        handlerClient(
          { handle: (name, body) => (this.#center ?? this.world).handle(name, body) },
          { clock, fault: (call) => this.network(call) },
        ),
      ),
      journalPath: this.journalPath,
      newId: () => this.world.newId(),
      softwareVersion: 'test',
      power: (act) => this.power.push(act),
      pinCost: PIN_COST_IN_TESTS,
      ...(this.#options.random && { random: this.#options.random }),
      at: async (point) => {
        await life.lasts();
        this.at(point);
        await life.lasts();
      },
      observe: (seen) => {
        const actor = seen.actorRef as AnyActorRef;
        if (actor.sessionId === seen.rootId) this.#root = actor;
      },
    });
    assembly.station.onScreen((screen) => {
      if (!life.isDead) this.screens.push(Screen.parse(screen));
    });
    assembly.station.staff.onScreen((screen) => {
      if (!life.isDead) this.staffScreens.push(screen && StaffScreen.parse(screen));
    });
    return assembly;
  }
}
