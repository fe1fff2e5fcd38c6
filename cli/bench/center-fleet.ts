/** A center for the benchmark: its cards made by the database itself, and point charges side by side. */
import { randomUUID } from 'node:crypto';
import type { CallRequest } from '../../center/contract/index.ts';
import type { CenterDatabase } from '../../center/database.ts';
import { type Center, centerOver } from '../../center/service.ts';
import { run, type Sql } from '../../center/sql.ts';
import { loadCard, POINTS_A_CARD } from '../center/load.ts';

export const TODAY = '2023-04-10';

/** Text of both databases for the card of number `i`, as `loadCard` has it. */
const CARD = "'JW' || CAST(900000000000000 + i AS TEXT)";
const NUMBERS =
  'WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < CAST(? AS BIGINT))';

/** Registered cards with points, as an import would have left them. */
export async function makeCards(db: CenterDatabase, cards: number): Promise<void> {
  await db.write(function* (): Sql<void> {
    yield* registered(cards);
    yield* run(
      `INSERT INTO entries (card_number, source, target, points, value_on, booked_on, import_id)
       ${NUMBERS} SELECT ${CARD}, 'carried-over', 'outstanding', ${POINTS_A_CARD}, '2023-02-18', '2023-02-18', 'made-' || i FROM numbers`,
      cards,
    );
    yield* run(
      `INSERT INTO balances (card_number, account, points)
       ${NUMBERS} SELECT ${CARD}, 'outstanding', ${POINTS_A_CARD} FROM numbers`,
      cards,
    );
  });
}

export function* registered(cards: number): Sql<void> {
  yield* run(
    `INSERT INTO registrations (card_number, registered_on, terms_version)
     ${NUMBERS} SELECT ${CARD}, '2022-06-30', 'ICOCAポイント' FROM numbers`,
    cards,
  );
}

/**
 * An application for each card, and so many charges of 1,700 yen: with twelve of them everybody has made the threshold. On
 * PostgreSQL only, whose bodies are JSON.
 */
export function* applications(cards: number, chargesEach: number): Sql<void> {
  yield* run(
    `INSERT INTO events (event_key, home, happened_on, type, card_number, person, measure, body)
     ${NUMBERS} SELECT 'application:' || i, ${CARD}, '2022-07-01', 'application', ${CARD}, 'P' || i, 'charge',
       CAST('{"card":"' || ${CARD} || '","measure":"charge","on":"2022-07-01","person":"P' || i || '","type":"application"}' AS JSON)
     FROM numbers`,
    cards,
  );
  for (let charge = 0; charge < chargesEach; charge++) {
    const on = `2022-${String(7 + (charge % 6)).padStart(2, '0')}-15`;
    yield* run(
      `INSERT INTO events (event_key, home, happened_on, type, card_number, yen, source, body)
       ${NUMBERS} SELECT 'charge:${charge}-' || i, ${CARD}, '${on}', 'charge', ${CARD}, 1700, 'cash',
         CAST('{"card":"' || ${CARD} || '","id":"${charge}-' || i || '","on":"${on}","source":"cash","type":"charge","yen":1700}' AS JSON)
       FROM numbers`,
      cards,
    );
  }
}

/** Point charges a second: each is held and settled, each answer waited for, by so many at a time. */
export async function charging(db: CenterDatabase, clients: number, cards: number, seconds: number): Promise<number> {
  const center = centerOver(db, () => TODAY);
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  let charges = 0;
  const client = async (index: number): Promise<void> => {
    for (let n = index; performance.now() < until; n += clients) {
      await chargeOnce(center, loadCard(n % cards));
      charges += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return charges / ((performance.now() - begun) / 1_000);
}

async function chargeOnce(center: Center, cardNumber: string): Promise<void> {
  const transferId = randomUUID();
  const evidence: CallRequest<'hold'>['evidence'] = {
    cardNumber,
    idm: '0123456789abcdef',
    balanceYen: 1_000,
    updateNumber: 1,
    anchor: null,
    historyLength: 0,
    record: '0'.repeat(32),
    points: 10,
  };
  const stationId = 'BENCH';
  const held = await center.handle('hold', { stationId, transferId, on: TODAY, cardKind: 'icoca', evidence });
  const ended = await center.handle('finish', { stationId, transferId, end: 'settled', proof: 'answer', cardNumber });
  if (held.status !== 200 || ended.status !== 200)
    throw new Error(`a charge failed: ${JSON.stringify([held.body, ended.body])}`);
}
