/**
 * How often a PIN may be tried. The state is what the audit log amounts to, by the same function at the open and at every
 * entry, so it survives a restart; time is monotonic and begins anew with every run, so a lock does too.
 */
import type { AuditBody } from '../audit/entries.ts';

const MINUTE = 60_000;

/** THE allowed rate, stated here only. A million PINs at this rate take longer than any card is valid. */
export const allowed = {
  /** Wrong tries in a row with one card before it is locked; then one try a lock. */
  triesPerCard: 3,
  /** The first lock of a card; each further wrong try doubles it. */
  firstLockMs: MINUTE,
  longestLockMs: 24 * 60 * MINUTE,
  /** Wrong tries on one machine with all cards together, before it takes only one each `machineRefillMs`. */
  triesPerMachine: 10,
  machineRefillMs: 10 * MINUTE,
} as const;

interface CardTries {
  readonly failures: number;
  /** When the last of them was, by the clock of this run. */
  readonly at: number;
}

export interface Lockout {
  readonly cards: ReadonlyMap<string, CardTries>;
  /** Tries that the machine has left, and since when they fill up again. */
  readonly left: number;
  readonly since: number;
}

/** `whole` false: nothing is known of the tries before, so the machine begins with none left. */
export function freshLockout(whole: boolean): Lockout {
  return { cards: new Map(), left: whole ? allowed.triesPerMachine : 0, since: 0 };
}

/** How long a card with this many wrong tries in a row is locked after the last of them, ms. */
export function lockMs(failures: number): number {
  if (failures < allowed.triesPerCard) return 0;
  return Math.min(allowed.longestLockMs, allowed.firstLockMs * 2 ** Math.min(30, failures - allowed.triesPerCard));
}

/** What an entry does to it. Others than those about tries do nothing. */
export function afterEntry(state: Lockout, body: AuditBody, atMs: number): Lockout {
  switch (body.kind) {
    case 'audit-begun':
      return freshLockout(body.after === null);
    case 'run-begun':
      return restarted(state, atMs);
    case 'pin-tried': {
      const { left } = refilled(state, atMs);
      const failures = failuresOf(state, body.card) + 1;
      const since = left === allowed.triesPerMachine ? atMs : refilled(state, atMs).since;
      return { cards: withCard(state, body.card, { failures, at: atMs }), left: Math.max(0, left - 1), since };
    }
    case 'pin-right': {
      const { left, since } = refilled(state, atMs);
      return { cards: withCard(state, body.card, null), left: Math.min(allowed.triesPerMachine, left + 1), since };
    }
    case 'tries-elsewhere':
      return body.failures > failuresOf(state, body.card)
        ? { ...state, cards: withCard(state, body.card, { failures: body.failures, at: atMs }) }
        : state;
    default:
      return state;
  }
}

/** Why no PIN is taken now and how long that lasts; null: it may be tried. */
export function lockOf(state: Lockout, card: string, now: number): { by: 'card' | 'machine'; ms: number } | null {
  const tries = state.cards.get(card);
  const lock = lockMs(tries?.failures ?? 0);
  // The log has whole milliseconds: without a lock, not even the half that `at` may be ahead of the clock counts.
  const cardMs = tries && lock > 0 ? tries.at + lock - now : 0;
  const { left, since } = refilled(state, now);
  const machineMs = left > 0 ? 0 : since + allowed.machineRefillMs - now;
  if (cardMs <= 0 && machineMs <= 0) return null;
  return cardMs >= machineMs ? { by: 'card', ms: cardMs } : { by: 'machine', ms: machineMs };
}

/** Tries before the next lock; one, once a card has been locked. */
export function triesLeft(state: Lockout, card: string): number {
  return Math.max(1, allowed.triesPerCard - failuresOf(state, card));
}

export function failuresOf(state: Lockout, card: string): number {
  return state.cards.get(card)?.failures ?? 0;
}

function withCard(state: Lockout, card: string, tries: CardTries | null): Map<string, CardTries> {
  const cards = new Map(state.cards);
  if (tries) cards.set(card, tries);
  else cards.delete(card);
  return cards;
}

/** Every lock and the machine's filling up begin anew: how long it was off, nobody knows. */
function restarted(state: Lockout, atMs: number): Lockout {
  const cards = new Map([...state.cards].map(([card, { failures }]) => [card, { failures, at: atMs }]));
  return { cards, left: state.left, since: atMs };
}

function refilled({ left, since }: Lockout, now: number): { left: number; since: number } {
  const more = Math.max(0, Math.floor((now - since) / allowed.machineRefillMs));
  return { left: Math.min(allowed.triesPerMachine, left + more), since: since + more * allowed.machineRefillMs };
}
