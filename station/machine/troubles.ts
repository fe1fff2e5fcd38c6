import type { Problem } from '../../center/contract/index.ts';
import type { CardError, Issuer, Sighting } from '../../hardware/card/port.ts';
import { unreachable } from '../../hardware/result.ts';
import type { Trouble } from '../contract/screen.ts';
import type { OutOfServiceReason, StationDeps } from './deps.ts';

/** Null where the card is one that this machine serves: an ICOCA, or a transit card that only its keys can tell apart. */
export function troubleOfSighting(sighting: Sighting): Trouble | null {
  switch (sighting.on) {
    case 'nothing':
      return { kind: 'card-removed' };
    case 'several':
      return { kind: 'several-cards' };
    case 'other-technology':
      return { kind: 'not-felica' };
    case 'other-felica':
    case 'staff-card':
      return { kind: 'unknown-card' };
    case 'transit-card':
      return sighting.issuer === null || sighting.issuer === 'ICOCA'
        ? null
        : { kind: 'foreign-card', issuer: sighting.issuer };
    default:
      return unreachable(sighting);
  }
}

/**
 * `phase` tells what "the card does not answer" means: while reading it cannot be read, before a write it was taken away.
 * `issuer` is what the look at the field had told; null where it could not be told.
 */
export function troubleOfCardError(error: CardError, phase: 'reading' | 'charging', issuer: Issuer | null): Trouble {
  switch (error.kind) {
    case 'reader-disconnected':
    case 'reader-failed':
      return { kind: 'reader-unavailable' };
    case 'card-gone':
      return { kind: phase === 'reading' ? 'card-unreadable' : 'card-removed' };
    case 'different-card':
      return { kind: 'different-card' };
    case 'several-cards':
      return { kind: 'several-cards' };
    case 'not-authentic':
      // Without our keys and of no issuer that could be told: some other railway's card.
      return issuer === null ? { kind: 'foreign-card', issuer: null } : { kind: 'card-unreadable' };
    case 'card-refused':
      return phase === 'reading' ? { kind: 'card-unreadable' } : { kind: 'card-refused' };
    case 'card-data-invalid':
      return { kind: 'card-unreadable' };
    default:
      return unreachable(error);
  }
}

export type Refusal =
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | { readonly kind: 'out-of-service'; readonly reason: OutOfServiceReason };

/** What the center's "no" means to the passenger. `reference`: of the card's open transfer, where one is known. */
export function refusalOf(
  problem: Problem,
  deps: Pick<StationDeps, 'day' | 'profile'>,
  reference: string | null,
): Refusal {
  const trouble = (told: Trouble): Refusal => ({ kind: 'trouble', trouble: told });
  switch (problem.code) {
    case 'not-registered':
      return trouble({ kind: 'unregistered', canRegisterHere: deps.profile !== 'light-blue' });
    case 'no-stored-fare':
      return trouble({ kind: 'no-stored-fare' });
    case 'mobile-not-started': {
      const { today } = deps.day;
      return trouble(today ? { kind: 'mobile-not-started', from: today.mobileIcocaFrom } : { kind: 'date-unknown' });
    }
    case 'insufficient-points':
      return trouble({ kind: 'points-changed' });
    case 'card-has-open-hold':
      return trouble(reference ? { kind: 'points-held', reference } : { kind: 'points-changed' });
    case 'journal-outdated':
      return { kind: 'out-of-service', reason: 'journal-outdated' };
    case 'unknown-station':
    case 'forbidden':
      return { kind: 'out-of-service', reason: 'configuration' };
    case 'transfer-voided':
    case 'transfer-id-reused':
      return trouble({ kind: 'points-changed' });
    // A request that the center cannot understand, or a center that says it cannot answer now.
    case 'bad-request':
    case 'not-found':
    case 'unavailable':
      return trouble({ kind: 'center-unreachable' });
    default:
      return unreachable(problem.code);
  }
}

/** Is "try again" of use? Where it is not, the one next step is "understood". */
export function canTryAgain(trouble: Trouble): boolean {
  switch (trouble.kind) {
    case 'foreign-card':
    case 'not-felica':
    case 'unknown-card':
    case 'several-cards':
    case 'card-unreadable':
    case 'card-removed':
    case 'different-card':
    case 'points-changed':
    case 'center-unreachable':
    case 'reader-unavailable':
    case 'charge-not-done':
    case 'card-refused':
      return true;
    case 'registration-not-needed':
    case 'mobile-not-started':
    case 'no-stored-fare':
    case 'not-on-this-machine':
    case 'unregistered':
    case 'no-points':
    case 'card-full':
    case 'points-held':
    case 'date-unknown':
      return false;
    default:
      return unreachable(trouble);
  }
}
