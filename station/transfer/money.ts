import type { Account, CallRequest } from '../../center/contract/index.ts';
import { isListed } from '../journal/state.ts';
import type {
  AccountOutcome,
  ChargeOutcome,
  ChargeRequest,
  ChargeStep,
  Decision,
  DecisionOutcome,
  Money,
  OpenTransfer,
  Recovery,
  RegisterOutcome,
  SettleOutcome,
} from '../money.ts';
import { charge } from './charge.ts';
import { continueJournal } from './continue-journal.ts';
import { compareWithDecisions, decide } from './decide.ts';
import type { MoneyDeps, MoneyOptions } from './deps.ts';
import { foreignHold, openTransfers, untold } from './open-transfers.ts';
import { Outbox } from './outbox.ts';
import { recover } from './recover.ts';
import { register } from './registration.ts';
import { settle } from './settle.ts';

/** The money path of one station (station/money.ts), over an open journal. */
export function createMoney(options: MoneyOptions): Money {
  return new StationMoney({ random: Math.random, at: async () => {}, wall: null, ...options });
}

class StationMoney implements Money {
  readonly #deps: MoneyDeps;
  readonly #outbox: Outbox;
  /** Charges and settlings come one after the other: a station has one reader. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: MoneyDeps) {
    this.#deps = deps;
    this.#outbox = new Outbox(deps);
  }

  get open(): readonly OpenTransfer[] {
    return openTransfers(this.#deps.journal.state);
  }

  async recover(): Promise<Recovery> {
    const recovery = recover(this.#deps);
    // Where the journal did not take what follows from it.
    for (const ended of untold(this.#deps.journal.state)) this.#outbox.owe(ended);
    await this.#deps.at('recovered');
    this.#outbox.start();
    return recovery;
  }

  /** The center's view of the card, after it has heard what this station has to tell about it. */
  async account(request: Omit<CallRequest<'account'>, 'stationId'>): Promise<AccountOutcome> {
    const { center, journal } = this.#deps;
    if (!(await this.#outbox.clear(request.cardNumber))) return { kind: 'center-unreachable' };
    const { idm, cardNumber, cardKind } = request;
    const answer = await center.call('account', { stationId: journal.stationId, idm, cardNumber, cardKind });
    if (answer.ok) return { kind: 'account', account: answer.value };
    const { error } = answer;
    return error.kind === 'refused'
      ? { kind: 'center-refused', problem: error.problem }
      : { kind: 'center-unreachable' };
  }

  openFor(cardNumber: string, account: Account | null): OpenTransfer | null {
    const own = this.open.find(({ evidence }) => evidence.cardNumber === cardNumber);
    return own ?? foreignHold(this.#deps.journal.state, account);
  }

  openForIdm(idm: string): OpenTransfer | null {
    return this.open.find(({ evidence }) => evidence.idm === idm) ?? null;
  }

  settle(transfer: OpenTransfer, idm: string): Promise<SettleOutcome> {
    return this.#inTurn(() => settle(this.#deps, this.#outbox, transfer, idm));
  }

  decide(transfer: OpenTransfer, decision: Decision): Promise<DecisionOutcome> {
    return this.#inTurn(() => decide(this.#deps, this.#outbox, transfer, decision));
  }

  async compareWithDecisions(account: Account, idm: string): Promise<void> {
    await compareWithDecisions(this.#deps, this.#outbox, account, idm);
  }

  tellAgain(messageId: string, by: string): boolean {
    const { journal } = this.#deps;
    if (!journal.state.refused.some(({ message }) => message.messageId === messageId)) return false;
    const stored = journal.append({ kind: 'message-again', messageId, by });
    if (stored.ok) void this.#outbox.send(messageId);
    return stored.ok;
  }

  handOver(transferId: string, by: string): boolean {
    const { journal } = this.#deps;
    if (!isListed(journal.state, transferId)) return false;
    return journal.append({ kind: 'staff-handed-over', transferId, by }).ok;
  }

  charge(request: ChargeRequest, onStep: (step: ChargeStep) => void): Promise<ChargeOutcome> {
    return this.#inTurn(() => {
      continueJournal(this.#deps, request.on);
      return charge(this.#deps, this.#outbox, request, onStep);
    });
  }

  register(request: Omit<CallRequest<'register'>, 'stationId' | 'requestId'>): Promise<RegisterOutcome> {
    continueJournal(this.#deps, request.on);
    return register(this.#deps, this.#outbox, request);
  }

  /** Value in flight comes to its end first: everything it waits for has a time-out. */
  async stop(): Promise<void> {
    await this.#turn;
    this.#outbox.stop();
    this.#deps.journal.close();
  }

  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => {});
    return result;
  }
}
