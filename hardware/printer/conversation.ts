import { type Clock, delay } from '../clock.ts';
import type { ByteStream } from '../stream.ts';
import { type Reply, ReplyParser, type Sensors, sensorsOfAnswers, sensorsOfAutomatic } from './codec.ts';
import { askStatus, type StatusQuestion } from './commands.ts';
import { delays } from './delays.ts';
import type { Mark } from './job.ts';

/** How often a question is asked before the printer counts as silent. */
const TRIES = 2;
/** How many times "quiet" is waited for on a line that never is. */
const QUIET_ROUNDS = 10;

/** One open line: what has been said on it so far, and waiting for what will be. */
export class Conversation {
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  readonly #parser = new ReplyParser();
  readonly #waiters = new Set<() => void>();
  readonly #onAutomatic: (sensors: Sensors) => void;

  /** The printer has sent XOFF: no data until XON. Real-time questions may still be asked (docs/facts/printing.md §2.2). */
  held = false;
  ended = false;
  /** Process ids answered since `forgetProofs`. */
  readonly #ids = new Set<string>();
  /** Answers to GS r 1 since `forgetProofs`. */
  #inOrderAnswers = 0;
  automaticStatuses = 0;
  cleared = 0;
  /** Bytes that no reply begins with. */
  garbage = 0;
  /** Questions that had to be asked again. */
  repeatedQuestions = 0;
  #statusAnswers: number[] = [];
  #received = 0;

  constructor(stream: ByteStream, clock: Clock, onAutomatic: (sensors: Sensors) => void) {
    this.#stream = stream;
    this.#clock = clock;
    this.#onAutomatic = onAutomatic;
    stream.onData((bytes) => this.#hear(bytes));
    stream.onEnd(() => this.#end());
  }

  /** False where the line is gone. */
  async send(bytes: Uint8Array): Promise<boolean> {
    if (this.ended) return false;
    try {
      await this.#stream.write(bytes);
      return true;
    } catch {
      this.#end();
      return false;
    }
  }

  /** DLE EOT 1–4, one after the other, each when the one before is answered; null: silent, or the line is gone. */
  async survey(): Promise<Sensors | null> {
    const answers: Record<StatusQuestion, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
    for (const question of [1, 2, 3, 4] as const) {
      const answer = await this.#ask(question);
      if (answer === null) return null;
      answers[question] = answer;
    }
    return sensorsOfAnswers(answers);
  }

  /** The first value that is not null; null after `ms`, or at once when the line ends. */
  waitFor<Value>(look: () => Value | null, ms: number): Promise<Value | null> {
    return new Promise((resolve) => {
      const finish = (value: Value | null): void => {
        this.#clock.clearTimeout(timer);
        this.#waiters.delete(check);
        resolve(value);
      };
      const check = (): void => {
        const value = look();
        if (value !== null || this.ended) finish(value);
      };
      const timer = this.#clock.setTimeout(() => finish(look()), ms);
      this.#waiters.add(check);
      check();
    });
  }

  /** Has the printer said that it has come so far? */
  hasReached(mark: Mark): boolean {
    return mark.kind === 'id' ? this.#ids.has(mark.id) : this.#inOrderAnswers >= mark.count;
  }

  forgetProofs(): void {
    this.#ids.clear();
    this.#inOrderAnswers = 0;
  }

  async close(): Promise<void> {
    this.#end();
    await this.#stream.close();
  }

  async #ask(question: StatusQuestion): Promise<number | null> {
    for (let attempt = 1; attempt <= TRIES && !this.ended; attempt++) {
      if (attempt > 1) this.repeatedQuestions++;
      this.#statusAnswers = [];
      if (!(await this.send(askStatus(question)))) return null;
      const answer = await this.waitFor(() => this.#statusAnswers.shift() ?? null, delays.answer);
      if (answer !== null) return answer;
      await this.#quiet();
    }
    return null;
  }

  /** DLE EOT answers do not say what they answer: a late one must have come before the next question is asked. */
  async #quiet(): Promise<void> {
    for (let round = 0; round < QUIET_ROUNDS && !this.ended; round++) {
      const before = this.#received;
      await delay(this.#clock, delays.quiet);
      if (this.#received === before) return;
    }
  }

  #hear(bytes: Uint8Array): void {
    this.#received += bytes.length;
    for (const reply of this.#parser.push(bytes)) this.#take(reply);
    this.#wake();
  }

  #take(reply: Reply): void {
    if (reply.kind === 'hold') this.held = true;
    else if (reply.kind === 'go-on') this.held = false;
    else if (reply.kind === 'status') this.#statusAnswers.push(reply.byte);
    else if (reply.kind === 'process-id') this.#ids.add(reply.id);
    else if (reply.kind === 'in-order') this.#inOrderAnswers++;
    else if (reply.kind === 'cleared') this.cleared++;
    else if (reply.kind === 'garbage') this.garbage++;
    else if (reply.kind === 'automatic') {
      this.automaticStatuses++;
      this.#onAutomatic(sensorsOfAutomatic(reply.bytes));
    }
  }

  #end(): void {
    if (this.ended) return;
    this.ended = true;
    this.#wake();
  }

  #wake(): void {
    for (const check of [...this.#waiters]) check();
  }
}
