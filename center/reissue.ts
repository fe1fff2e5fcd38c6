import { accountCards, successorOf } from './cards.ts';
import { type Added, addEvent, type CenterEvent } from './events.ts';
import { balancesOf } from './ledger/ledger.ts';
import { moveOutstanding } from './ledger/transfers.ts';
import { lockCard, one, run, type Sql } from './sql.ts';

type Reissue = Extract<CenterEvent, { type: 'reissue' }>;

/**
 * The issuer replaced a card: its account moves to the new number (A30). An open hold stays with the old card, whose
 * history alone can settle it; when it is voided its points follow (ledger/transfers.ts).
 */
export function* reissue(event: Reissue, today: string): Sql<Added> {
  const { card, to, on } = event;
  yield* lockCard(card);
  yield* lockCard(to);
  const successor = yield* successorOf(card);
  if (successor !== null) {
    return successor === to ? yield* addEvent(event) : { why: 'card: another card was issued in place of this one' };
  }
  const other = yield* one('SELECT 1 AS found FROM reissues WHERE successor = ?', to);
  if (other) return { why: 'to: this card was issued in place of another one' };
  const before = yield* accountCards(card);
  if (before.includes(to)) return { why: 'to: the card would replace itself' };
  const added = yield* addEvent(event);
  yield* run('INSERT INTO reissues (card_number, successor, reissued_on) VALUES (?, ?, ?)', card, to, on);
  const { points } = yield* balancesOf(card);
  if (points > 0) yield* moveOutstanding(card, to, points, today);
  return added;
}
