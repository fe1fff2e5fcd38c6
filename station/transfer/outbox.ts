/**
 * Messages to the center, told again and again until they are answered: first-in-first-out per card, so that a card's
 * void arrives before its next reserve; cards do not wait for each other. What waits stands in the journal: a message
 * outlives the station. The center gives a repeated message the first answer.
 */
import type { CallAnswer, CallResult, Problem } from '../../center/contract/index.ts';
import type { Timer } from '../../hardware/clock.ts';
import { centerDelays } from '../center/delays.ts';
import type { EntryBody, OutboxMessage, QueuedMessage } from '../journal/index.ts';
import type { MoneyDeps } from './deps.ts';
import { type Ended, writeDownEnd } from './write-down.ts';

export type MessageOutcome =
  | { readonly kind: 'answered'; readonly answer: CallAnswer<'finish'> | CallAnswer<'register'> }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Not answered yet; told again in the background. */
  | { readonly kind: 'waiting' };

/** Cards in a row that could not be reached before one round of the background is given up. */
const GIVE_UP_AFTER = 3;

/** Refusals of the machine, not of the message: the message is told again. */
const ABOUT_THE_STATION: ReadonlySet<Problem['code']> = new Set([
  'unknown-station',
  'forbidden',
  'journal-outdated',
  'unavailable',
]);

export class Outbox {
  readonly #deps: MoneyDeps;
  readonly #draining = new Map<string, Promise<void>>();
  readonly #outcomes = new Map<string, MessageOutcome>();
  /** Ends whose message the disk refused: the station knows them, the journal's next start would, nobody else does. */
  #owed: Ended[] = [];
  #timer: Timer = null;
  #waitMs: number = centerDelays.outboxFirst;
  #round: Promise<void> | null = null;
  /** Where the next round begins: those that fail must not keep the others from being tried. */
  #turn = 0;
  #stopped = false;

  constructor(deps: MoneyDeps) {
    this.#deps = deps;
  }

  /** Tells this message now, after those of its card that were queued before it. It has been journaled. */
  async send(messageId: string): Promise<MessageOutcome> {
    const queued = this.#deps.journal.state.outbox.get(messageId);
    if (!queued) return { kind: 'waiting' };
    this.#outcomes.set(messageId, { kind: 'waiting' });
    await this.#drain(queued.cardNumber);
    const outcome = this.#outcomes.get(messageId) ?? { kind: 'waiting' };
    this.#outcomes.delete(messageId);
    return outcome;
  }

  /** Tells everything that waits for this card. False: something still waits. */
  async clear(cardNumber: string): Promise<boolean> {
    this.#queueOwed();
    await this.#drain(cardNumber);
    return this.#first(cardNumber) === undefined && !this.#owed.some((ended) => ended.cardNumber === cardNumber);
  }

  /** The journal could not take the message of an end that stands in it: queued as soon as it can. */
  owe(ended: Ended): void {
    this.#owed.push(ended);
    this.#schedule(this.#waitMs);
  }

  #queueOwed(): void {
    this.#owed = this.#owed.filter((ended) => !writeDownEnd(this.#deps, ended).ok);
  }

  /** Tells in the background whatever waits. */
  start(): void {
    this.#schedule(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#deps.clock.clearTimeout(this.#timer);
  }

  #first(cardNumber: string): QueuedMessage | undefined {
    for (const queued of this.#deps.journal.state.outbox.values()) {
      if (queued.cardNumber === cardNumber) return queued;
    }
    return undefined;
  }

  #drain(cardNumber: string): Promise<void> {
    const running = this.#draining.get(cardNumber);
    if (running) return running;
    if (!this.#first(cardNumber)) return Promise.resolve();
    const drained = this.#drainLane(cardNumber);
    this.#draining.set(cardNumber, drained);
    return drained;
  }

  async #drainLane(cardNumber: string): Promise<void> {
    // The first `await` lets #drain note this promise before anything can end it.
    await Promise.resolve();
    for (let next = this.#first(cardNumber); next; next = this.#first(cardNumber)) {
      if (!(await this.#tell(next))) break;
    }
    this.#draining.delete(cardNumber);
    if (this.#first(cardNumber)) this.#schedule(this.#waitMs);
  }

  /** True: answered or refused for good, and journaled so. */
  async #tell(queued: QueuedMessage): Promise<boolean> {
    const { at, center, log } = this.#deps;
    const { message } = queued;
    if (this.#stopped) return false;
    await at('message-sending');
    const result: CallResult<'finish'> | CallResult<'register'> =
      message.call === 'finish'
        ? await center.call('finish', message.request)
        : await center.call('register', message.request);
    await at('message-answered');
    const told = whatItMeans(message, result);
    if (!told) return false;
    const { entry, outcome } = told;
    if (outcome.kind === 'refused') log.error('message-refused', { call: message.call, code: outcome.problem.code });
    if (message.call === 'finish' && entry.kind === 'message-answered' && entry.state !== message.request.end) {
      log.error('transfer-ended-otherwise', { transferId: message.request.transferId, state: entry.state });
    }
    this.#note(message.messageId, outcome);
    const stored = this.#deps.journal.append(entry);
    await at('message-journaled');
    return stored.ok;
  }

  /** Only where somebody waits for it. */
  #note(messageId: string, outcome: MessageOutcome): void {
    if (this.#outcomes.has(messageId)) this.#outcomes.set(messageId, outcome);
  }

  #schedule(ms: number): void {
    if (this.#stopped || this.#round) return;
    const { clock } = this.#deps;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#begin(), ms);
  }

  #begin(): void {
    if (this.#round) return;
    this.#round = this.#tellAll().finally(() => {
      this.#round = null;
      if (this.#deps.journal.state.outbox.size > 0 || this.#owed.length > 0) this.#schedule(this.#backOff());
      else this.#waitMs = centerDelays.outboxFirst;
    });
  }

  /** One round over all cards. A message that the center cannot digest holds up its own card only. */
  async #tellAll(): Promise<void> {
    this.#queueOwed();
    const cards = [...new Set([...this.#deps.journal.state.outbox.values()].map(({ cardNumber }) => cardNumber))];
    const from = this.#turn % Math.max(1, cards.length);
    let failures = 0;
    for (const cardNumber of [...cards.slice(from), ...cards.slice(0, from)]) {
      if (this.#stopped) return;
      this.#turn++;
      const reached = await this.clear(cardNumber);
      failures = reached ? 0 : failures + 1;
      if (reached) this.#waitMs = centerDelays.outboxFirst;
      if (failures >= GIVE_UP_AFTER) return;
    }
  }

  /** Doubled each round, up to the longest; between half and the whole of it. */
  #backOff(): number {
    const wait = this.#waitMs * (0.5 + this.#deps.random() / 2);
    this.#waitMs = Math.min(this.#waitMs * 2, centerDelays.outboxLongest);
    return wait;
  }
}

interface Told {
  readonly entry: EntryBody;
  readonly outcome: MessageOutcome;
}

/** Null: to be told again. */
function whatItMeans(message: OutboxMessage, result: CallResult<'finish'> | CallResult<'register'>): Told | null {
  const { messageId } = message;
  if (result.ok) {
    // An answer about another transfer answers nothing.
    if (message.call === 'finish' && !isAbout(result.value, message.request.transferId)) return null;
    const state = 'state' in result.value ? result.value.state : null;
    return {
      entry: { kind: 'message-answered', messageId, state },
      outcome: { kind: 'answered', answer: result.value },
    };
  }
  const { error } = result;
  if (error.kind === 'unreachable' || ABOUT_THE_STATION.has(error.problem.code)) return null;
  const { problem } = error;
  return { entry: { kind: 'message-refused', messageId, problem }, outcome: { kind: 'refused', problem } };
}

function isAbout(answer: CallAnswer<'finish'> | CallAnswer<'register'>, transferId: string): boolean {
  return 'transferId' in answer && answer.transferId === transferId;
}
