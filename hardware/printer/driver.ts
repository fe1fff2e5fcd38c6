import type { Clock } from '../clock.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Line } from '../stream.ts';
import { type Sensors, statusOf } from './codec.ts';
import { automaticStatus, clearBuffers, recoverAndClear } from './commands.ts';
import { Conversation } from './conversation.ts';
import { delays } from './delays.ts';
import { type Chunk, frame, type Job, type Proof } from './job.ts';
import { layOut } from './layout.ts';
import { canPrint, type PrintDocument, type PrintError, type PrinterStatus, type ReceiptPrinter } from './port.ts';
import type { ExtensionCodes } from './text.ts';

export interface PrinterOptions {
  readonly line: Line;
  readonly clock: Clock;
  readonly widthMm: 58 | 80;
  /** What the printer can prove: found out by `rig check printer`, set in the configuration. */
  readonly proof: Proof;
  readonly extension?: ExtensionCodes;
}

/** How often each rung of the recovery ladder was climbed since the start: for staff. */
export interface PrinterRecovery {
  /** Rung 1: a question asked again. */
  readonly repeatedQuestions: number;
  /** Rung 2: buffers cleared (DLE DC4 8), or the cutter asked to recover (DLE ENQ 2). */
  readonly cleared: number;
  /** Rung 3: the line closed and opened again. */
  readonly reopened: number;
  /** Jobs that were begun and not proven. */
  readonly abandoned: number;
  /** Bytes from the printer that meant nothing. */
  readonly garbage: number;
}

export interface EscPosPrinter extends ReceiptPrinter {
  readonly recovery: PrinterRecovery;
  /** Each sensor as it was last told; null: nothing has been heard on this line. */
  readonly sensors: Sensors | null;
  /**
   * For staff, after the cause is mended: buffers cleared and the cutter asked to move again, and where nothing answers,
   * the line opened again, now. The status after it is the printer's own answer.
   */
  tryNow(): Promise<PrinterStatus>;
}

/** After so many rounds without an answer the line is closed and opened again. */
const SILENT_ROUNDS = 3;
/** A cutter that did not come free after so many tries is left to staff (power off and on). */
const UNJAM_TRIES = 30;
/**
 * Never more than this on its way without a sign that the printer has worked it off: its buffer holds 4,096 bytes and
 * throws away what comes on top (docs/facts/printing.md §2.5). XOFF alone is not enough: between us and the printer an
 * operating system or a device server may hold as much again.
 */
const WINDOW_BYTES = 3_584;

/**
 * A receipt printer that speaks ESC/POS over any line. It prints what it is given once, believes only the printer's own
 * answer, and never repeats by itself (docs/facts/printing.md §2.6, design I6).
 */
export function createPrinter(options: PrinterOptions): EscPosPrinter {
  return new Driver(options);
}

/** Why a job that was begun went no further. */
type Stop = 'lost' | 'gave-up';

class Driver implements EscPosPrinter {
  readonly #options: PrinterOptions;
  readonly #listeners = new Set<(status: PrinterStatus) => void>();
  readonly #counts = { repeatedQuestions: 0, cleared: 0, reopened: 0, abandoned: 0, garbage: 0 };
  #status: PrinterStatus = 'stopped';
  #talk: Conversation | null = null;
  #running: Promise<void> | null = null;
  #stopping = false;
  #wakeUp: (() => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #printing = false;
  /** An abandoned job may still stand in the printer's buffer. */
  #bufferUnclear = false;
  /** A part of an abandoned job may hang out of the printer. */
  #paperUnclear = false;
  #unjamTries = 0;
  #sensors: Sensors | null = null;

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  get description(): string {
    return `ESC/POS ${this.#options.widthMm} mm, ${this.#options.line.name}`;
  }

  get status(): PrinterStatus {
    return this.#status;
  }

  get recovery(): PrinterRecovery {
    const { repeatedQuestions = 0, garbage = 0 } = this.#talk ?? {};
    return {
      ...this.#counts,
      repeatedQuestions: this.#counts.repeatedQuestions + repeatedQuestions,
      garbage: this.#counts.garbage + garbage,
    };
  }

  get sensors(): Sensors | null {
    return this.#sensors;
  }

  onStatus(listener: (status: PrinterStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#running) return;
    this.#stopping = false;
    this.#setStatus('starting');
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wakeUp?.();
    await this.#talk?.close();
    await this.#running;
    this.#running = null;
    this.#setStatus('stopped');
  }

  async check(): Promise<PrinterStatus> {
    // While it prints, the job itself asks all the time.
    if (!this.#printing) await this.#exclusively(async () => this.#talk && (await this.#survey(this.#talk)));
    return this.#status;
  }

  async tryNow(): Promise<PrinterStatus> {
    if (this.#printing || !this.#running) return this.check();
    const talk = this.#talk;
    if (talk) {
      const answered = await this.#exclusively(async () => {
        this.#unjamTries = 0;
        if (this.#status === 'cutter-jam') await this.#askCutter(talk);
        else await this.#clear(talk);
        return this.#survey(talk);
      });
      if (answered) return this.#status;
      // Silent: `#run` opens the line again.
      await talk.close();
    }
    this.#wakeUp?.();
    await this.#heardAgain();
    return this.#status;
  }

  async print(document: PrintDocument): Promise<Result<'printed', PrintError>> {
    const { widthMm, proof, extension } = this.#options;
    const body = layOut(document.markup, widthMm, extension);
    if (!body.ok) return body;
    return this.#exclusively(async () => {
      const job = frame(document.number, body.value, proof, this.#paperUnclear);
      if (!job.ok) return job;
      this.#printing = true;
      try {
        return await this.#print(job.value);
      } finally {
        this.#printing = false;
      }
    });
  }

  // —— printing ——

  async #print(job: Job): Promise<Result<'printed', PrintError>> {
    const talk = this.#talk;
    if (!talk || !(await this.#survey(talk)) || !canPrint(this.#status)) return this.#notPrinted();
    if (this.#bufferUnclear) await this.#clear(talk);
    talk.forgetProofs();
    let outstanding: readonly Chunk[] = [];
    for (const chunk of job.chunks) {
      const hasRoom = (): boolean => {
        outstanding = notReached(talk, outstanding);
        // Everything is worked off: an XOFF from before cannot be meant any more, its XON was lost.
        if (outstanding.length === 0) talk.held = false;
        return !talk.held && sizeOf(outstanding) + chunk.bytes.length <= WINDOW_BYTES;
      };
      const mayGoOn = (): boolean => canPrint(this.#status) && hasRoom();
      const isBegun = chunk !== job.chunks[0];
      if (await this.#waitThroughTrouble(talk, mayGoOn, delays.patience)) {
        return isBegun ? this.#abandon(talk) : this.#notPrinted();
      }
      outstanding = [...outstanding, chunk];
      if (!(await talk.send(chunk.bytes))) return this.#abandon(talk);
    }
    if (await this.#waitThroughTrouble(talk, () => job.proof.every((mark) => talk.hasReached(mark)), delays.proof))
      return this.#abandon(talk);
    this.#paperUnclear = false;
    return ok('printed');
  }

  /**
   * Waits until `done`, asking for the status all the while: the printer goes on by itself when paper is there again or
   * the cover is closed. Ends when the line is lost, the printer silent, broken or jammed, when it has been in order
   * for `orderly` ms without result, or in trouble longer than a passenger waits.
   */
  async #waitThroughTrouble(talk: Conversation, done: () => boolean, orderly: number): Promise<Stop | null> {
    const left = { orderly, troubled: delays.patience };
    for (;;) {
      const before = this.#options.clock.now();
      if (await talk.waitFor(() => done() || null, delays.watch)) return null;
      if (talk.ended || !(await this.#survey(talk))) return 'lost';
      if (this.#status === 'unrecoverable' || this.#status === 'cutter-jam') return 'gave-up';
      const spent = this.#options.clock.now() - before;
      if (canPrint(this.#status)) left.orderly -= spent;
      else left.troubled -= spent;
      if (left.orderly <= 0 || left.troubled <= 0) return done() ? null : 'gave-up';
    }
  }

  #notPrinted(): Result<'printed', PrintError> {
    return fail({ kind: 'not-printed', status: this.#status });
  }

  /** Never printed again from here: what is left of it is thrown away, so that it cannot come out later either. */
  async #abandon(talk: Conversation): Promise<Result<'printed', PrintError>> {
    this.#counts.abandoned++;
    this.#bufferUnclear = true;
    this.#paperUnclear = true;
    if (!talk.ended && this.#status !== 'disconnected') await this.#clear(talk);
    return fail({ kind: 'unknown', status: this.#status });
  }

  /** Rung 2. A printer without DLE DC4 8 does not answer; then the next job's ESC @ has to do. */
  async #clear(talk: Conversation): Promise<void> {
    this.#counts.cleared++;
    const before = talk.cleared;
    if (!(await talk.send(clearBuffers))) return;
    const answered = await talk.waitFor(() => talk.cleared > before || null, delays.clear);
    if (answered) this.#bufferUnclear = false;
  }

  // —— the line ——

  async #run(): Promise<void> {
    for (let first = true; !this.#stopping; first = false) {
      if (!first) {
        this.#counts.reopened++;
        await this.#sleep(delays.reopen);
        if (this.#stopping) return;
      }
      const stream = await this.#options.line.open().catch(() => null);
      if (!stream) {
        this.#setStatus('disconnected');
        continue;
      }
      const talk = new Conversation(stream, this.#options.clock, (sensors) => this.#heard(sensors));
      this.#talk = talk;
      await this.#attend(talk);
      this.#talk = null;
      this.#counts.repeatedQuestions += talk.repeatedQuestions;
      this.#counts.garbage += talk.garbage;
      await talk.close();
      if (!this.#stopping) this.#setStatus('disconnected');
    }
  }

  /** Looks after one open line until it ends or nothing answers on it. */
  async #attend(talk: Conversation): Promise<void> {
    if (this.#stopping) return;
    let silent = 0;
    let greeted = false;
    while (!talk.ended && silent < SILENT_ROUNDS) {
      const answered = await this.#exclusively(() => this.#survey(talk));
      if (answered) {
        silent = 0;
        // After silence the printer may have been switched off: its automatic status is gone then.
        if (!greeted) await this.#exclusively(() => this.#greet(talk));
        greeted = true;
        await this.#unjam(talk);
      } else {
        silent++;
        greeted = false;
      }
      const pause = this.#status === 'cutter-jam' ? delays.unjam : answered ? delays.idle : delays.reopen;
      await talk.waitFor(() => null, pause);
    }
  }

  /**
   * Asks for automatic status. Where the printer is in order and does not answer, an earlier program may have left half
   * a command, which has swallowed ours: cleared, and asked once more.
   */
  async #greet(talk: Conversation): Promise<void> {
    if (this.#bufferUnclear) await this.#clear(talk);
    for (let attempt = 1; attempt <= 2; attempt++) {
      const before = talk.automaticStatuses;
      if (!(await talk.send(automaticStatus)) || !canPrint(this.#status)) return;
      if (await talk.waitFor(() => talk.automaticStatuses > before || null, delays.busy)) return;
      if (attempt === 1) await this.#clear(talk);
    }
  }

  /** The cutter is asked to move again, a limited number of times: it helps once the paper has been taken out. */
  async #unjam(talk: Conversation): Promise<void> {
    if (this.#status !== 'cutter-jam') {
      this.#unjamTries = 0;
      return;
    }
    if (this.#unjamTries++ >= UNJAM_TRIES) return;
    await this.#exclusively(async () => {
      await this.#askCutter(talk);
      await this.#survey(talk);
    });
  }

  async #askCutter(talk: Conversation): Promise<void> {
    this.#counts.cleared++;
    await talk.send(recoverAndClear);
  }

  /** A line that opens answers at once; one that does not is not waited for. */
  #heardAgain(): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const settle = (): void => {
        stop();
        clock.clearTimeout(timer);
        resolve();
      };
      const stop = this.onStatus((status) => status !== 'disconnected' && settle());
      const timer = clock.setTimeout(settle, delays.tryNow);
    });
  }

  /** Asks now; false: silent or gone. */
  async #survey(talk: Conversation): Promise<boolean> {
    const sensors = await talk.survey();
    if (this.#stopping) return false;
    this.#sensors = sensors;
    this.#setStatus(sensors ? statusOf(sensors) : 'disconnected');
    return sensors !== null;
  }

  #heard(sensors: Sensors): void {
    if (this.#stopping) return;
    this.#sensors = sensors;
    this.#setStatus(statusOf(sensors));
  }

  #setStatus(status: PrinterStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  /** One user of the line at a time: nothing is ever sent in the middle of somebody else's command. */
  #exclusively<Value>(action: () => Promise<Value>): Promise<Value> {
    const mine = this.#turn.then(action);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  #sleep(ms: number): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const wake = (): void => {
        clock.clearTimeout(timer);
        this.#wakeUp = null;
        resolve();
      };
      const timer = clock.setTimeout(wake, ms);
      this.#wakeUp = wake;
    });
  }
}

/** What has been sent behind the last mark that the printer has reached. */
function notReached(talk: Conversation, chunks: readonly Chunk[]): readonly Chunk[] {
  const last = chunks.findLastIndex((chunk) => chunk.mark !== null && talk.hasReached(chunk.mark));
  return chunks.slice(last + 1);
}

function sizeOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
}
