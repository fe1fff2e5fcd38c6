/** What the acts of the money path come to for staff. */
import { unreachable } from '../../../hardware/result.ts';
import type { CaseEnd, DecidedEnd, SecondProblem } from '../../contract/staff-money.ts';
import type { DecisionOutcome, SettleOutcome } from '../../money.ts';
import { type Receipt, unresolvedReceipt } from '../../receipts/receipt.ts';
import type { PinOutcome } from '../access/access.ts';
import type { CaseContext } from './unresolved-room.ts';

export function endOfSettling(outcome: SettleOutcome): CaseEnd {
  switch (outcome.kind) {
    case 'written':
      return 'written';
    case 'voided':
      return 'not-written';
    case 'evidence-gone':
    case 'not-read':
    case 'storage':
      return outcome.kind;
    default:
      return unreachable(outcome);
  }
}

export function endOfDecision(outcome: DecisionOutcome, end: DecidedEnd): Pick<CaseContext, 'how' | 'stands'> {
  switch (outcome.kind) {
    case 'decided': {
      const { stands } = outcome;
      const isOther = stands !== null && (stands === 'settled') !== (end === 'written');
      return { how: isOther ? 'decided-otherwise' : `decided-${end}`, stands };
    }
    case 'refused':
      return { how: 'decided-refused', stands: null };
    case 'not-open':
    case 'same-person':
      return { how: 'not-open', stands: null };
    case 'storage':
      return { how: 'storage', stands: null };
    default:
      return unreachable(outcome);
  }
}

/** Why the second card cannot go on; null where it can. */
export function problemOf(outcome: PinOutcome): SecondProblem | null {
  switch (outcome.kind) {
    case 'locked':
      return 'locked';
    case 'refused':
      return outcome.why === 'storage' ? 'storage' : 'not-registered';
    case 'first-engineer':
      return 'not-registered';
    case 'right':
    case 'wrong':
    case 'pin':
      return null;
    default:
      return unreachable(outcome);
  }
}

/** The slip for how a case ended; null: there is nothing to be handed out. */
export function slipOf(context: CaseContext, today: string | null): Receipt | null {
  const { chosen, how, end, reason, stands } = context;
  if (!chosen?.transfer) return null;
  switch (how) {
    case 'decided-written':
    case 'decided-not-written':
    case 'decided-otherwise':
    case 'decided-refused': {
      const { reference, cardTail } = chosen;
      const { on, evidence } = chosen.transfer;
      return {
        kind: 'decision',
        data: { reference, cardTail, charge: evidence.points, on, decidedOn: today, end, reason, stands },
      };
    }
    case 'evidence-gone':
    case 'not-read':
    case 'no-card':
      return unresolvedReceipt(chosen.transfer);
    case 'written':
    case 'not-written': {
      const { reference, cardTail } = chosen;
      const { on, evidence } = chosen.transfer;
      return { kind: 'finding', data: { reference, cardTail, charge: evidence.points, on, foundOn: today, end: how } };
    }
    case 'told-again':
    case 'handed-over':
    case 'not-open':
    case 'storage':
      return null;
    default:
      return unreachable(how);
  }
}
