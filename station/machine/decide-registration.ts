import { unreachable } from '../../hardware/result.ts';
import { earliestApplicationOn, hasEnded, registrationFor } from '../../points/index.ts';
import type { Trouble } from '../contract/screen.ts';
import type { RegisterOutcome } from '../money.ts';
import type { StationDeps } from './deps.ts';
import type { Identified } from './identify.ts';
import { type CardReading, tailOf } from './read-card.ts';
import type { Registered, RegistrationOffer, RegistrationStep } from './registration.ts';
import { refusalOf } from './troubles.ts';

type Rules = Pick<StationDeps, 'day' | 'profile'>;

/** What registration does with the card that was laid (R18–R23, A22, A40, A41). */
export function decideRegistration(identified: Identified, rules: Rules): RegistrationStep {
  switch (identified.kind) {
    case 'read':
      return decideForCard(identified.reading, rules);
    case 'trouble':
      return { kind: 'told', told: identified };
    case 'unresolved':
      return identified;
    case 'left':
      return { kind: 'ended', end: identified.end };
    default:
      return unreachable(identified);
  }
}

function decideForCard({ idm, issue, account }: CardReading, { day, profile }: Rules): RegistrationStep {
  const tell = (trouble: Trouble): RegistrationStep => ({ kind: 'told', told: { trouble, idm } });
  const { today } = day;
  if (!issue || !account) return tell({ kind: 'not-on-this-machine' });
  if (!today) return tell({ kind: 'date-unknown' });
  const { cardKind, cardNumber } = issue;
  const decision = registrationFor(cardKind, today.businessDate);
  switch (decision) {
    case 'not-needed':
      return tell({ kind: 'registration-not-needed', cardKind, canApply: !hasEnded(today) });
    case 'impossible':
      return tell({ kind: 'no-stored-fare' });
    case 'not-started':
      return tell({ kind: 'mobile-not-started', from: today.mobileIcocaFrom });
    case 'needed':
      break;
    default:
      return unreachable(decision);
  }
  switch (account.kind) {
    case 'center-unreachable':
      return tell({ kind: 'center-unreachable' });
    case 'center-refused': {
      const refusal = refusalOf(account.problem, { day, profile }, null);
      return refusal.kind === 'trouble' ? tell(refusal.trouble) : { kind: 'ended', end: refusal };
    }
    case 'account': {
      const { registration } = account.account;
      const offer = { idm, cardNumber, cardKind, today };
      if (!registration) return { kind: 'terms', offer };
      return { kind: 'registered', registered: registeredOf(offer, registration.registeredOn, true) };
    }
    default:
      return unreachable(account);
  }
}

/** "Done" only after the center's own answer (design §3). */
export function afterRegister(outcome: RegisterOutcome, offer: RegistrationOffer, rules: Rules): RegistrationStep {
  const tell = (trouble: Trouble): RegistrationStep => ({ kind: 'told', told: { trouble, idm: offer.idm } });
  switch (outcome.kind) {
    case 'answered': {
      const { registration, outcome: kind } = outcome.answer;
      if (!registration) {
        const canApply = !hasEnded(offer.today);
        return tell({ kind: 'registration-not-needed', cardKind: offer.cardKind, canApply });
      }
      const already = kind === 'already-registered';
      return { kind: 'registered', registered: registeredOf(offer, registration.registeredOn, already) };
    }
    case 'center-unreachable':
      return tell({ kind: 'center-unreachable' });
    case 'center-refused': {
      const refusal = refusalOf(outcome.problem, rules, null);
      return refusal.kind === 'trouble' ? tell(refusal.trouble) : { kind: 'ended', end: refusal };
    }
    case 'storage':
      return { kind: 'ended', end: { kind: 'out-of-service', reason: 'storage' } };
    default:
      return unreachable(outcome);
  }
}

function registeredOf(offer: RegistrationOffer, registeredOn: string, already: boolean): Registered {
  const earliest = earliestApplicationOn(registeredOn, offer.today);
  return {
    already,
    cardTail: tailOf(offer.cardNumber),
    serviceName: offer.today.serviceName,
    registeredOn,
    earliestApplicationOn: earliest,
    canApplyToday: earliest === offer.today.businessDate,
  };
}
