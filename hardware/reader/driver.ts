import { type Clock, delay, type Timer } from '../clock.ts';
import { fail, type Result, unreachable } from '../result.ts';
import type { Line } from '../stream.ts';
import { delays } from './delays.ts';
import type { LinkCounters, LinkFailure } from './link.ts';
import { Mutex } from './mutex.ts';
import { neo2Carries, neo2Session } from './neo2.ts';
import { pn532 } from './pn532.ts';
import type { CardReader, Detection, ExchangeError, FieldBefore, ReaderError, ReaderStatus } from './port.ts';
import { probing } from './probing.ts';
import { rcs620s } from './rcs620s.ts';
import { chipSession, type OpenedLine, type Session } from './session.ts';

/** `probe`: a reader on a serial line is asked which it is. `neo2`: an HID reader, on a line of reports. */
export type ReaderKind = 'pn532' | 'rcs620s' | 'probe' | 'neo2';

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

export interface LineReader extends CardReader {
  readonly counters: Readonly<ReaderCounters>;
  /**
   * For staff: closes the line, opens it again and sets the reader up, now, whatever its state; the status after it is the
   * answer. A session with a card is over. Counted like the rung that it is.
   */
  tryNow(): Promise<ReaderStatus>;
}

type Rung = 'resynchronise' | 'soft-reset' | 'reopen';
const rungs: readonly Rung[] = ['resynchronise', 'soft-reset', 'reopen'];

/** A reader at the end of a line. Does nothing until `start`. */
export function createReader(options: ReaderOptions): LineReader {
  return new Driver(options);
}

interface Kind {
  readonly name: string;
  readonly carries?: ReadonlySet<number>;
  readonly open: (line: OpenedLine) => Session;
}
const kinds: Readonly<Record<ReaderKind, Kind>> = {
  pn532: { name: 'PN532', open: (line) => chipSession(pn532(), line) },
  rcs620s: { name: 'RC-S620/S', open: (line) => chipSession(rcs620s(), line) },
  probe: { name: 'PN532 or RC-S620/S', open: (line) => chipSession(probing(), line) },
  neo2: { name: 'NEO 2', carries: neo2Carries, open: neo2Session },
};

class Driver implements LineReader {
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
  readonly carries?: ReadonlySet<number>;
  readonly #options: ReaderOptions;
  readonly #mutex = new Mutex();
  readonly #listeners = new Set<(status: ReaderStatus) => void>();
  #status: ReaderStatus = 'stopped';
  #isStarted = false;
  #session: Session | null = null;
  #model: string;
  #hasTarget = false;
  /** The field is on, as the last look left it. */
  #fieldStands = false;
  #nonce = 0;
  #nextTry: Timer | null = null;
  /** Why the line did not open when it was tried last. */
  #saidOfLine: string | null = null;

  constructor(options: ReaderOptions) {
    this.#options = options;
    const { name, carries } = kinds[options.kind];
    this.#model = name;
    if (carries) this.carries = carries;
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
      await this.#session?.fieldOff();
      await this.#disconnect();
      this.#become('stopped');
    });
  }

  tryNow(): Promise<ReaderStatus> {
    return this.#mutex.run(async () => {
      if (!this.#isStarted) return this.#status;
      this.#cancelNextTry();
      if (!this.#session) await this.#connect();
      else if (await this.#step('reopen')) this.#become('ready');
      else if (this.#session) await this.#giveUp();
      return this.#status;
    });
  }

  detect(field: FieldBefore = 'afresh'): Promise<Result<Detection, ReaderError>> {
    return this.#mutex.run(async () => {
      this.#hasTarget = false;
      // After anything that went wrong nobody knows what the field was like.
      let before = this.#fieldStands ? field : 'afresh';
      this.#fieldStands = false;
      const detected = await this.#repeatable((session) => {
        const now = before;
        before = 'afresh';
        return session.detect(now);
      });
      this.#hasTarget = detected.ok && detected.value.found === 'felica';
      this.#fieldStands = detected.ok;
      return detected;
    });
  }

  fieldOff(): Promise<Result<void, ReaderError>> {
    return this.#mutex.run(() => {
      this.#hasTarget = false;
      this.#fieldStands = false;
      return this.#repeatable((session) => session.fieldOff());
    });
  }

  exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, ExchangeError>> {
    if (packet[0] !== packet.length) throw new RangeError('a FeliCa packet begins with its own length');
    return this.#mutex.run(() => this.#exchange(packet, timeoutMs));
  }

  /** Sent once, whatever happens: a lost answer may be that of a Write (design §3, invariant I3). */
  async #exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, ExchangeError>> {
    const session = this.#session;
    if (!session) return fail(this.#unavailable());
    if (!this.#hasTarget) return fail({ kind: 'no-answer', detail: 'no card is selected' });
    const outcome = await session.exchange(packet, timeoutMs);
    if (outcome.ok) return outcome;
    if (typeof outcome.error !== 'string') return fail({ kind: 'no-answer', detail: outcome.error.detail });
    const isBack = await this.#climb(outcome.error, async () => true);
    return fail(isBack ? { kind: 'no-answer', detail: `the reader: ${outcome.error}` } : this.#unavailable());
  }

  /** For commands that do no harm when they are given twice: tried again on every rung of the ladder. */
  async #repeatable<Value>(
    command: (session: Session) => Promise<Result<Value, LinkFailure>>,
  ): Promise<Result<Value, ReaderError>> {
    if (!this.#session) return fail(this.#unavailable());
    let outcome = await command(this.#session);
    if (outcome.ok) return outcome;
    const isBack = await this.#climb(outcome.error, async (session) => {
      outcome = await command(session);
      return outcome.ok;
    });
    return isBack && outcome.ok ? outcome : fail(this.#unavailable());
  }

  /**
   * The recovery ladder, from the bottom: resynchronise, soft reset, close and reopen, failed. A rung holds when the
   * reader answers and `proof` succeeds on it. False: no reader any more (`disconnected` or `failed`).
   */
  async #climb(
    failure: LinkFailure,
    proof: (session: Session) => Promise<boolean>,
    // A chip that does not know a command that it knew has forgotten its settings: it lost power.
    from: readonly Rung[] = failure === 'not-understood' ? rungs.slice(1) : rungs,
  ): Promise<boolean> {
    if (failure === 'lost') {
      // A write may fail before the stream says that it ended.
      if (this.#session) this.#lost(this.#session);
      return false;
    }
    this.#fieldStands = false;
    for (const rung of from) {
      this.#options.log?.(`the reader does not answer as it should (${failure}): ${rung}`);
      if (rung !== 'resynchronise') this.#become('recovering');
      const stands = await this.#step(rung);
      if (stands && this.#session && (await proof(this.#session))) {
        this.#become('ready');
        return true;
      }
      if (!this.#session) return false;
    }
    await this.#giveUp();
    return false;
  }

  async #step(rung: Rung): Promise<boolean> {
    const session = this.#session;
    if (!session) return false;
    switch (rung) {
      case 'resynchronise':
        this.counters.resynchronised++;
        return (await session.resynchronise(this.#nextNonce())).ok;
      case 'soft-reset':
        this.counters.softResets++;
        return this.#initialise(session);
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
    if (!this.#isStarted || this.#session) return;
    const hadFailed = this.#status === 'failed';
    if (this.#status === 'stopped') this.#become('starting');
    const session = await this.#open();
    if (!session) return;
    if (!hadFailed) this.#become('starting');
    if (await this.#initialise(session)) this.#become('ready');
    else if (this.#session && hadFailed) await this.#giveUp();
    // An echo does not show that it was set up, and one of the settings is that it sends no Write twice by itself (pn532.ts).
    else if (this.#session) await this.#climb('no-ack', async () => true, rungs.slice(1));
  }

  async #open(): Promise<Session | null> {
    const { line, clock, kind } = this.#options;
    try {
      const stream = await line.open();
      const { counters } = this;
      const session: Session = kinds[kind].open({ stream, clock, counters, onLost: () => this.#lost(session) });
      this.#session = session;
      this.#saidOfLine = null;
      return session;
    } catch (error) {
      this.#sayOnce(`the reader's line does not open: ${String(error)}`);
      this.#become('disconnected');
      this.#tryAgainIn(delays.reopen);
      return null;
    }
  }

  async #initialise(session: Session): Promise<boolean> {
    this.#hasTarget = false;
    this.#fieldStands = false;
    const model = await session.initialise();
    if (model.ok) this.#model = model.value;
    return model.ok;
  }

  /** The stream ended by itself. A command that was under way ends as `lost`. */
  #lost(session: Session): void {
    if (this.#session !== session) return;
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
    const session = this.#session;
    this.#session = null;
    this.#hasTarget = false;
    await session?.close();
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

  /** A reader that stays away is looked for every second: that is no news every second. */
  #sayOnce(message: string): void {
    if (message !== this.#saidOfLine) this.#options.log?.(message);
    this.#saidOfLine = message;
  }

  #nextNonce(): number {
    this.#nonce = (this.#nonce + 1) % 0x10000;
    return this.#nonce;
  }
}
