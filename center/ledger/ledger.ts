import { one, run, type Sql } from '../sql.ts';

/** The accounts of a card: points that can be used, and points under its open hold. */
type CardAccount = 'outstanding' | 'held';
/** The center's own: where points come from and go to. Together they are the mirror of all cards. */
type CenterAccount = 'grants' | 'point-charges' | 'corrections' | 'carried-over' | 'reissues';
export type LedgerAccount = CardAccount | CenterAccount;

export interface Entry {
  readonly cardNumber: string;
  readonly source: LedgerAccount;
  readonly target: LedgerAccount;
  /** Above zero. */
  readonly points: number;
  /** The day it counts for. */
  readonly valueOn: string;
  /** The business date of the booking. */
  readonly bookedOn: string;
  readonly transferId?: string;
  readonly measure?: string | null;
  readonly person?: string | null;
  readonly importId?: string;
}

export interface Balances {
  /** Points that can be used now. */
  readonly points: number;
  readonly heldPoints: number;
}

/**
 * Books one entry and carries it into the balances. The database refuses what would take a balance below zero (I2):
 * callers look first, so that this is a fault and not an answer.
 */
export function* post(entry: Entry): Sql<void> {
  yield* run(
    `INSERT INTO entries (card_number, source, target, points, value_on, booked_on, transfer_id, measure, person, import_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.cardNumber,
    entry.source,
    entry.target,
    entry.points,
    entry.valueOn,
    entry.bookedOn,
    entry.transferId ?? null,
    entry.measure ?? null,
    entry.person ?? null,
    entry.importId ?? null,
  );
  if (isOfCard(entry.source)) yield* change(entry.cardNumber, entry.source, -entry.points);
  if (isOfCard(entry.target)) yield* change(entry.cardNumber, entry.target, entry.points);
}

/** The balances of a card; zero where nothing was ever booked. */
export function* balancesOf(cardNumber: string): Sql<Balances> {
  const row = yield* one<{ points: number; held: number }>(
    `SELECT coalesce(sum(points) FILTER (WHERE account = 'outstanding'), 0) AS points,
            coalesce(sum(points) FILTER (WHERE account = 'held'), 0) AS held
     FROM balances WHERE card_number = ?`,
    cardNumber,
  );
  return { points: row?.points ?? 0, heldPoints: row?.held ?? 0 };
}

function isOfCard(account: LedgerAccount): account is CardAccount {
  return account === 'outstanding' || account === 'held';
}

function* change(cardNumber: string, account: CardAccount, points: number): Sql<void> {
  yield* run('INSERT INTO balances VALUES (?, ?, 0) ON CONFLICT DO NOTHING', cardNumber, account);
  yield* run(
    'UPDATE balances SET points = points + ? WHERE card_number = ? AND account = ?',
    points,
    cardNumber,
    account,
  );
}
