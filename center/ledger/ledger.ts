import { insert, one, run, type Sql } from '../sql.ts';

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
  yield* insert(
    'entries (card_number, source, target, points, value_on, booked_on, transfer_id, measure, person, import_id)',
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
  const { cardNumber, source, target, points } = entry;
  if (isOfCard(source) && isOfCard(target)) yield* move(cardNumber, source, target, points);
  else if (isOfCard(source)) yield* take(cardNumber, source, points);
  else if (isOfCard(target)) yield* give(cardNumber, target, points);
}

/** Columns over the rows of one card in `balances`. */
export const BALANCES = `coalesce(sum(points) FILTER (WHERE account = 'outstanding'), 0) AS points,
  coalesce(sum(points) FILTER (WHERE account = 'held'), 0) AS held`;

/** The balances of a card; zero where nothing was ever booked. */
export function* balancesOf(cardNumber: string): Sql<Balances> {
  const row = yield* one<{ points: number; held: number }>(
    `SELECT ${BALANCES} FROM balances WHERE card_number = ?`,
    cardNumber,
  );
  return { points: row?.points ?? 0, heldPoints: row?.held ?? 0 };
}

function isOfCard(account: LedgerAccount): account is CardAccount {
  return account === 'outstanding' || account === 'held';
}

/*
 * Each in one statement, since every call has some of them. What is taken from an account that has no row would make one
 * below zero: the database refuses it like any other.
 */
const ZERO_IF_THERE =
  'CASE WHEN EXISTS (SELECT 1 FROM balances WHERE card_number = ? AND account = ?) THEN 0 ELSE -1 END';

function give(cardNumber: string, account: CardAccount, points: number): Sql<void> {
  return run(
    `INSERT INTO balances (card_number, account, points) VALUES (?, ?, ?)
     ON CONFLICT (card_number, account) DO UPDATE SET points = balances.points + excluded.points`,
    cardNumber,
    account,
    points,
  );
}

function take(cardNumber: string, account: CardAccount, points: number): Sql<void> {
  return run(
    `INSERT INTO balances (card_number, account, points) VALUES (?, ?, ${ZERO_IF_THERE})
     ON CONFLICT (card_number, account) DO UPDATE SET points = balances.points - ?`,
    cardNumber,
    account,
    cardNumber,
    account,
    points,
  );
}

function move(cardNumber: string, source: CardAccount, target: CardAccount, points: number): Sql<void> {
  return run(
    `INSERT INTO balances (card_number, account, points) VALUES (?, ?, ${ZERO_IF_THERE}), (?, ?, CAST(? AS BIGINT))
     ON CONFLICT (card_number, account) DO UPDATE SET
       points = balances.points + CASE WHEN balances.account = ? THEN - CAST(? AS BIGINT) ELSE excluded.points END`,
    cardNumber,
    source,
    cardNumber,
    source,
    cardNumber,
    target,
    points,
    source,
    points,
  );
}
