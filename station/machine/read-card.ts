import type { CardError, IssueData, OpenData } from '../../hardware/card/port.ts';
import type { FieldBefore } from '../../hardware/reader/port.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import type { AccountOutcome, Money, OpenTransfer } from '../money.ts';
import type { StationDeps } from './deps.ts';

/** Everything one reading of a card tells; it lives as long as the card lies on the reader (design §5). */
export interface CardReading {
  readonly idm: string;
  readonly open: OpenData;
  /** Null: this machine has no SAM, so there is no card number and no account. */
  readonly issue: IssueData | null;
  /** Null exactly where `issue` is. */
  readonly account: AccountOutcome | null;
  /** A transfer of this card that has to be settled before anything else is offered. */
  readonly transfer: OpenTransfer | null;
}

/**
 * Reads who the card is, what is on it, and what the center knows of it. Takes the card's own time only. `as-it-is`: a look has just
 * found the card.
 */
export async function readCard(
  card: StationDeps['card'],
  money: Money,
  idm: string,
  field: FieldBefore,
): Promise<Result<CardReading, CardError>> {
  if (!card.keyed) {
    const open = await card.readOpen(idm);
    if (!open.ok) return fail(open.error);
    return ok({ idm, open: open.value, issue: null, account: null, transfer: money.openForIdm(idm) });
  }
  const read = await card.keyed.readAll(idm, field);
  if (!read.ok) return fail(read.error);
  const { open, issue } = read.value;
  const account = await money.account({ idm, ...issue });
  const known = account.kind === 'account' ? account.account : null;
  if (known) await money.compareWithDecisions(known, idm);
  const transfer = money.openFor(issue.cardNumber, known) ?? money.openForIdm(idm);
  return ok({ idm, open, issue, account, transfer });
}

/** The last four characters: all of a card number that is ever shown. */
export function tailOf(cardNumber: string): string {
  return cardNumber.slice(-4);
}
