/** Everything about money that waits for staff: from the journal, and from the center what the journal does not know. */
import type { CenterClient } from '../../center/contract/index.ts';
import type { CaseKind } from '../contract/staff-money.ts';
import type { Journal, JournalState } from '../journal/index.ts';
import type { OpenTransfer } from '../money.ts';
import { fromHold, openTransfers } from '../transfer/open-transfers.ts';
import { referenceOf } from '../transfer/reference.ts';

export interface StaffCase {
  readonly kind: CaseKind;
  readonly transferId: string;
  readonly reference: string;
  readonly cardTail: string;
  readonly points: number | null;
  readonly on: string | null;
  /** What can be settled or decided; null for what can only be told again or handed over. */
  readonly transfer: OpenTransfer | null;
  /** Of a refused end. */
  readonly messageId: string | null;
}

export interface CaseList {
  readonly cases: readonly StaffCase[];
  /** False: the center did not answer; holds that only it knows may be missing. */
  readonly centerAsked: boolean;
}

/** What the station itself knows, the oldest first. */
export function casesOf(state: JournalState): StaffCase[] {
  const open = openTransfers(state).map((transfer): StaffCase => {
    const isContradicted = state.transfers.get(transfer.transferId)?.phase === 'contradicted';
    return caseOf(transfer, isContradicted ? 'contradicted' : 'unknown');
  });
  const refused = state.refused.flatMap(({ message, cardNumber }): StaffCase[] => {
    if (message.call !== 'finish') return [];
    const { transferId } = message.request;
    const known = state.transfers.get(transferId);
    const { messageId } = message;
    return [{ ...bare('refused', transferId, cardNumber), ...numbersOf(known), messageId }];
  });
  const discrepancies = state.discrepancies.map(
    ({ transferId, cardNumber }): StaffCase => bare('discrepancy', transferId, cardNumber),
  );
  return [...open, ...refused, ...discrepancies];
}

/** The same, and the holds of this station that are open at the center and unknown to its journal. */
export async function listCases(journal: Journal, center: CenterClient): Promise<CaseList> {
  const answer = await center.call('unresolved', { stationId: journal.stationId });
  const own = casesOf(journal.state);
  if (!answer.ok) return { cases: own, centerAsked: false };
  const elsewhere = answer.value.holds.filter(({ transferId }) => !journal.state.transfers.has(transferId));
  return { cases: [...own, ...elsewhere.map((hold) => caseOf(fromHold(hold), 'elsewhere'))], centerAsked: true };
}

function caseOf(transfer: OpenTransfer, kind: CaseKind): StaffCase {
  const { transferId, evidence, on } = transfer;
  return { ...bare(kind, transferId, evidence.cardNumber), points: evidence.points, on, transfer };
}

function bare(kind: CaseKind, transferId: string, cardNumber: string): StaffCase {
  const reference = referenceOf(transferId);
  const cardTail = cardNumber.slice(-4);
  return { kind, transferId, reference, cardTail, points: null, on: null, transfer: null, messageId: null };
}

function numbersOf(known: { readonly on: string; readonly evidence: { readonly points: number } } | undefined) {
  return known ? { points: known.evidence.points, on: known.on } : { points: null, on: null };
}
