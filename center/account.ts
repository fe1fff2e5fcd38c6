import { accountCards, successorOf } from './cards.ts';
import type { Account, CallRequest, Hold } from './contract/index.ts';
import { owedTo } from './grants.ts';
import { balancesOf } from './ledger/ledger.ts';
import { endedByStaffOf, holdFrom } from './ledger/of-station.ts';
import { postingsOf } from './ledger/postings.ts';
import { answer, type Outcome } from './refusal.ts';
import { registrationOf } from './registration.ts';
import { one, type Sql } from './sql.ts';

/**
 * All that a machine shows of a card. Changes nothing. The account of a card that a reissue replaced is with its
 * successor: the old card shows its open hold and nothing else (design §3, "Whose points").
 */
export function* account(request: CallRequest<'account'>, today: string): Sql<Outcome<Account>> {
  const { cardNumber } = request;
  const replaced = (yield* successorOf(cardNumber)) !== null;
  const owed = replaced ? { plannedGrants: [], progress: null } : yield* owedTo(cardNumber, today);
  return answer({
    cardNumber,
    registration: yield* registrationOf(cardNumber),
    ...(yield* balancesOf(cardNumber)),
    openHold: yield* openHoldOf(cardNumber),
    endedByStaff: [...(yield* endedByStaffOf(cardNumber))],
    postings: replaced ? [] : [...(yield* postingsOf(yield* accountCards(cardNumber)))],
    plannedGrants: [...owed.plannedGrants],
    progress: owed.progress,
  });
}

function* openHoldOf(cardNumber: string): Sql<(typeof Hold)['_output'] | null> {
  const row = yield* one<{ request: string }>(
    `SELECT transfers.request FROM open_holds JOIN transfers USING (card_number, transfer_id) WHERE open_holds.card_number = ?`,
    cardNumber,
  );
  return row ? holdFrom(row.request) : null;
}
