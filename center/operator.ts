import { audit } from './audit.ts';
import type { OperatorAnswer, OperatorRequest } from './contract/operator.ts';
import { addEvent } from './events.ts';
import { holdFrom } from './ledger/of-station.ts';
import { answer, type Outcome } from './refusal.ts';
import { all, lockImports, type Sql } from './sql.ts';

/** How many rows one answer has at most. */
const PAGE = 200;

/** @param today a charge dated after it is refused: the clock of whoever sent it is ahead. */
export function* charges(
  request: OperatorRequest<'charges'>,
  today: string,
  who: string,
): Sql<Outcome<OperatorAnswer<'charges'>>> {
  yield* lockImports();
  const report: OperatorAnswer<'charges'> = { added: 0, knownBefore: 0, refused: [] };
  for (const [index, charge] of request.charges.entries()) {
    const added =
      charge.on > today
        ? { why: `on: ${charge.on} has not come, today is ${today}` }
        : yield* addEvent({ type: 'charge', ...charge });
    if (added === 'added') report.added += 1;
    else if (added === 'known-before') report.knownBefore += 1;
    else report.refused.push({ index, why: added.why });
  }
  if (report.added + report.refused.length > 0) {
    const detail = `${report.added} taken, ${report.knownBefore} known before, ${report.refused.length} refused`;
    yield* audit({ who, act: 'charges', result: 'done', detail });
  }
  return answer(report);
}

export function* openTransfers({
  after,
}: OperatorRequest<'open-transfers'>): Sql<Outcome<OperatorAnswer<'open-transfers'>>> {
  const rows = yield* all<{ request: string }>(
    `SELECT request FROM open_holds JOIN transfers USING (card_number, transfer_id)
     WHERE transfer_id > ? ORDER BY transfer_id LIMIT ${PAGE}`,
    after ?? '',
  );
  return answer({ holds: rows.map(({ request }) => holdFrom(request)) });
}

type Discrepancy = OperatorAnswer<'discrepancies'>['discrepancies'][number];

export function* discrepancies({
  after,
}: OperatorRequest<'discrepancies'>): Sql<Outcome<OperatorAnswer<'discrepancies'>>> {
  const rows = yield* all<{ [Field in keyof Discrepancy]: Discrepancy[Field] }>(
    `SELECT transfer_id AS "transferId", card_number AS "cardNumber", claimed, stands, proof,
       station_id AS "stationId", booked_on AS "bookedOn"
     FROM discrepancies WHERE transfer_id > ? ORDER BY transfer_id, claimed LIMIT ${PAGE}`,
    after ?? '',
  );
  return answer({ discrepancies: [...rows] });
}

type Station = OperatorAnswer<'stations'>['stations'][number];
type StationRow = { station_id: string; software_version: string; devices: string; heard_on: string; open: number };

/** `silentSeconds` is not in the database: the process that heard them fills it in (operation/watch.ts). */
export function* stations({ after }: OperatorRequest<'stations'>): Sql<Outcome<OperatorAnswer<'stations'>>> {
  const rows = yield* all<StationRow>(
    `SELECT station_id, software_version, devices, heard_on, coalesce(held.open, 0) AS open
     FROM stations LEFT JOIN (
       SELECT request ->> 'stationId' AS station, count(*) AS open
       FROM open_holds JOIN transfers USING (card_number, transfer_id) GROUP BY request ->> 'stationId'
     ) AS held ON held.station = station_id
     WHERE station_id > ? ORDER BY station_id LIMIT ${PAGE}`,
    after ?? '',
  );
  return answer({
    stations: rows.map((row) => ({
      stationId: row.station_id,
      softwareVersion: row.software_version,
      devices: JSON.parse(row.devices) as Station['devices'],
      heardOn: row.heard_on,
      silentSeconds: null,
      openTransfers: row.open,
    })),
  });
}

const RUNS = 50;

type Run = OperatorAnswer<'grant-runs'>['runs'][number];

/** O(grants). Grants of the campaign are those with a person: there is an index of them. */
export function* grantRuns(): Sql<Outcome<OperatorAnswer<'grant-runs'>>> {
  const rows = yield* all<{ [Field in keyof Run]: Run[Field] }>(
    `SELECT booked_on AS "bookedOn", measure, count(*) AS grants, CAST(sum(points) AS BIGINT) AS points
     FROM entries WHERE person IS NOT NULL AND source = 'grants'
     GROUP BY booked_on, measure ORDER BY booked_on DESC, measure LIMIT ${RUNS}`,
  );
  return answer({ runs: [...rows] });
}
