import type { Account, Hold } from '../../center/contract/index.ts';
import { unreachable } from '../../hardware/result.ts';
import { isTold, type JournalState, type TransferState } from '../journal/index.ts';
import type { OpenTransfer } from '../money.ts';
import { referenceOf } from './reference.ts';
import type { Ended } from './write-down.ts';

/** Null where it has ended and only the center has to hear of it. */
export function openState(transfer: TransferState): OpenTransfer['state'] | null {
  switch (transfer.phase) {
    case 'intended':
    case 'reserved':
    case 'writing':
    case 'unknown':
      return transfer.phase;
    case 'contradicted':
      return 'unknown';
    case 'written':
    case 'voided':
      return null;
    default:
      return unreachable(transfer.phase);
  }
}

export function toOpenTransfer(transfer: TransferState, state: OpenTransfer['state']): OpenTransfer {
  const { transferId, evidence, cardKind, on } = transfer;
  return { transferId, reference: referenceOf(transferId), evidence, cardKind, on, state };
}

export function openTransfers(state: JournalState): OpenTransfer[] {
  return [...state.transfers.values()].flatMap((transfer) => {
    const open = openState(transfer);
    // One that contradicts itself may have been settled by its history all the same: then it is over, like any other.
    return open && !isTold(state, transfer.transferId) ? [toOpenTransfer(transfer, open)] : [];
  });
}

/** Written, and no message of it waits or was refused. */
export function untold(state: JournalState): Ended[] {
  return [...state.transfers.values()].flatMap(({ transferId, phase, evidence: { cardNumber } }) =>
    phase === 'written' && !isTold(state, transferId)
      ? [{ transferId, cardNumber, end: 'settled', proof: 'answer' } as const]
      : [],
  );
}

/** A hold of this card that this station does not know to have ended. */
export function foreignHold(state: JournalState, account: Account | null): OpenTransfer | null {
  const hold = account?.openHold ?? null;
  return hold && !state.transfers.has(hold.transferId) ? fromHold(hold) : null;
}

export function fromHold({ transferId, evidence, on }: Hold): OpenTransfer {
  return { transferId, reference: referenceOf(transferId), evidence, cardKind: null, on, state: 'elsewhere' };
}
