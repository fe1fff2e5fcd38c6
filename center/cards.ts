import { all, one, type Sql } from './sql.ts';

/** The card that a reissue put in this one's place; null where it stands itself. */
export function* successorOf(cardNumber: string): Sql<string | null> {
  const row = yield* one<{ successor: string }>('SELECT successor FROM reissues WHERE card_number = ?', cardNumber);
  return row?.successor ?? null;
}

/** The card that has the account now: this one, or the last of its successors. */
export function* holderOf(cardNumber: string): Sql<string> {
  let holder = cardNumber;
  for (let next = yield* successorOf(holder); next !== null; next = yield* successorOf(holder)) holder = next;
  return holder;
}

/** The card and those it was issued in place of, newest first: together they are one account. */
export function* accountCards(cardNumber: string): Sql<readonly string[]> {
  const rows = yield* all<{ card_number: string }>(
    `WITH RECURSIVE chain (card_number, depth) AS (
       SELECT card_number, 1 FROM reissues WHERE successor = ?
       UNION ALL
       SELECT reissues.card_number, depth + 1 FROM reissues JOIN chain ON reissues.successor = chain.card_number
     )
     SELECT card_number FROM chain ORDER BY depth`,
    cardNumber,
  );
  return [cardNumber, ...rows.map((row) => row.card_number)];
}
