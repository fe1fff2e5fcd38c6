import type { Clock, Timer } from '../clock.ts';
import { fail, ok, type Result } from '../result.ts';
import type { ByteStream, Line } from '../stream.ts';
import { encodeReport, lookOfPart, looks } from './codec.ts';
import { delays } from './delays.ts';
import type { SignalTower, TowerError, TowerPart, TowerSignal, TowerStatus } from './port.ts';

export interface TowerOptions {
  /** Reports, as from `hidLine(lr6Usb)`. */
  readonly line: Line;
  readonly clock: Clock;
  /** What happened to the tower, in words for staff. */
  readonly log?: (message: string) => void;
}

/** A PATLITE LR6-USB at the end of a line. Does nothing until `start`. Source: docs/facts/felica.md §9.1. */
export function createTower(options: TowerOptions): SignalTower {
  return new Driver(options);
}

/** The tower says nothing back: what it shows is what was written to the line that is open now, so that is remembered. */
class Driver implements SignalTower {
  readonly #options: TowerOptions;
  readonly #listeners = new Set<(status: TowerStatus) => void>();
  #status: TowerStatus = 'stopped';
  #isStarted = false;
  #wanted: TowerSignal = 'off';
  /** Staff look at this part alone; the signal waits. */
  #tested: TowerPart | null = null;
  #shown: TowerSignal | TowerPart | null = null;
  #stream: ByteStream | null = null;
  #nextTry: Timer | null = null;
  /** Why the line did not open when it was tried last. */
  #saidOfLine: string | null = null;
  /** Opening, writing and closing, one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: TowerOptions) {
    this.#options = options;
  }

  get description(): string {
    return `LR6-USB on ${this.#options.line.name}`;
  }

  get status(): TowerStatus {
    return this.#status;
  }

  onStatus(listener: (status: TowerStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#then(() => this.#connect());
  }

  show(signal: TowerSignal): void {
    this.#wanted = signal;
    this.#then(() => this.#update());
  }

  async test(part: TowerPart | null): Promise<Result<'taken', TowerError>> {
    this.#then(async () => {
      this.#tested = part;
      // The same part again is a new trial: it is written once more.
      if (part !== null) this.#shown = null;
      await this.#update();
    });
    await this.#work;
    return this.#stream ? ok('taken') : fail({ kind: 'tower-disconnected' });
  }

  async tryNow(): Promise<TowerStatus> {
    this.#cancelNextTry();
    this.#then(() => this.#connect());
    await this.#work;
    return this.#status;
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#cancelNextTry();
    this.#wanted = 'off';
    this.#tested = null;
    this.#then(async () => {
      await this.#update();
      const stream = this.#stream;
      this.#forget();
      await stream?.close();
      this.#become('stopped');
    });
    await this.#work;
  }

  #then(step: () => Promise<void>): void {
    this.#work = this.#work.then(step);
  }

  async #connect(): Promise<void> {
    if (!this.#isStarted || this.#stream) return;
    try {
      const stream = await this.#options.line.open();
      this.#stream = stream;
      this.#saidOfLine = null;
      stream.onEnd((end) => {
        if (end === 'lost') this.#lost(stream);
      });
    } catch (error) {
      this.#sayOnce(`the tower's line does not open: ${String(error)}`);
      this.#become('disconnected');
      this.#tryAgain();
      return;
    }
    await this.#update();
    if (this.#stream) this.#become('ready');
  }

  /** Writes what is wanted, if it is not shown already: a call that is repeated must not sound again. */
  async #update(): Promise<void> {
    const stream = this.#stream;
    const [tested, signal] = [this.#tested, this.#wanted];
    const wanted = tested ?? signal;
    if (!stream || wanted === this.#shown) return;
    if (await this.#written(stream, encodeReport(tested ? lookOfPart(tested) : looks[signal]))) {
      if (stream === this.#stream) this.#shown = wanted;
      return;
    }
    this.#lost(stream);
    await stream.close();
  }

  /** False where the tower does not take it, at once or in time. */
  #written(stream: ByteStream, report: Uint8Array): Promise<boolean> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(() => resolve(false), delays.write);
      const settle = (isWritten: boolean): void => {
        clock.clearTimeout(timer);
        resolve(isWritten);
      };
      stream.write(report).then(
        () => settle(true),
        () => settle(false),
      );
    });
  }

  #lost(stream: ByteStream): void {
    if (stream !== this.#stream) return;
    this.#forget();
    this.#options.log?.('the tower was unplugged');
    this.#become('disconnected');
    this.#tryAgain();
  }

  #forget(): void {
    this.#stream = null;
    this.#shown = null;
  }

  #tryAgain(): void {
    this.#cancelNextTry();
    if (!this.#isStarted) return;
    this.#nextTry = this.#options.clock.setTimeout(() => {
      this.#nextTry = null;
      this.#then(() => this.#connect());
    }, delays.reopen);
  }

  #cancelNextTry(): void {
    if (this.#nextTry !== null) this.#options.clock.clearTimeout(this.#nextTry);
    this.#nextTry = null;
  }

  /** A tower that stays away is looked for every two seconds: that is no news every two seconds. */
  #sayOnce(message: string): void {
    if (message !== this.#saidOfLine) this.#options.log?.(message);
    this.#saidOfLine = message;
  }

  #become(status: TowerStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}
