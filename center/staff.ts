import { audit } from './audit.ts';
import { canonical } from './canonical.ts';
import { type CallAnswer, type CallRequest, StaffCardRecord } from './contract/index.ts';
import { answer, type Outcome } from './refusal.ts';
import { all, one, type Sql } from './sql.ts';

/** A machine locks a card after so many wrong tries in a row (station/staff/access/lockout.ts). */
export const LOCKED_FROM = 3;

/** Enough of a card's keyed hash to find it among the staff cards. */
const shortly = (card: string): string => card.slice(0, 16);

/** Takes over what this station knows and the center does not, and tells what stands: the highest version of each card. */
export function* staffCards(
  request: CallRequest<'staff-cards'>,
  _today: string,
  who: string,
): Sql<Outcome<CallAnswer<'staff-cards'>>> {
  for (const record of request.cards) {
    // The first that was told of a version stands, however often and by whomever it is told again.
    const taken = yield* one(
      `INSERT INTO staff_cards (card, version, record, station_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
       RETURNING version`,
      record.card,
      record.version,
      canonical(record),
      request.stationId,
    );
    if (!taken) continue;
    const { card, version, staffId, role, removed } = record;
    const detail = `card ${shortly(card)} version ${version}: ${staffId}, ${role}`;
    yield* audit({ who, act: 'staff-card', result: removed ? 'removed' : 'taken', detail });
  }
  const rows = yield* all<{ record: string }>(
    `SELECT record FROM staff_cards AS one
     WHERE version = (SELECT max(version) FROM staff_cards AS other WHERE other.card = one.card) ORDER BY card`,
  );
  const cards = rows.map(({ record }) => StaffCardRecord.parse(JSON.parse(record)));
  return answer({ cards, failures: yield* failuresOf(request.card) });
}

/** Notes a try, once for each id. */
export function* staffTry(
  request: CallRequest<'staff-try'>,
  _today: string,
  who: string,
): Sql<Outcome<CallAnswer<'staff-try'>>> {
  const { tryId, card, outcome, stationId } = request;
  const before = yield* failuresOf(card);
  const taken = yield* one(
    `INSERT INTO staff_tries (try_id, card, outcome, station_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
     RETURNING number`,
    tryId,
    card,
    outcome,
    stationId,
  );
  const failures = yield* failuresOf(card);
  // Every try is told as wrong before it is looked at: "wrong" and "ended" in a row may be one right PIN.
  const most = Math.max(before, failures);
  if (taken && most >= LOCKED_FROM) {
    const detail = `card ${shortly(card)}: ${most} wrong tries in a row`;
    yield* audit({ who, act: 'staff-lockout', result: outcome === 'wrong' ? 'wrong' : 'ended', detail });
  }
  return answer({ failures });
}

/** Wrong tries of a card since its last right one. */
function* failuresOf(card: string): Sql<number> {
  const row = yield* one<{ failures: number }>(
    `SELECT count(*) AS failures FROM staff_tries WHERE card = ? AND outcome = 'wrong'
     AND number > coalesce((SELECT max(number) FROM staff_tries WHERE card = ? AND outcome = 'right'), 0)`,
    card,
    card,
  );
  return row?.failures ?? 0;
}
