/** The station's transfers against those that the ledger has of it: one by one, in both directions. */
import type { CallAnswer, CenterClient } from '../../center/contract/index.ts';
import type { Difference } from '../contract/staff-money.ts';
import { referenceOf } from '../transfer/reference.ts';
import type { ShiftTransfer } from './shift-sums.ts';

export type LedgerTransfer = CallAnswer<'transfers'>['transfers'][number];

/** What `transfers` answers at most; fewer: there are no more. */
const PAGE = 200;

/** Null: the center did not answer, or answers without an end. */
export async function ledgerOf(
  center: CenterClient,
  stationId: string,
  days: { readonly from: string; readonly to: string },
): Promise<readonly LedgerTransfer[] | null> {
  const all: LedgerTransfer[] = [];
  for (;;) {
    const after = all.at(-1)?.transferId ?? null;
    const answer = await center.call('transfers', { stationId, ...days, after });
    if (!answer.ok) return null;
    const { transfers } = answer.value;
    const [first] = transfers;
    if (after !== null && first && first.transferId <= after) return null;
    all.push(...transfers);
    if (transfers.length < PAGE) return all;
  }
}

export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/**
 * `station`: every transfer that the journal knows; those of the shift are compared, the others only tell that a line of
 * the ledger is known. `waiting`: whose end is in the outbox.
 */
export function compareWithLedger(
  station: ReadonlyMap<string, ShiftTransfer>,
  ledger: readonly LedgerTransfer[],
  waiting: ReadonlySet<string>,
): Comparison {
  const atCenter = new Map(ledger.map((transfer) => [transfer.transferId, transfer]));
  const ofShift = [...station.values()].filter(({ isOfShift }) => isOfShift);
  const own = ofShift.flatMap((transfer) =>
    difference(transfer, atCenter.get(transfer.transferId), waiting.has(transfer.transferId)),
  );
  const unknown = ledger.filter(({ transferId }) => !station.has(transferId));
  return {
    compared: ofShift.length + unknown.length,
    differences: [...own, ...unknown.map((transfer) => lineOf('unknown-at-station', undefined, transfer))],
  };
}

function difference(
  transfer: ShiftTransfer,
  known: LedgerTransfer | undefined,
  isWaiting: boolean,
): readonly Difference[] {
  // Never held and void: the two agree that nothing happened, once the tombstone is there.
  if (!known) return [lineOf(isWaiting ? 'not-told-yet' : 'unknown-at-center', transfer, undefined)];
  // A tombstone knows no points.
  if (known.points !== null && known.points !== transfer.points) return [lineOf('other-points', transfer, known)];
  if (isSame(transfer, known)) return [];
  if (isWaiting && known.state === 'held') return [lineOf('not-told-yet', transfer, known)];
  return [lineOf(transfer.state === 'open' ? 'ended-elsewhere' : 'other-end', transfer, known)];
}

function isSame({ state }: ShiftTransfer, known: LedgerTransfer): boolean {
  return state === known.state || (state === 'open' && known.state === 'held');
}

function lineOf(
  kind: Difference['kind'],
  station: ShiftTransfer | undefined,
  center: LedgerTransfer | undefined,
): Difference {
  const { transferId = '', cardNumber = '' } = station ?? center ?? {};
  return {
    kind,
    reference: referenceOf(transferId),
    cardTail: cardNumber.slice(-4),
    station: station?.state ?? null,
    center: center?.state ?? null,
    stationPoints: station?.points ?? null,
    centerPoints: center?.points ?? null,
  };
}
