import type { Problem, ProblemCode } from './contract/index.ts';

/** A no of the center: expected, answered as a Problem. */
export interface Refusal {
  readonly code: ProblemCode;
  /** For logs and staff; never holds a card number. */
  readonly detail: string;
}

/** What a call ends in: its answer, or a refusal. A refusal may still have changed something (a listed discrepancy). */
export type Outcome<Answer> =
  | { readonly ok: true; readonly value: Answer }
  | { readonly ok: false; readonly error: Refusal };

export function answer<Answer>(value: Answer): { ok: true; value: Answer } {
  return { ok: true, value };
}

export function refuse(code: ProblemCode, detail: string): { ok: false; error: Refusal } {
  return { ok: false, error: { code, detail } };
}

const MEANINGS: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  'bad-request': { status: 400, title: 'The request is not as the contract says' },
  'unknown-station': { status: 403, title: 'This station is not known' },
  forbidden: { status: 403, title: 'Not for whoever asks' },
  'not-registered': { status: 403, title: 'The card is not registered for the points service' },
  'no-stored-fare': { status: 403, title: 'The card has no stored fare' },
  'mobile-not-started': { status: 403, title: 'Mobile ICOCA has not started yet' },
  'insufficient-points': { status: 409, title: 'There are not enough points' },
  'card-has-open-hold': { status: 409, title: 'Another transfer of this card is open' },
  'transfer-voided': { status: 409, title: 'This transfer has been voided' },
  'transfer-id-reused': { status: 409, title: 'This id stands for something else' },
  'journal-outdated': { status: 409, title: "The station's journal is older than one seen before" },
  'not-found': { status: 404, title: 'There is no such thing' },
  unavailable: { status: 503, title: 'The center cannot answer now' },
};

/** The refusal as it goes over the wire (RFC 9457); `status` where HTTP has a better word than the code's own. */
export function problemOf(refusal: Refusal, status = MEANINGS[refusal.code].status): Problem {
  return {
    type: `urn:wester-kiosk:problem:${refusal.code}`,
    title: MEANINGS[refusal.code].title,
    status,
    code: refusal.code,
    detail: refusal.detail,
  };
}
