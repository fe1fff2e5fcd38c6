/**
 * The invariants of design §3, checked at rest. The truth about stored fare is the (simulated) card, the truth about
 * points is the center's books.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalState } from '../../station/journal/index.ts';
import type { OpenTransfer } from '../../station/money.ts';
import type { WorldCard } from './world.ts';

/** What is looked at: a world in this process, or what real processes left behind. */
export interface Inspected {
  readonly cards: readonly InspectedCard[];
  /** The center's database. */
  readonly books: DatabaseSync;
  /** What the center itself finds wrong with its books. */
  check(): readonly string[];
  readonly stations: readonly InspectedStation[];
}

/** An account, what was granted to it, and what was written to its card. */
export interface InspectedCard extends Pick<WorldCard, 'cardNumber' | 'granted'> {
  /** Null: nobody could look at it. */
  readonly card: PlasticCard | null;
  /** Before the first write, yen; left out where nobody knows it. */
  readonly balanceAtStart?: number;
}

interface PlasticCard {
  /** Every write of a reader; `balanceYen` after it, left out where only the records could be read. */
  readonly commits: readonly {
    readonly secure: boolean;
    readonly newest: string | null;
    readonly balanceYen?: number;
  }[];
  /** Now, and what other machines put on it or took from it; left out as above. */
  readonly balanceYen?: number;
  readonly elsewhereYen?: number;
}

export interface InspectedStation {
  readonly isRunning: boolean;
  readonly journal: { readonly state: JournalState };
  readonly money: { readonly open: readonly OpenTransfer[] };
  readonly printer: { readonly paper: readonly { readonly text: string }[] };
}

interface TransferRow {
  readonly transferId: string;
  readonly cardNumber: string;
  readonly record: string;
  readonly points: number;
  /** On the card before it. */
  readonly balanceYen: number;
  /** `held` where it is open. */
  readonly state: 'held' | 'settled' | 'voided';
}

/** What is wrong, in words; empty where every invariant holds. */
export function violations(world: Inspected): string[] {
  const transfers = transfersOf(world);
  return [
    ...world.check().map((fault) => `I2: ${fault}`),
    ...ofPoints(world, transfers),
    ...world.cards.flatMap((card) =>
      ofCard(
        card,
        transfers.filter(({ cardNumber }) => cardNumber === card.cardNumber),
      ),
    ),
    ...ofStations(
      world,
      new Set(transfers.filter(({ state }) => state === 'held').map(({ transferId }) => transferId)),
    ),
    ...ofReceipts(world),
    ...rows(world, 'SELECT * FROM discrepancies').map((row) => `discrepancy: ${JSON.stringify(row)}`),
  ];
}

function ofCard(inspected: InspectedCard, transfers: readonly TransferRow[]): string[] {
  const { card, cardNumber } = inspected;
  if (!card) return [];
  const wrong: string[] = ofFare(inspected, card, transfers);
  const charges = card.commits.filter(({ secure, newest }) => secure && newest?.slice(2, 4) === '48');
  for (const { transferId, record, state } of transfers) {
    const times = charges.filter(({ newest }) => newest === record).length;
    if (times > 1) wrong.push(`I3: transfer ${transferId} wrote ${times} times`);
    if (state === 'settled' && times === 0) wrong.push(`I1: transfer ${transferId} was settled and never written`);
    if (state === 'voided' && times > 0) wrong.push(`I1: transfer ${transferId} was voided and written`);
  }
  const known = new Set(transfers.map(({ record }) => record));
  for (const { newest } of charges) {
    if (newest !== null && !known.has(newest)) wrong.push(`I1: ${cardNumber} was charged without a hold`);
  }
  return wrong;
}

/**
 * I1, in yen: each write of a transfer leaves the balance that its evidence and its record say, and nothing else moves
 * the card's balance but other machines.
 */
function ofFare(
  { cardNumber, balanceAtStart }: InspectedCard,
  { commits, balanceYen, elsewhereYen }: PlasticCard,
  transfers: readonly TransferRow[],
): string[] {
  const byRecord = new Map(transfers.map((transfer) => [transfer.record, transfer]));
  const wrong: string[] = [];
  let gained = 0;
  for (const commit of commits) {
    const transfer = byRecord.get(commit.secure ? (commit.newest ?? '') : '');
    if (!transfer) continue;
    const { transferId, points } = transfer;
    gained += points;
    const [due, recorded] = [transfer.balanceYen + points, balanceIn(transfer.record)];
    if (commit.balanceYen !== undefined && (commit.balanceYen !== due || recorded !== due))
      wrong.push(`I1: ${transferId} left ${commit.balanceYen} yen, ${recorded} in its record, and not ${due}`);
  }
  if (balanceAtStart === undefined || balanceYen === undefined || elsewhereYen === undefined) return wrong;
  const due = balanceAtStart + gained + elsewhereYen;
  return balanceYen === due ? wrong : [...wrong, `I1: ${cardNumber} has ${balanceYen} yen and not ${due}`];
}

/** Bytes 10 and 11, little endian (docs/facts/felica.md §4.3); read here once more, not by what wrote them. */
function balanceIn(record: string): number {
  return Number.parseInt(record.slice(22, 24) + record.slice(20, 22), 16);
}

/** What was granted is still there, under a hold, or on a card; a reissue only moves it. */
function ofPoints(world: Inspected, transfers: readonly TransferRow[]): string[] {
  const granted = world.cards.reduce((sum, card) => sum + card.granted, 0);
  const left = Number(rows(world, 'SELECT coalesce(sum(points), 0) AS points FROM balances')[0]?.points);
  const settled = transfers.filter(({ state }) => state === 'settled').reduce((sum, { points }) => sum + points, 0);
  return left + settled === granted ? [] : [`I2: ${granted} were granted, ${left} are there, ${settled} were settled`];
}

/** I6: of all pieces that came out for one transfer, one at most does not say 再発行. */
function ofReceipts(world: Inspected): string[] {
  const originals = new Map<string, number>();
  for (const { text } of world.stations.flatMap(({ printer }) => printer.paper)) {
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0];
    if (!reference || text.includes('再発行')) continue;
    const about = `${text.includes('お取扱い票') ? 'unresolved' : 'charge'} ${reference}`;
    originals.set(about, (originals.get(about) ?? 0) + 1);
  }
  return [...originals].flatMap(([about, count]) =>
    count > 1 ? [`I6: the receipt ${about} came out ${count} times as the original`] : [],
  );
}

/** I4: whatever a station believes open is open at the center too, or on its way there. */
function ofStations(world: Inspected, held: ReadonlySet<string>): string[] {
  return world.stations.flatMap((station) => {
    if (!station.isRunning) return [];
    const { outbox, refused } = station.journal.state;
    const told = new Set(
      [...outbox.values()].map(({ message }) => message.call === 'finish' && message.request.transferId),
    );
    const lost = [...station.journal.state.transfers.values()].filter(
      ({ transferId, phase }) => (phase === 'written' || phase === 'voided') && !told.has(transferId),
    );
    return [
      ...lost.map(({ transferId, phase }) => `I4: ${transferId} is ${phase} and nobody tells the center`),
      ...refused.map(({ problem }) => `I4: the center refused an end: ${problem.code}`),
      ...station.money.open
        .filter(
          ({ transferId, state }) => state === 'unknown' && !held.has(transferId) && !endedElsewhere(world, transferId),
        )
        .map(({ transferId }) => `I4: ${transferId} is unknown here and unheard of at the center`),
    ];
  });
}

function endedElsewhere(world: Inspected, transferId: string): boolean {
  return rows(world, 'SELECT 1 FROM transfer_ends WHERE transfer_id = ?', transferId).length > 0;
}

function transfersOf(world: Inspected): TransferRow[] {
  return rows(
    world,
    `SELECT transfers.transfer_id AS transferId, transfers.card_number AS cardNumber,
       json_extract(request, '$.evidence.record') AS record, json_extract(request, '$.evidence.points') AS points,
       json_extract(request, '$.evidence.balanceYen') AS balanceYen, coalesce(state, 'held') AS state
     FROM transfers LEFT JOIN transfer_ends USING (transfer_id)`,
  ) as unknown as TransferRow[];
}

/** Prepared once for each database: they are asked thousands of times a minute. */
const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

function rows({ books }: Inspected, sql: string, ...values: string[]): Record<string, unknown>[] {
  const statements = prepared.get(books) ?? new Map<string, StatementSync>();
  prepared.set(books, statements);
  const statement = statements.get(sql) ?? books.prepare(sql);
  statements.set(sql, statement);
  return statement.all(...values);
}
