import { canonical } from './canonical.ts';
import { type CallAnswer, type CallRequest, StaffCardRecord } from './contract/index.ts';
import { answer, type Outcome } from './refusal.ts';
import { all, one, run, type Sql } from './sql.ts';

/** Takes over what this station knows and the center does not, and tells what stands: the highest version of each card. */
export function* staffCards(request: CallRequest<'staff-cards'>): Sql<Outcome<CallAnswer<'staff-cards'>>> {
  for (const record of request.cards) {
    // The first that was told of a version stands, however often and by whomever it is told again.
    yield* run(
      'INSERT INTO staff_cards (card, version, record, station_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      record.card,
      record.version,
      canonical(record),
      request.stationId,
    );
  }
  const rows = yield* all<{ record: string }>(
    `SELECT record FROM staff_cards AS one
     WHERE version = (SELECT max(version) FROM staff_cards AS other WHERE other.card = one.card) ORDER BY card`,
  );
  const cards = rows.map(({ record }) => StaffCardRecord.parse(JSON.parse(record)));
  return answer({ cards, failures: yield* failuresOf(request.card) });
}

/** Notes a try, once for each id. */
export function* staffTry(request: CallRequest<'staff-try'>): Sql<Outcome<CallAnswer<'staff-try'>>> {
  const { tryId, card, outcome, stationId } = request;
  yield* run(
    'INSERT INTO staff_tries (try_id, card, outcome, station_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    tryId,
    card,
    outcome,
    stationId,
  );
  return answer({ failures: yield* failuresOf(card) });
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
