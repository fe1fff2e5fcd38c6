/** What staff ask about: transfers by the station that began or ended them, and what staff themselves ended. Changes nothing. */
import type { CallAnswer, CallRequest, Hold } from '../contract/index.ts';
import { answer, type Outcome } from '../refusal.ts';
import { all, type Sql } from '../sql.ts';

type HoldOut = (typeof Hold)['_output'];
type EndedHold = HoldOut & { readonly state: 'settled' | 'voided' };

/** How many rows one answer has at most: far below what a station reads at once (the contract's limit). */
const PAGE = 200;

/** The hold as it was asked for. */
export function holdFrom(request: string): HoldOut {
  const { transferId, stationId, on, evidence } = JSON.parse(request) as CallRequest<'hold'>;
  return { transferId, stationId, on, evidence };
}

/** The open holds of a station, the oldest first. */
export function* unresolved({ stationId }: CallRequest<'unresolved'>): Sql<Outcome<CallAnswer<'unresolved'>>> {
  const rows = yield* all<{ request: string }>(
    `SELECT request FROM open_holds JOIN transfers USING (card_number, transfer_id)
     WHERE request ->> 'stationId' = ? ORDER BY request ->> 'on', transfer_id LIMIT ${PAGE}`,
    stationId,
  );
  return answer({ holds: rows.map(({ request }) => holdFrom(request)) });
}

/** Transfers that this station began or ended on these business dates. A tombstone has no points. */
export function* transfers(request: CallRequest<'transfers'>): Sql<Outcome<CallAnswer<'transfers'>>> {
  const { stationId, from, to, after } = request;
  const rows = yield* all<TransferRow>(
    `SELECT transfer_id AS "transferId", card_number AS "cardNumber", "on", points, state FROM (
       SELECT transfers.transfer_id, transfers.card_number, request ->> 'on' AS "on",
         CAST(request -> 'evidence' ->> 'points' AS BIGINT) AS points, coalesce(state, 'held') AS state
       FROM transfers LEFT JOIN transfer_ends USING (card_number, transfer_id)
       WHERE request ->> 'stationId' = ? AND request ->> 'on' BETWEEN ? AND ?
       UNION
       SELECT transfer_ends.transfer_id, transfer_ends.card_number, coalesce(request ->> 'on', booked_on),
         CAST(request -> 'evidence' ->> 'points' AS BIGINT), state
       FROM transfer_ends LEFT JOIN transfers USING (card_number, transfer_id)
       WHERE transfer_ends.station_id = ? AND booked_on BETWEEN ? AND ?
     ) AS begun_or_ended WHERE transfer_id > ? ORDER BY transfer_id LIMIT ${PAGE}`,
    stationId,
    from,
    to,
    stationId,
    from,
    to,
    after ?? '',
  );
  return answer({ transfers: [...rows] });
}

type TransferRow = {
  transferId: string;
  cardNumber: string;
  on: string;
  points: number | null;
  state: 'held' | 'settled' | 'voided';
};

/** Ends of a card that stand on the word of staff and that no reading of the card has contradicted. */
export function* endedByStaffOf(cardNumber: string): Sql<readonly EndedHold[]> {
  const rows = yield* all<{ request: string; state: 'settled' | 'voided' }>(
    `SELECT request, transfer_ends.state FROM transfer_ends JOIN transfers USING (card_number, transfer_id)
     WHERE transfer_ends.card_number = ? AND transfer_ends.proof = 'staff'
       AND NOT EXISTS (SELECT 1 FROM discrepancies WHERE discrepancies.transfer_id = transfer_ends.transfer_id)`,
    cardNumber,
  );
  return rows.map(({ request, state }) => ({ ...holdFrom(request), state }));
}
