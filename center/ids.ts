import { insert, one, type Sql } from './sql.ts';

/** What a station makes ids for. */
type IdKind = 'transfer' | 'request';

/** The key of `ids`. */
export const idOf = (kind: IdKind, id: string): string => `${kind}:${id}`;

/** The card that an id stands for; null: nothing was ever done under it. */
export function* cardOfId(kind: IdKind, id: string): Sql<string | null> {
  const row = yield* one<{ card_number: string }>('SELECT card_number FROM ids WHERE id = ?', idOf(kind, id));
  return row?.card_number ?? null;
}

/**
 * From now on the id stands for this card. Where another card takes the same id at the same moment, the database lets
 * one of them through and the other transaction is done again: it then finds the id taken.
 */
export function* rememberId(kind: IdKind, id: string, cardNumber: string): Sql<void> {
  yield* insert('ids (id, card_number)', idOf(kind, id), cardNumber);
}
