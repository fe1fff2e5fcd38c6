import { type Clock, delay, type Timer } from '../clock.ts';
import { fail, type Result, unreachable } from '../result.ts';
import type { Line } from '../stream.ts';
import { delays } from './delays.ts';
import type { Dialect } from './dialect.ts';
import { ChipLink, type LinkCounters, type LinkFailure } from './link.ts';
import { Mutex } from './mutex.ts';
import { pn532 } from './pn532.ts';
import type { CardReader, Detection, ExchangeError, ReaderError, ReaderStatus } from './port.ts';
import { probing } from './probing.ts';
import { rcs620s } from './rcs620s.ts';

/** `probe`: the reader is asked which of them it is. */
export type ReaderKind = 'pn532' | 'rcs620s' | 'probe';

export interface ReaderOptions {
  readonly kind: ReaderKind;
  readonly line: Line;
  readonly clock: Clock;
  /** What happened to the reader, in words for staff; never anything about a card. */
  readonly log?: (message: string) => void;
}

/** For staff: how often each rung of the recovery ladder was needed since the start. */
export interface ReaderCounters extends LinkCounters {
  /** Aborts followed by a proof that the line is in step again. */
  resynchronised: number;
  softResets: number;
  reopened: number;
  /** The ladder was climbed to its end without success. */
  failures: number;
  /** The line was lost. */
  disconnections: number;
}

export interface SerialReader extends CardReader {
  readonly counters: Readonly<ReaderCounters>;
}

type Rung = 'resynchronise' | 'soft-reset' | 'reopen';
const rungs: readonly Rung[] = ['resynchronise', 'soft-reset', 'reopen'];

/** A reader of the PN53x family at the end of a line. Does nothing until `start`. */
export function createReader(options: ReaderOptions): SerialReader {
  return new Driver(options);
}

const dialects: Readonly<Record<ReaderKind, { readonly name: string; readonly make: () => Dialect }>> = {
  pn532: { name: 'PN532', make: pn532 },
  rcs620s: { name: 'RC-S620/S', make: rcs620s },
  probe: { name: 'PN532 or RC-S620/S', make: probing },
};

interface Connection {
  readonly link: ChipLink;
  readonly dialect: Dialect;
}

class Driver implements SerialReader {
  readonly counters: ReaderCounters = {
    damagedFrames: 0,
    strayFrames: 0,
    repeatsAsked: 0,
    resynchronised: 0,
    softResets: 0,
    reopened: 0,
    failures: 0,
    disconnections: 0,
  };
  readonly #options: ReaderOptions;
  readonly #mutex = new Mutex();
  readonly #listeners = new Set<(status: ReaderStatus) => void>();
  #status: ReaderStatus = 'stopped';
  #isStarted = false;
  #connection: Connection | null = null;
  #model: string;
  #hasTarget = false;
  #nonce = 0;
  #nextTry: Timer | null = null;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#model = dialects[options.kind].name;
  }

  get description(): string {
    return `${this.#model} on ${this.#options.line.name}`;
  }

  get status(): ReaderStatus {
    return this.#status;
  }

  onStatus(listener: (status: ReaderStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#become('starting');
    void this.#mutex.run(() => this.#connect());
  }

  stop(): Promise<void> {
    this.#isStarted = false;
    this.#cancelNextTry();
    return this.#mutex.run(async () => {
      const connection = this.#connection;
      if (connection) await connection.dialect.fieldOff(connection.link);
      await this.#disconnect();
      this.#become('stopped');
    });
  }

  detect(): Promise<Result<Detection, ReaderError>> {
    return this.#mutex.run(async () => {
      this.#hasTarget = false;
      const detected = await this.#repeatable(({ dialect, link }) => dialect.detect(link));
      this.#hasTarget = detected.ok && detected.value.found === 'felica';
      return detected;
    });
  }

  fieldOff(): Promise<Result<void, ReaderError>> {
    return this.#mutex.run(() => {
      this.#hasTarget = false;
      return this.#repeatable(({ dialect, link }) => dialect.fieldOff(link));
    });
  }

  exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, ExchangeError>> {
    if (packet[0] !== packet.length) throw new RangeError('a FeliCa packet begins with its own length');
    return this.#mutex.run(() => this.#exchange(packet, timeoutMs));
  }

  /** Sent once, whatever happens: a lost answer may be that of a Write (design §3, invariant I3). */
  async #exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, ExchangeError>> {
    const connection = this.#connection;
    if (!connection) return fail(this.#unavailable());
    if (!this.#hasTarget) return fail({ kind: 'no-answer', detail: 'no card is selected' });
    const outcome = await connection.dialect.exchange(connection.link, packet, timeoutMs);
    if (outcome.ok) return outcome;
    if (typeof outcome.error !== 'string') return fail({ kind: 'no-answer', detail: outcome.error.detail });
    const isBack = await this.#climb(outcome.error, async () => true);
    return fail(isBack ? { kind: 'no-answer', detail: `the reader: ${outcome.error}` } : this.#unavailable());
  }

  /** For commands that do no harm when they are given twice: tried again on every rung of the ladder. */
  async #repeatable<Value>(
    command: (connection: Connection) => Promise<Result<Value, LinkFailure>>,
  ): Promise<Result<Value, ReaderError>> {
    if (!this.#connection) return fail(this.#unavailable());
    let outcome = await command(this.#connection);
    if (outcome.ok) return outcome;
    const isBack = await this.#climb(outcome.error, async (connection) => {
      outcome = await command(connection);
      return outcome.ok;
    });
    return isBack && outcome.ok ? outcome : fail(this.#unavailable());
  }

  /**
   * The recovery ladder, from the bottom: resynchronise, soft reset, close and reopen, failed. A rung holds when the
   * reader answers and `proof` succeeds on it. False: no reader any more (`disconnected` or `failed`).
   */
  async #climb(failure: LinkFailure, proof: (connection: Connection) => Promise<boolean>): Promise<boolean> {
    if (failure === 'lost') {
      // A write may fail before the stream says that it ended.
      if (this.#connection) this.#lost(this.#connection.link);
      return false;
    }
    // A chip that does not know a command that it knew has forgotten its settings: it lost power.
    const from = failure === 'not-understood' ? rungs.slice(1) : rungs;
    for (const rung of from) {
      this.#options.log?.(`the reader does not answer as it should (${failure}): ${rung}`);
      if (rung !== 'resynchronise') this.#become('recovering');
      const stands = await this.#step(rung);
      if (stands && this.#connection && (await proof(this.#connection))) {
        this.#become('ready');
        return true;
      }
      if (!this.#connection) return false;
    }
    await this.#giveUp();
    return false;
  }

  async #step(rung: Rung): Promise<boolean> {
    const connection = this.#connection;
    if (!connection) return false;
    switch (rung) {
      case 'resynchronise':
        this.counters.resynchronised++;
        return (await connection.dialect.resynchronise(connection.link, this.#nextNonce())).ok;
      case 'soft-reset':
        this.counters.softResets++;
        return this.#initialise(connection);
      case 'reopen': {
        this.counters.reopened++;
        await this.#disconnect();
        await delay(this.#options.clock, delays.beforeReopen);
        const reopened = await this.#open();
        return reopened !== null && this.#initialise(reopened);
      }
      default:
        return unreachable(rung);
    }
  }

  /** Runs alone (under the mutex), at the start and whenever a reader that went away may be back. */
  async #connect(): Promise<void> {
    if (!this.#isStarted || this.#connection) return;
    const hadFailed = this.#status === 'failed';
    if (this.#status === 'stopped') this.#become('starting');
    const connection = await this.#open();
    if (!connection) return;
    if (!hadFailed) this.#become('starting');
    if (await this.#initialise(connection)) this.#become('ready');
    else if (this.#connection && hadFailed) await this.#giveUp();
    else if (this.#connection) await this.#climb('no-ack', async () => true);
  }

  async #open(): Promise<Connection | null> {
    const { line, clock, kind } = this.#options;
    try {
      const stream = await line.open();
      const link: ChipLink = new ChipLink(stream, clock, this.counters, () => this.#lost(link));
      this.#connection = { link, dialect: dialects[kind].make() };
      return this.#connection;
    } catch (error) {
      this.#options.log?.(`the reader's line does not open: ${String(error)}`);
      this.#become('disconnected');
      this.#tryAgainIn(delays.reopen);
      return null;
    }
  }

  async #initialise({ dialect, link }: Connection): Promise<boolean> {
    this.#hasTarget = false;
    const model = await dialect.initialise(link);
    if (model.ok) this.#model = model.value;
    return model.ok;
  }

  /** The stream ended by itself. A command that was under way ends as `lost`. */
  #lost(link: ChipLink): void {
    if (this.#connection?.link !== link) return;
    void this.#disconnect();
    this.counters.disconnections++;
    this.#options.log?.('the reader was unplugged');
    this.#become('disconnected');
    this.#tryAgainIn(delays.reopen);
  }

  async #giveUp(): Promise<void> {
    this.counters.failures++;
    await this.#disconnect();
    this.#become('failed');
    this.#tryAgainIn(delays.afterFailure);
  }

  async #disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    this.#hasTarget = false;
    await connection?.link.close();
  }

  #tryAgainIn(ms: number): void {
    this.#cancelNextTry();
    if (!this.#isStarted) return;
    this.#nextTry = this.#options.clock.setTimeout(() => {
      this.#nextTry = null;
      void this.#mutex.run(() => this.#connect());
    }, ms);
  }

  #cancelNextTry(): void {
    if (this.#nextTry !== null) this.#options.clock.clearTimeout(this.#nextTry);
    this.#nextTry = null;
  }

  #unavailable(): ReaderError {
    if (this.#status === 'failed') return { kind: 'reader-failed', detail: `${this.description} does not answer` };
    return { kind: 'reader-disconnected' };
  }

  #become(status: ReaderStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  #nextNonce(): number {
    this.#nonce = (this.#nonce + 1) % 0x10000;
    return this.#nonce;
  }
}
