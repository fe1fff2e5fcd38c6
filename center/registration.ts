import { campaignOn, earliestApplicationOn, hasEnded, registrationFor } from '../points/index.ts';
import { canonical } from './canonical.ts';
import { accountCards } from './cards.ts';
import type { CallAnswer, CallRequest, CardKind, Registration } from './contract/index.ts';
import { addEvent } from './events.ts';
import { cardOfId, rememberId } from './ids.ts';
import { answer, type Outcome, type Refusal, refuse } from './refusal.ts';
import { lockCard, one, run, type Sql } from './sql.ts';
import { unreachable } from './unreachable.ts';

type RegisterRequest = CallRequest<'register'>;
type RegisterAnswer = CallAnswer<'register'>;
type RegistrationRow = (typeof Registration)['_output'];

/**
 * Opens the points service for a card, once: the first day and the terms of that day are kept (R18, A22).
 * @param today the business date; the request names its own, which a repetition after midnight keeps.
 * @returns `not-needed` for cards that need none (R20, R23). Errors: `unavailable` for a day that has not come, `no-stored-fare` (A41), `mobile-not-started` (A26),
 *   `not-found` for a card that a reissue replaced, `transfer-id-reused` where the request id said something else before.
 */
export function* register(request: RegisterRequest, today: string): Sql<Outcome<RegisterAnswer>> {
  yield* lockCard(request.cardNumber);
  const owner = yield* cardOfId('request', request.requestId);
  if (owner !== null) {
    const known = yield* one<{ request: string; answer: string }>(
      'SELECT request, answer FROM answered_requests WHERE card_number = ? AND request_id = ?',
      request.cardNumber,
      request.requestId,
    );
    if (known?.request !== canonical(request)) {
      return refuse('transfer-id-reused', 'this request id was used for another registration');
    }
    return JSON.parse(known.answer) as Outcome<RegisterAnswer>;
  }
  // Not for good: the business date was put back, and the day on which the passenger agreed will come.
  if (request.on > today) return refuse('unavailable', `on: ${request.on} has not come, today is ${today}; ask again`);
  yield* rememberId('request', request.requestId, request.cardNumber);
  const outcome = yield* decide(request);
  yield* run(
    'INSERT INTO answered_requests (request_id, card_number, request, answer) VALUES (?, ?, ?, ?)',
    request.requestId,
    request.cardNumber,
    canonical(request),
    canonical(outcome),
  );
  return outcome;
}

function* decide(request: RegisterRequest): Sql<Outcome<RegisterAnswer>> {
  const { cardNumber, on, termsVersion } = request;
  const found = yield* standing(cardNumber);
  const kind = found.declared ?? request.cardKind;
  const decision = registrationFor(kind, on);
  switch (decision) {
    case 'impossible':
      return refuse('no-stored-fare', 'a card without stored fare cannot be registered');
    case 'not-started':
      return refuse('mobile-not-started', `Mobile ICOCA starts on ${campaignOn(on).mobileIcocaFrom}`);
    case 'not-needed':
      yield* declareKind(request, kind);
      return answer({
        outcome: 'not-needed',
        registration: null,
        // Nothing to wait for: such a card may apply on the same day (A25).
        earliestApplicationOn: hasEnded(campaignOn(on)) ? null : on,
      });
    case 'needed':
      break;
    default:
      return unreachable(decision);
  }
  if (found.successor !== null) return refuse('not-found', 'another card was issued in place of this one');
  const registration = yield* registrationIn(cardNumber, found);
  if (registration) return answer(registered('already-registered', registration, on));
  if (termsVersion !== campaignOn(on).termsVersion) {
    return refuse('bad-request', `termsVersion: on ${on} the terms in force are "${campaignOn(on).termsVersion}"`);
  }
  yield* declareKind(request, kind);
  const first = { registeredOn: on, termsVersion };
  yield* storeRegistration(cardNumber, first);
  return answer(registered('registered', first, on));
}

function registered(
  outcome: 'registered' | 'already-registered',
  registration: RegistrationRow,
  on: string,
): RegisterAnswer {
  const earliest = earliestApplicationOn(registration.registeredOn, campaignOn(on));
  return { outcome, registration, earliestApplicationOn: earliest };
}

/** The rules take a card that was never declared for a plain ICOCA: what the station saw is kept where it differs. */
function* declareKind(request: RegisterRequest, kind: CardKind): Sql<void> {
  if (kind !== 'icoca') yield* addEvent({ on: request.on, type: 'card', card: request.cardNumber, kind });
}

/** Keeps the first one: a second is without effect. */
export function* storeRegistration(cardNumber: string, registration: RegistrationRow): Sql<void> {
  yield* run(
    'INSERT INTO registrations (card_number, registered_on, terms_version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    cardNumber,
    registration.registeredOn,
    registration.termsVersion,
  );
}

export interface Standing {
  /** What the card was declared to be (the last word counts); null: nothing. */
  readonly declared: CardKind | null;
  readonly successor: string | null;
  readonly own: RegistrationRow | null;
}

export type StandingRow = Record<'declared' | 'successor' | 'registered_on' | 'terms_version', string | null>;

/** `StandingRow` beside one row of something else: each `?` is the card's number. In one question, since each hold asks it. */
export const STANDING = {
  columns: `(SELECT body FROM events WHERE home = ? AND type = 'card' ORDER BY happened_on DESC, event_id DESC LIMIT 1) AS declared,
    (SELECT successor FROM reissues WHERE card_number = ?) AS successor, registered_on, terms_version`,
  join: 'LEFT JOIN registrations ON registrations.card_number = ?',
} as const;

function* standing(cardNumber: string): Sql<Standing> {
  const row = yield* one<StandingRow>(
    `SELECT ${STANDING.columns} FROM (SELECT 1 AS one) AS asked ${STANDING.join}`,
    cardNumber,
    cardNumber,
    cardNumber,
  );
  return standingOf(row as StandingRow);
}

export function standingOf(row: StandingRow): Standing {
  const { declared, successor, registered_on: registeredOn, terms_version: termsVersion } = row;
  return {
    declared: declared === null ? null : (JSON.parse(declared) as { kind: CardKind }).kind,
    successor,
    own: registeredOn === null || termsVersion === null ? null : { registeredOn, termsVersion },
  };
}

/**
 * The registration of the account that this card has: its own, or that of the card it was issued in place of (A30).
 * A replaced card has none: its account went to the successor.
 */
export function* registrationOf(cardNumber: string): Sql<RegistrationRow | null> {
  return yield* registrationIn(cardNumber, yield* standing(cardNumber));
}

function* registrationIn(cardNumber: string, { successor, own }: Standing): Sql<RegistrationRow | null> {
  if (successor !== null) return null;
  if (own) return own;
  for (const card of (yield* accountCards(cardNumber)).slice(1)) {
    const row = yield* one<{ registered_on: string; terms_version: string }>(
      'SELECT registered_on, terms_version FROM registrations WHERE card_number = ?',
      card,
    );
    if (row) return { registeredOn: row.registered_on, termsVersion: row.terms_version };
  }
  return null;
}

/** Why points cannot become stored fare on this card at all (R20, R22, R23, A41); null: they can. */
export function* whyNoPointCharge(
  cardNumber: string,
  found: Standing,
  seenKind: CardKind,
  today: string,
): Sql<Refusal | null> {
  const decision = registrationFor(found.declared ?? seenKind, today);
  switch (decision) {
    case 'impossible':
      return { code: 'no-stored-fare', detail: 'the card has no stored fare' };
    case 'not-started':
      return { code: 'mobile-not-started', detail: `Mobile ICOCA starts on ${campaignOn(today).mobileIcocaFrom}` };
    case 'not-needed':
      return null;
    case 'needed':
      return (yield* registrationIn(cardNumber, found))
        ? null
        : { code: 'not-registered', detail: 'the card is not registered' };
    default:
      return unreachable(decision);
  }
}
