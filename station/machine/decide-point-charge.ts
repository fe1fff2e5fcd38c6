import { unreachable } from '../../hardware/result.ts';
import { chargeablePoints, POINT_CHARGE_UNIT, registrationFor } from '../../points/index.ts';
import type { Trouble } from '../contract/screen.ts';
import type { ChargeOutcome, ChargeRequest, NotCharged } from '../money.ts';
import type { Left } from './after-charge.ts';
import type { StationDeps } from './deps.ts';
import type { Identified } from './identify.ts';
import type { ChargeOffer, ChargeStepNext } from './point-charge.ts';
import { type CardReading, tailOf } from './read-card.ts';
import { refusalOf, troubleOfCardError } from './troubles.ts';

type Rules = Pick<StationDeps, 'day' | 'profile'>;

/** What can be charged with the card that was laid, or why nothing can (R20–R25, A26, A41, A42). */
export function decidePointCharge(identified: Identified, rules: Rules): ChargeStepNext {
  switch (identified.kind) {
    case 'read':
      return decideForCard(identified.reading, rules);
    case 'trouble':
      return { kind: 'told', told: identified };
    case 'unresolved':
      return { kind: 'after', input: identified };
    case 'left':
      return { kind: 'ended', end: identified.end };
    default:
      return unreachable(identified);
  }
}

function decideForCard({ idm, open, issue, account, transfer }: CardReading, rules: Rules): ChargeStepNext {
  const tell = (trouble: Trouble): ChargeStepNext => ({ kind: 'told', told: { trouble, idm } });
  const { today } = rules.day;
  if (!issue || !account) return tell({ kind: 'not-on-this-machine' });
  if (!today) return tell({ kind: 'date-unknown' });
  const registration = registrationFor(issue.cardKind, today.businessDate);
  if (registration === 'impossible') return tell({ kind: 'no-stored-fare' });
  if (registration === 'not-started') return tell({ kind: 'mobile-not-started', from: today.mobileIcocaFrom });
  if (account.kind === 'center-unreachable') return tell({ kind: 'center-unreachable' });
  if (account.kind === 'center-refused') {
    const refusal = refusalOf(account.problem, rules, transfer?.reference ?? null);
    return refusal.kind === 'trouble' ? tell(refusal.trouble) : { kind: 'ended', end: refusal };
  }
  const { points, registration: registered, plannedGrants } = account.account;
  // Left over here means: made with another card of this account, and that card is not on this reader.
  if (transfer) return tell({ kind: 'points-held', reference: transfer.reference });
  if (registration === 'needed' && !registered) {
    return tell({ kind: 'unregistered', canRegisterHere: rules.profile !== 'light-blue' });
  }
  if (points < POINT_CHARGE_UNIT) {
    const next = plannedGrants[0];
    return tell({
      kind: 'no-points',
      points,
      nextGrantOn: next?.plannedOn ?? null,
      nextGrantPoints: next?.points ?? null,
    });
  }
  const { balanceYen } = open;
  const { chargeable, keptBecause } = chargeablePoints({ points, balanceYen });
  if (chargeable < POINT_CHARGE_UNIT) return tell({ kind: 'card-full', balanceYen, points });
  return { kind: 'offer', offer: { idm, ...issue, balanceYen, points, chargeable, keptBecause } };
}

/** What follows from the outcome of a charge. Only a proven "written" is "done". */
export function afterCharging(
  outcome: ChargeOutcome,
  request: ChargeRequest,
  offer: ChargeOffer,
  rules: Rules,
): ChargeStepNext {
  switch (outcome.kind) {
    case 'charged': {
      const { reference, balanceYen, pointsLeft } = outcome;
      const { points: charge, on, idm, cardNumber } = request;
      const { keptBecause } = leftOf(offer, charge);
      const cardTail = tailOf(cardNumber);
      const charged = { earlier: false, reference, on, charge, balanceYen, pointsLeft, keptBecause, cardTail } as const;
      return { kind: 'after', input: { kind: 'charged', charged, idm } };
    }
    case 'unknown':
      return {
        kind: 'after',
        input: { kind: 'unknown', transfer: outcome.transfer, left: leftOf(offer, request.points) },
      };
    case 'contradiction':
      return { kind: 'ended', end: { kind: 'out-of-service', reason: 'contradiction' } };
    case 'not-charged':
      return notCharged(outcome.because, request.idm, rules);
    default:
      return unreachable(outcome);
  }
}

function leftOf(offer: ChargeOffer, charge: number): Left {
  return {
    pointsLeft: offer.points - charge,
    keptBecause: charge < offer.chargeable ? 'chosen' : offer.keptBecause,
  };
}

function notCharged(because: NotCharged, idm: string, rules: Rules): ChargeStepNext {
  switch (because.kind) {
    case 'card': {
      const trouble = troubleOfCardError(because.error, 'charging', 'ICOCA');
      return { kind: 'told', told: { trouble, idm: because.error.kind === 'card-refused' ? idm : null } };
    }
    case 'center-unreachable':
      return { kind: 'told', told: { trouble: { kind: 'center-unreachable' }, idm } };
    case 'center-refused': {
      const refusal = refusalOf(because.problem, rules, null);
      return refusal.kind === 'trouble'
        ? { kind: 'told', told: { trouble: refusal.trouble, idm } }
        : { kind: 'ended', end: refusal };
    }
    case 'balance-changed':
      return { kind: 'told', told: { trouble: { kind: 'points-changed' }, idm } };
    case 'storage':
      return { kind: 'ended', end: { kind: 'out-of-service', reason: 'storage' } };
    default:
      return unreachable(because);
  }
}
