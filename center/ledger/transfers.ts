/**
 * Point charges as two-phase transfers: a hold, then its end (design §3). At most one open hold a card, which never
 * expires; the first terminal state of an id wins; a repeated request gets the first answer.
 */
import { audit } from '../audit.ts';
import { canonical } from '../canonical.ts';
import { holderOf } from '../cards.ts';
import type { CallAnswer, CallRequest, TransferEnd } from '../contract/index.ts';
import { cardOfId, idOf, rememberId } from '../ids.ts';
import { answer, type Outcome, type Refusal, refuse } from '../refusal.ts';
import { STANDING, type Standing, type StandingRow, standingOf, whyNoPointCharge } from '../registration.ts';
import { insert, lockCard, one, run, type Sql } from '../sql.ts';
import { BALANCES, type Balances, balancesOf, post } from './ledger.ts';

type HoldRequest = CallRequest<'hold'>;
type HoldAnswer = CallAnswer<'hold'>;
type FinishRequest = CallRequest<'finish'>;
type FinishAnswer = CallAnswer<'finish'>;
type End = (typeof TransferEnd)['_output'];

/** The ceiling of stored fare in yen (facts/points.md §2). */
const CEILING_YEN = 20_000;

/**
 * Holds points for a transfer.
 * @param today the business date.
 * @returns the balances after it, in points. A refusal is remembered under the id: it never holds later, and counts as
 *   voided. Errors: those of `hold` in the contract.
 */
export function* hold(request: HoldRequest, today: string): Sql<Outcome<HoldAnswer>> {
  const { transferId, evidence } = request;
  yield* lockCard(evidence.cardNumber);
  const { owner, balances, card } = yield* found(evidence.cardNumber, transferId);
  if (owner === evidence.cardNumber) return yield* repeatedHold(request);
  if (owner !== null) return idIsAnothers();
  if (request.on > today) return refuse('bad-request', `on: ${request.on} has not come, today is ${today}`);

  yield* rememberId('transfer', transferId, evidence.cardNumber);
  const refusal = yield* whyNoHold(request, card, balances, today);
  if (refusal) {
    yield* remember(request, 'refused', refusal);
    yield* end(
      { ...request, cardNumber: evidence.cardNumber, end: 'voided', proof: 'refused' },
      { transferId, state: 'voided', ...balances },
      today,
    );
    return { ok: false, error: refusal };
  }
  yield* post({
    cardNumber: evidence.cardNumber,
    source: 'outstanding',
    target: 'held',
    points: evidence.points,
    valueOn: request.on,
    bookedOn: today,
    transferId,
  });
  const held: HoldAnswer = {
    transferId,
    state: 'held',
    // Read after the change, which has the row: a grant run does not lock the card, and may have come since the first look.
    ...(yield* balancesOf(evidence.cardNumber)),
  };
  yield* remember(request, 'held', held);
  yield* insert('open_holds (card_number, transfer_id)', evidence.cardNumber, transferId);
  return answer(held);
}

/** Same id, other content: refused. Same content: the first answer, or what became of the transfer since. */
function* repeatedHold(request: HoldRequest): Sql<Outcome<HoldAnswer>> {
  const { known, ended } = yield* recorded(request.evidence.cardNumber, request.transferId);
  // A tombstone: voided before its hold arrived (hold answered, answer lost, station dead).
  if (!known) return refuse('transfer-voided', 'the transfer was voided before its hold arrived');
  if (known.request !== canonical(request)) {
    return refuse('transfer-id-reused', 'this id was used for another transfer');
  }
  if (known.outcome === 'refused') return { ok: false, error: JSON.parse(known.answer) as Refusal };
  if (!ended) return answer(JSON.parse(known.answer) as HoldAnswer);
  if (ended.state === 'voided') return refuse('transfer-voided', 'the transfer has been voided');
  return answer({ ...(JSON.parse(ended.answer) as FinishAnswer), state: 'settled' });
}

function* whyNoHold(request: HoldRequest, card: Standing, balances: Balances, today: string): Sql<Refusal | null> {
  const { cardNumber, balanceYen, points } = request.evidence;
  const noService = yield* whyNoPointCharge(cardNumber, card, request.cardKind, today);
  if (noService) return noService;
  if (balances.heldPoints > 0)
    return { code: 'card-has-open-hold', detail: 'the open transfer of this card has to be ended first' };
  if (balanceYen + points > CEILING_YEN) {
    return { code: 'bad-request', detail: `evidence: ${balanceYen} yen and ${points} more pass ${CEILING_YEN} yen` };
  }
  if (balances.points < points) {
    return { code: 'insufficient-points', detail: `${points} asked for, ${balances.points} can be used` };
  }
  return null;
}

/**
 * Whichever machine reads the card finds out what became of it, and staff may decide at any of them (design §3). What the
 * card answered, refused or was never sent is known only where it lay.
 */
const MAY_KNOW_OF_ANOTHERS: ReadonlySet<FinishRequest['proof']> = new Set(['history', 'staff']);

/**
 * Ends a transfer: settled (its points are on the card) or voided (they are free again). Voiding an unknown id leaves a
 * tombstone; settling one is refused (`not-found`) and listed, since nobody knows its points.
 * @returns the state that stands, with the balances of that first end, in points.
 */
export function* finish(request: FinishRequest, today: string, who: string): Sql<Outcome<FinishAnswer>> {
  const { transferId, cardNumber } = request;
  yield* lockCard(cardNumber);
  const { known, ended } = yield* recorded(cardNumber, transferId);
  if (!known && !ended && (yield* cardOfId('transfer', transferId)) !== null) return idIsAnothers();
  const held = known ? (JSON.parse(known.request) as HoldRequest) : null;
  if (held && held.stationId !== request.stationId && !MAY_KNOW_OF_ANOTHERS.has(request.proof)) {
    return refuse('forbidden', `proof: only the station of the transfer can know by "${request.proof}"`);
  }
  if (ended) {
    if (ended.state !== request.end) yield* contradicted(request, ended.state, today, who);
    return answer(JSON.parse(ended.answer) as FinishAnswer);
  }
  if (held) {
    yield* bookEnd(request, held, today);
  } else if (request.end === 'settled') {
    yield* contradicted(request, null, today, who);
    return refuse('not-found', 'no points were ever held under this id');
  } else {
    yield* rememberId('transfer', transferId, cardNumber);
  }
  // Read after the change, as in `hold`; what was freed may also have moved on to another card.
  const finished: FinishAnswer = { transferId, state: request.end, ...(yield* balancesOf(cardNumber)) };
  yield* end(request, finished, today);
  if (request.proof === 'staff') {
    const detail = `transfer ${transferId} of ${held?.stationId ?? 'no station'}`;
    yield* audit({ who, act: 'decision', result: request.end, detail });
  }
  return answer(finished);
}

function* bookEnd(request: FinishRequest, held: HoldRequest, today: string): Sql<void> {
  const { cardNumber, points } = held.evidence;
  const entry = { cardNumber, points, valueOn: held.on, bookedOn: today, transferId: request.transferId };
  yield* run('DELETE FROM open_holds WHERE card_number = ?', cardNumber);
  if (request.end === 'settled') {
    // What staff decided without proof from the card stands in the books as a correction (design §3).
    const target = request.proof === 'staff' ? 'corrections' : 'point-charges';
    yield* post({ ...entry, source: 'held', target });
    return;
  }
  yield* post({ ...entry, source: 'held', target: 'outstanding' });
  // The card was reissued while the hold was open: the freed points follow the account.
  const holder = yield* lockedHolderOf(cardNumber);
  if (holder !== cardNumber) yield* moveOutstanding(cardNumber, holder, points, today);
}

/** Moves points that can be used from one card to another: one entry in the books of each. */
export function* moveOutstanding(from: string, to: string, points: number, today: string): Sql<void> {
  const entry = { points, valueOn: today, bookedOn: today };
  yield* post({ ...entry, cardNumber: from, source: 'outstanding', target: 'reissues' });
  yield* post({ ...entry, cardNumber: to, source: 'reissues', target: 'outstanding' });
}

/** Nobody moves the account on while its points are moved to it. */
function* lockedHolderOf(cardNumber: string): Sql<string> {
  let holder = cardNumber;
  for (let next = yield* holderOf(holder); next !== holder; next = yield* holderOf(holder)) {
    holder = next;
    yield* lockCard(holder);
  }
  return holder;
}

function idIsAnothers(): { ok: false; error: Refusal } {
  return refuse('transfer-id-reused', 'this id stands for a transfer of another card');
}

interface Found {
  /** Whose transfer the id stands for, whichever card that is. */
  readonly owner: string | null;
  readonly balances: Balances;
  readonly card: Standing;
}

/** All that a hold asks before it writes, in one question. */
function* found(cardNumber: string, transferId: string): Sql<Found> {
  const rows = yield* one<{ owner: string | null; points: number; held: number } & StandingRow>(
    `SELECT (SELECT card_number FROM ids WHERE id = ?) AS owner, points, held, ${STANDING.columns}
     FROM (SELECT ${BALANCES} FROM balances WHERE card_number = ?) AS own ${STANDING.join}`,
    idOf('transfer', transferId),
    cardNumber,
    cardNumber,
    cardNumber,
    cardNumber,
  );
  // A sum over no rows is a row as well.
  const row = rows as NonNullable<typeof rows>;
  return { owner: row.owner, balances: { points: row.points, heldPoints: row.held }, card: standingOf(row) };
}

type TransferRow = { request: string; outcome: 'held' | 'refused'; answer: string };
type EndRow = { state: End; answer: string };

interface Recorded {
  readonly known: TransferRow | null;
  readonly ended: EndRow | null;
}

type RecordedRow = Record<'request' | 'outcome' | 'answer' | 'state' | 'ended', string | null>;

/** What there is of a transfer of this card: neither, its hold, both, or (a tombstone) its end alone. */
function* recorded(cardNumber: string, transferId: string): Sql<Recorded> {
  const row = yield* one<RecordedRow>(
    `SELECT transfers.request, transfers.outcome, transfers.answer, transfer_ends.state, transfer_ends.answer AS ended
     FROM (SELECT 1 AS one) AS asked
     LEFT JOIN transfers ON transfers.card_number = ? AND transfers.transfer_id = ?
     LEFT JOIN transfer_ends ON transfer_ends.card_number = ? AND transfer_ends.transfer_id = ?`,
    cardNumber,
    transferId,
    cardNumber,
    transferId,
  );
  const { request, outcome, answer: first, state, ended } = row as RecordedRow;
  return {
    known: request === null ? null : ({ request, outcome, answer: first } as TransferRow),
    ended: state === null ? null : ({ state, answer: ended } as EndRow),
  };
}

function remember(request: HoldRequest, outcome: 'held' | 'refused', first: HoldAnswer | Refusal): Sql<void> {
  return insert(
    'transfers (transfer_id, card_number, request, outcome, answer)',
    request.transferId,
    request.evidence.cardNumber,
    canonical(request),
    outcome,
    canonical(first),
  );
}

function end(request: FinishRequest, first: FinishAnswer, today: string): Sql<void> {
  return insert(
    'transfer_ends (transfer_id, card_number, state, proof, station_id, booked_on, answer)',
    request.transferId,
    request.cardNumber,
    request.end,
    request.proof,
    request.stationId,
    today,
    canonical(first),
  );
}

/** Listed once, however often it is told; where staff decided it, with its row in the audit log. */
function* contradicted(request: FinishRequest, stands: End | null, today: string, who: string): Sql<void> {
  const listed = yield* listDiscrepancy(request, stands, today);
  if (!listed || request.proof !== 'staff') return;
  const detail = `transfer ${request.transferId}: not done, ${stands ?? 'nothing'} stands`;
  yield* audit({ who, act: 'decision', result: request.end, detail });
}

/** Null: it was listed before. */
function listDiscrepancy(request: FinishRequest, stands: End | null, today: string): Sql<unknown> {
  return one(
    `INSERT INTO discrepancies (transfer_id, claimed, stands, card_number, proof, station_id, booked_on)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING transfer_id`,
    request.transferId,
    request.end,
    stands,
    request.cardNumber,
    request.proof,
    request.stationId,
    today,
  );
}
