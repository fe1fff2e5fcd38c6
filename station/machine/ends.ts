import type { Trouble } from '../contract/screen.ts';
import type { Job } from '../contract/words.ts';
import type { OutOfServiceReason } from './deps.ts';

/** How a session ends: what the parent machine does next. Nothing of the passenger is in it but the card to take. */
export type SessionEnd =
  /** "Please take your card", then home. `idm`: the card that still lies there. */
  | { readonly kind: 'goodbye'; readonly idm: string | null; readonly receiptPrinted: boolean }
  /** One step back to the idle screen by the same passenger: the language stays. */
  | { readonly kind: 'back' }
  /** The same passenger goes on with another job, the card lying where it lies. */
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'staff-called'; readonly reference: string | null }
  | { readonly kind: 'out-of-service'; readonly reason: OutOfServiceReason };

export const WIPED: SessionEnd = { kind: 'goodbye', idm: null, receiptPrinted: false };

export function leaving(idm: string | null, receiptPrinted = false): SessionEnd {
  return { kind: 'goodbye', idm, receiptPrinted };
}

/** The passenger asked for a person; there is no transfer to name. */
export const STAFF_CALLED: SessionEnd = { kind: 'staff-called', reference: null };

/** A trouble and the card that still lies on the reader, if it is known to. */
export interface Told {
  readonly trouble: Trouble;
  readonly idm: string | null;
}
