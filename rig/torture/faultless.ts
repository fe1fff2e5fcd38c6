/**
 * What a visit has to come to where nothing goes wrong: everybody who can be charged is, to the yen and the point, and
 * nobody is asked to wait. A money path that never dares anything keeps every invariant; it is found here.
 */
import { BALANCE_CEILING_YEN } from '../../hardware/card/icoca.ts';
import type { RegisterOutcome } from '../../station/money.ts';
import type { Visit } from './station.ts';
import type { World, WorldCard } from './world.ts';

/** Worked out from the card and the center's books, as they stand before the visit. */
export function dueOf({ books }: World, { card, cardNumber }: WorldCard, points: number): string {
  const balanceYen = card.balanceYen + points;
  if (balanceYen > BALANCE_CEILING_YEN) return 'not charged: balance-changed';
  if (!isRegistered(books, cardNumber)) return 'not charged: not-registered';
  const row = books
    .prepare(`SELECT points FROM balances WHERE card_number = ? AND account = 'outstanding'`)
    .get(cardNumber);
  const left = Number(row?.points ?? 0) - points;
  return left < 0 ? 'not charged: insufficient-points' : `charged: ${balanceYen} yen, ${left} points left`;
}

/** In the same words. */
export function cameTo(visit: Visit): string {
  if (visit.settled.length > 0) return `something to settle: ${visit.settled.map(({ kind }) => kind).join(', ')}`;
  if (visit.kind === 'nothing-done') return visit.because;
  const { outcome } = visit;
  if (outcome.kind === 'charged') return `charged: ${outcome.balanceYen} yen, ${outcome.pointsLeft} points left`;
  if (outcome.kind !== 'not-charged') return outcome.kind;
  const { because } = outcome;
  return `not charged: ${because.kind === 'center-refused' ? because.problem.code : because.kind}`;
}

export function registrationDue({ books }: World, { cardNumber }: WorldCard): string {
  return isRegistered(books, cardNumber) ? 'already-registered' : 'registered';
}

export function registrationCameTo(outcome: RegisterOutcome): string {
  return outcome.kind === 'answered' ? outcome.answer.outcome : outcome.kind;
}

function isRegistered(books: World['books'], cardNumber: string): boolean {
  return books.prepare('SELECT 1 FROM registrations WHERE card_number = ?').get(cardNumber) !== undefined;
}
