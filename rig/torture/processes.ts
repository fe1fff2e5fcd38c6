/**
 * One station and one center as real processes over real files, with the simulated devices of this process on pseudo
 * terminals; and a passenger who knows what they want.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import { systemClock } from '../../hardware/clock.ts';
import { createPrinterSimulator, type PrinterSimulator } from '../../hardware/printer/simulator.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import type { Intent } from '../../station/contract/index.ts';
import { Screen } from '../../station/contract/index.ts';
import type { TransferPoint } from '../../station/transfer/deps.ts';
import { CenterProcess } from '../center-process.ts';
import type { DeviceLine } from '../device-line.ts';
import { openPseudoTerminal } from '../pty.ts';
import { type Books, fileBooks } from './books.ts';
import { TODAY, type WorldCard } from './world.ts';

const STATION_ID = 'KILL-1';
/**
 * Real time, ms: a station that has shown nothing new for so long hangs. Its start is 1.6 s of CPU time, which took over
 * 60 s where it had to share two cores with others that came first.
 */
const PATIENCE_MS = 180_000;
/** And one that shows screens for so long without coming to an end goes round in circles. */
const LONGEST_WALK_MS = 900_000;

/** What is started as the station: the station itself, or a window that runs it and speaks for it. */
export interface Program {
  readonly entry: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Everything else that it says, beside screens. */
  readonly onMessage?: (message: unknown) => void;
}

const stationAlone: Program = { entry: join(import.meta.dirname, '../../station/main.ts') };

export class Processes {
  readonly folder = mkdtempSync(join(tmpdir(), 'wester-kill-'));
  readonly card: WorldCard;
  readonly center: CenterProcess;
  readonly reader: ReaderSimulator;
  readonly printer: PrinterSimulator;
  readonly #program: Program;
  readonly #terminals: readonly DeviceLine[];
  #station: ChildProcess | null = null;
  #screen: Screen | null = null;
  readonly #listeners = new Set<() => void>();

  readonly books: Books;

  /** `centerCommand`: the program that serves the center, without its options. `books`: a file without them. */
  constructor(
    centerCommand: readonly string[],
    balanceYen: number,
    { books, program = stationAlone }: { readonly books?: Books; readonly program?: Program } = {},
  ) {
    this.#program = program;
    this.books = books ?? fileBooks(join(this.folder, 'center.sqlite'));
    const cardNumber = 'JW000000000000001';
    const card = simulatedTransitCard({ kind: 'icoca', cardNumber, balanceYen });
    this.card = { cardNumber, card, granted: 5_000, balanceAtStart: balanceYen };
    const [reader, printer] = [openPseudoTerminal(), openPseudoTerminal()];
    this.#terminals = [reader, printer];
    this.reader = createReaderSimulator({ stream: reader.stream, clock: systemClock, timeScale: 0.1 });
    this.printer = createPrinterSimulator({ stream: printer.stream, clock: systemClock, timeScale: 0.1 });
    const accounts = [
      { type: 'registration', on: '2023-01-09', card: cardNumber },
      { type: 'posting', id: 'opening', on: '2023-02-18', card: cardNumber, points: 5_000, kind: 'carried-over' },
    ];
    writeFileSync(join(this.folder, 'accounts.jsonl'), accounts.map((line) => JSON.stringify(line)).join('\n'));
    this.center = new CenterProcess([
      ...centerCommand,
      '--database',
      this.books.database,
      '--date',
      TODAY,
      '--import',
      join(this.folder, 'accounts.jsonl'),
      '--stop-with-stdin',
    ]);
    this.#configure = (url) => this.#writeConfiguration(url, reader.path, printer.path);
  }

  readonly #configure: (url: string) => void;

  get journalFile(): string {
    return join(this.folder, 'journal.sqlite');
  }

  get stationId(): string {
    return STATION_ID;
  }

  /** Of the program. */
  get pid(): number | undefined {
    return this.#station?.pid;
  }

  get isRunning(): boolean {
    return this.#station !== null;
  }

  async startCenter(): Promise<void> {
    await this.center.start();
    this.#configure(this.center.address);
  }

  /** `dieAt`: the point of the money path at which the process kills itself. */
  startStation(dieAt?: TransferPoint): void {
    if (this.#station) return;
    const { entry, args = [], environment, onMessage } = this.#program;
    const child = fork(entry, [join(this.folder, 'station.json'), ...args], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, ...environment, ...(dieAt && { WESTER_DIE_AT: dieAt }) },
    });
    this.#station = child;
    child.on('message', (message: { kind?: unknown; screen?: unknown }) => {
      const screen = Screen.safeParse(message?.screen);
      if (this.#station === child && screen.success) this.#changed(screen.data);
      if (!screen.success) onMessage?.(message);
    });
    child.on('error', () => {});
    child.once('exit', () => {
      if (this.#station !== child) return;
      this.#station = null;
      this.#changed(null);
    });
  }

  /** SIGKILL by default; resolves when it is gone. */
  async stopStation(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#station;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Says something to the program that no passenger can say. */
  tell(message: object): void {
    this.#station?.send(message, () => {});
  }

  lay(): void {
    if (!this.reader.field.cards.includes(this.card.card)) this.reader.field.lay(this.card.card);
  }

  /**
   * Walks through the screens as a passenger does who wants this many points on the card. Ends with the screen that
   * `until` waits for, or `dead` with the station. Throws where nothing happens any more.
   */
  async walk(
    points: number,
    until: (screen: Screen) => boolean,
    onConfirm: () => void = () => {},
  ): Promise<Screen | 'dead'> {
    const begun = performance.now();
    let [newest, since] = [this.#screen, begun];
    while (performance.now() < Math.min(since + PATIENCE_MS, begun + LONGEST_WALK_MS)) {
      const screen = this.#screen;
      if (!this.#station) return 'dead';
      if (screen !== newest) [newest, since] = [screen, performance.now()];
      if (screen && until(screen)) return screen;
      if (screen) this.#act(screen, points, onConfirm);
      await this.#nextScreen(1_000);
    }
    throw new Error(`the station hangs at ${JSON.stringify(this.#screen?.body)}`);
  }

  #act(screen: Screen, points: number, onConfirm: () => void): void {
    const { body, accepts } = screen;
    switch (body.id) {
      case 'home':
        this.reader.field.lift();
        if (accepts.includes('choose-job')) this.#touch({ type: 'choose-job', job: 'point-charge' });
        return;
      case 'lay-card':
        this.lay();
        return;
      case 'lay-same-card':
        this.lay();
        onConfirm();
        return;
      case 'choose-amount':
        this.#touch({ type: 'choose-amount', points: Math.min(points, body.chargeable) });
        return;
      case 'confirm-charge':
        this.#touch({ type: 'confirm' });
        onConfirm();
        return;
      case 'charged':
        this.#touch(accepts.includes('receipt') ? { type: 'receipt', wanted: true } : { type: 'continue' });
        return;
      case 'goodbye':
        this.reader.field.lift();
        return;
      default:
        if (accepts.includes('continue')) this.#touch({ type: 'continue' });
        else if (accepts.includes('cancel')) this.#touch({ type: 'cancel' });
    }
  }

  #touch(intent: Intent): void {
    const message = { revision: this.#screen?.revision ?? 0, intent };
    this.#station?.send({ kind: 'intent', message }, () => {});
  }

  #changed(screen: Screen | null): void {
    this.#screen = screen;
    for (const listener of [...this.#listeners]) listener();
  }

  #nextScreen(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, limitMs);
      this.#listeners.add(done);
    });
  }

  async remove(): Promise<void> {
    await this.stopStation();
    await this.center.stop('SIGKILL');
    this.reader.stop();
    this.printer.stop();
    for (const terminal of this.#terminals) terminal.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #writeConfiguration(url: string, readerPath: string, printerPath: string): void {
    const config = {
      station: { id: STATION_ID, name: 'Test' },
      profile: 'navy',
      mode: 'rig',
      reader: { kind: 'pn532', line: `serial:${readerPath}` },
      printer: { line: `serial:${printerPath}`, widthMm: 80, proof: 'process-id' },
      sam: 'rig',
      center: { url },
      data: this.folder,
      log: join(this.folder, 'station.log'),
    };
    writeFileSync(join(this.folder, 'station.json'), JSON.stringify(config));
  }
}
