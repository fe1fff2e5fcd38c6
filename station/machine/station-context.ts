import type { Sighting } from '../../hardware/card/port.ts';
import { FRESH_MODES, type Language, type Modes } from '../contract/words.ts';
import { type Limit, limits, limitWith } from '../delays.ts';
import type { Money, OpenTransfer, Recovery } from '../money.ts';
import type { StaffCard } from '../staff/parts.ts';
import type { AfterChargeInput } from './after-charge.ts';
import type { OutOfServiceReason, StationDeps } from './deps.ts';
import { type SessionEnd, WIPED } from './ends.ts';
import type { GoodbyeInput } from './goodbye.ts';
import type { Laid, Left } from './home-watch.ts';
import type { VoidedAtStartInput } from './voided-at-start.ts';

export interface StationContext {
  readonly language: Language;
  readonly modes: Modes;
  readonly reason: OutOfServiceReason | null;
  /** How to go on with the transfer that was under way when the machine stopped. */
  readonly interrupted: AfterChargeInput | null;
  /** The charge that was voided at the start, for the one screen that tells it. */
  readonly neverSent: VoidedAtStartInput | null;
  readonly end: SessionEnd;
  /** What the last session left on the reader. */
  readonly left: Left;
  /** The passenger's card that was laid on the idle screen, for the inquiry that it begins. */
  readonly seen: Sighting | null;
  /** The IDm of the staff card that was laid, before it has proven itself. */
  readonly staffIdm: string;
  /** It has. */
  readonly staff: StaffCard | null;
}

/** What every passenger begins with. */
export const FRESH = { language: 'ja', modes: FRESH_MODES, end: WIPED } as const;

/** The same, as loud as staff have set this machine. */
export function freshAt(volume: number): typeof FRESH & { readonly modes: Modes } {
  return { ...FRESH, modes: { ...FRESH_MODES, volume } };
}

/** Stands in where the journal could not be opened: the machine never leaves `outOfService` then. */
export const noMoney: Money = new Proxy({} as Money, {
  get() {
    throw new Error('no journal, no money');
  },
});

export function reasonOf(refusal: NonNullable<StationDeps['day']['refusal']>): OutOfServiceReason {
  return refusal === 'unknown-station' ? 'configuration' : refusal;
}

export function seenOf(laid: Laid): Sighting | null {
  return laid.kind === 'passenger' ? laid.seen : null;
}

export function staffIdmOf(laid: Laid): string {
  return laid.kind === 'staff' ? laid.idm : '';
}

export function staffCardOf({ staff }: StationContext): StaffCard {
  if (!staff) throw new Error('no staff card has proven itself');
  return staff;
}

export function interruptedOf({ interrupted }: StationContext): AfterChargeInput {
  if (!interrupted) throw new Error('nothing was interrupted');
  return interrupted;
}

export function neverSentOf({ neverSent }: StationContext): VoidedAtStartInput {
  if (!neverSent) throw new Error('nothing was voided');
  return neverSent;
}

/** "Please lay the same card again", or what the card has got; null: nothing was under way. */
export function toGoOnWith({ interrupted, finished }: Recovery): AfterChargeInput | null {
  if (interrupted) return { kind: 'unknown', transfer: interrupted, left: null };
  return finished && { kind: 'finished', transfer: finished };
}

/** Nothing else of the transfer is kept. */
export function toTellOf(transfer: OpenTransfer | null): VoidedAtStartInput | null {
  return transfer && { points: transfer.evidence.points, idm: transfer.evidence.idm };
}

export function goodbyeOf({ end }: StationContext): GoodbyeInput {
  return end.kind === 'goodbye'
    ? { idm: end.idm, receiptPrinted: end.receiptPrinted }
    : { idm: null, receiptPrinted: false };
}

/**
 * How long what was chosen on the idle screen stays, longer for who listens. Each choice begins it anew, and before the
 * machine has taken that choice nobody else could ask it: so the sum is made here.
 */
export function choicesLimitOf({ modes }: StationContext): Limit {
  return { ...limitWith(limits.choicesAtHome, modes), fixed: true };
}

/** Nothing chosen: the next passenger would find the machine like this. */
export function isFresh(modes: Modes, volume: number): boolean {
  return JSON.stringify(modes) === JSON.stringify(freshAt(volume).modes);
}
