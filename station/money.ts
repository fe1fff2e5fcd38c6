/**
 * The money path as the state machine sees it: every irreversible act of the station stands behind these calls, and
 * every outcome is a member of a closed union. How it is done: docs/money.md and design §3.
 */
import type { Account, CallAnswer, Evidence, IsoDate, Problem } from '../center/contract/index.ts';
import type { CardError, CardKind, OpenData } from '../hardware/card/port.ts';
import type { DecidedEnd, DecisionReason } from './contract/staff-money.ts';

/** A transfer that has neither been settled nor voided, from this station's journal or from the center's hold. */
export interface OpenTransfer {
  readonly transferId: string;
  /** What the passenger reads to staff, `K7QF-2M9T`; derived from the transfer id, so every machine shows the same. */
  readonly reference: string;
  readonly evidence: Evidence;
  /** Null: not known here; the hold of another station does not say. */
  readonly cardKind: CardKind | null;
  /** Business date on which it began. */
  readonly on: IsoDate;
  /** Where it stands in the journal; `elsewhere`: only the center knows it, another station wrote. */
  readonly state: 'intended' | 'reserved' | 'writing' | 'unknown' | 'elsewhere';
}

/** One that has ended, for those who tell of it. */
export type FinishedTransfer = Omit<OpenTransfer, 'state'>;

export interface ChargeRequest {
  readonly idm: string;
  readonly cardNumber: string;
  readonly cardKind: CardKind;
  /** A multiple of ten, at most what the machine offered. */
  readonly points: number;
  readonly on: IsoDate;
}

/** Shown while it runs; nothing but the words on the screen depends on it. */
export type ChargeStep = 'preparing' | 'writing' | 'checking';

export type ChargeOutcome =
  /** The card said so, authenticated. `pointsLeft` null: the center has not answered yet, the outbox tells it. */
  | {
      readonly kind: 'charged';
      readonly transferId: string;
      readonly reference: string;
      readonly balanceYen: number;
      readonly pointsLeft: number | null;
    }
  /** Nothing was written, proven; points are free again (or will be when the center can be reached). */
  | { readonly kind: 'not-charged'; readonly because: NotCharged }
  /** Nobody knows yet: the same card, read again, tells. */
  | { readonly kind: 'unknown'; readonly transfer: OpenTransfer }
  /** Card and answers contradict each other: the machine goes out of service; the transfer stays listed. */
  | { readonly kind: 'contradiction'; readonly transfer: OpenTransfer };

export type NotCharged =
  | { readonly kind: 'card'; readonly error: CardError }
  | { readonly kind: 'center-unreachable' }
  | { readonly kind: 'center-refused'; readonly problem: Problem }
  /** The balance on the card is no longer what was offered from. */
  | { readonly kind: 'balance-changed' }
  /** The journal cannot be written (disk full, read-only, locked): nothing was begun. */
  | { readonly kind: 'storage'; readonly detail: string };

export type SettleOutcome =
  /** The history proves the write. */
  | { readonly kind: 'written'; readonly transfer: OpenTransfer; readonly card: OpenData }
  /** The history proves that there was no write. */
  | { readonly kind: 'voided'; readonly transfer: OpenTransfer; readonly card: OpenData }
  /** The evidence was pushed out of the card's history, or contradicts itself: stays listed, staff decide. */
  | { readonly kind: 'evidence-gone'; readonly transfer: OpenTransfer }
  | { readonly kind: 'not-read'; readonly transfer: OpenTransfer; readonly error: CardError }
  | { readonly kind: 'storage'; readonly detail: string };

/** What two members of staff say of a transfer that no card will tell of. */
export interface Decision {
  readonly end: DecidedEnd;
  readonly reason: DecisionReason;
  /** Keyed hashes of two different staff cards. */
  readonly by: readonly [string, string];
}

export type DecisionOutcome =
  /** Journaled. `stands`: the end that the center has; null: it has not answered yet, the outbox tells it. */
  | { readonly kind: 'decided'; readonly stands: 'settled' | 'voided' | null }
  /** It ended meanwhile, or it is one that the next start voids by itself. */
  | { readonly kind: 'not-open' }
  | { readonly kind: 'same-person' }
  /** Journaled; the center refuses this end for good: it is listed. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'storage'; readonly detail: string };

export type RegisterOutcome =
  | { readonly kind: 'answered'; readonly answer: CallAnswer<'register'> }
  /** Journaled and in the outbox; not "done" until the center has answered. */
  | { readonly kind: 'center-unreachable' }
  | { readonly kind: 'center-refused'; readonly problem: Problem }
  | { readonly kind: 'storage'; readonly detail: string };

export type AccountOutcome =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'center-unreachable' }
  | { readonly kind: 'center-refused'; readonly problem: Problem };

/** What the journal told at start. */
export interface Recovery {
  /**
   * The transfer that was under way when the station stopped, if its card has to be seen again: the station comes back
   * to "please lay the same card again", not to the idle screen. At most one: a station has one reader.
   */
  readonly interrupted: OpenTransfer | null;
  /**
   * The transfer begun last, where its card has the value and the center has not answered to that yet: nobody knows
   * whether its passenger was told before the station stopped.
   */
  readonly finished: FinishedTransfer | null;
  /** The transfer under way that had not been sent to its card yet: voided now, and its passenger does not know. */
  readonly neverSent: OpenTransfer | null;
  /** All that are open, for staff. */
  readonly open: readonly OpenTransfer[];
}

export interface Money {
  /** Reads the journal, voids what provably never reached a card, starts the outbox. Once, before service. */
  recover(): Promise<Recovery>;
  readonly open: readonly OpenTransfer[];
  account(request: { idm: string; cardNumber: string; cardKind: CardKind }): Promise<AccountOutcome>;
  /** The transfer of this card that has to be settled before anything else is offered: own journal, else the account's open hold. */
  openFor(cardNumber: string, account: Account | null): OpenTransfer | null;
  /** Same, by the physical card, where the number could not be read. */
  openForIdm(idm: string): OpenTransfer | null;
  /** Reads the card afresh and decides (design §3, "Settling an unknown"); journals it and tells the center through the outbox. */
  settle(transfer: OpenTransfer, idm: string): Promise<SettleOutcome>;
  /** Ends a transfer by the word of two members of staff. Writes to no card. */
  decide(transfer: OpenTransfer, decision: Decision): Promise<DecisionOutcome>;
  /** A card that staff decided about has turned up: what its history contradicts is listed. */
  compareWithDecisions(account: Account, idm: string): Promise<void>;
  /** Has a message that the center refused told once more. False: the journal cannot be written, or there is none. */
  tellAgain(messageId: string, by: string): boolean;
  /** Takes what is wrong about a transfer off the station's list: staff gave it to the operator. False: as above. */
  handOver(transferId: string, by: string): boolean;
  /** Settles nothing and writes nothing by itself beyond this one transfer. */
  charge(request: ChargeRequest, onStep: (step: ChargeStep) => void): Promise<ChargeOutcome>;
  register(request: {
    cardNumber: string;
    cardKind: CardKind;
    on: IsoDate;
    termsVersion: string;
  }): Promise<RegisterOutcome>;
  /** Lets value in flight come to its end, then ends the outbox and closes the journal. */
  stop(): Promise<void>;
}
