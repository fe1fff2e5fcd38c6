/** The screens of the small machines that several jobs share. */
import type { SnapshotFrom } from 'xstate';
import { unreachable } from '../../hardware/result.ts';
import type { Trouble } from '../contract/screen.ts';
import type { Job } from '../contract/words.ts';
import type { afterChargeMachine } from '../machine/after-charge.ts';
import type { identifyMachine } from '../machine/identify.ts';
import type { printingMachine } from '../machine/printing.ts';
import { tailOf } from '../machine/read-card.ts';
import type { settlingMachine } from '../machine/settling.ts';
import type { toldMachine } from '../machine/told.ts';
import { canTryAgain } from '../machine/troubles.ts';
import { pointChargeReceipt, unresolvedReceipt } from '../receipts/receipt.ts';
import { receiptIntents, type Surroundings, type View } from './view.ts';

type Identify = SnapshotFrom<ReturnType<typeof identifyMachine>>;
type Settling = SnapshotFrom<ReturnType<typeof settlingMachine>>;
type ToldSnapshot = SnapshotFrom<ReturnType<typeof toldMachine>>;
type Printing = SnapshotFrom<ReturnType<typeof printingMachine>>;
type AfterCharge = SnapshotFrom<ReturnType<typeof afterChargeMachine>>;

export function identifyView(snapshot: Identify | undefined): View | null {
  if (!snapshot) return null;
  const { value, context, children } = snapshot;
  switch (value) {
    case 'layCard': {
      const several = children.findCard?.getSnapshot().context.hint === 'several-cards';
      const again = several ? 'several-cards' : context.notRead ? 'not-read' : null;
      return { body: { id: 'lay-card', job: context.job, again }, accepts: ['back', 'cancel', 'call-staff'] };
    }
    case 'reading':
      return { body: { id: 'reading-card', job: context.job }, accepts: ['call-staff'] };
    case 'settling':
      return settlingView(children.settling?.getSnapshot(), { job: context.job });
    case 'settledEarlier': {
      if (!context.settled) return null;
      const { kind: outcome, transfer, balanceYen } = context.settled;
      const charge = transfer.evidence.points;
      return {
        body: { id: 'settled-earlier', outcome, charge, balanceYen },
        accepts: ['continue', 'cancel', 'call-staff'],
      };
    }
    case 'ended':
      return null;
    default:
      return unreachable(value);
  }
}

/** `job` null: right after a write, where the passenger still waits for its end. */
export function settlingView(snapshot: Settling | undefined, { job }: { job: Job | null }): View | null {
  if (!snapshot) return null;
  const { value, context, children } = snapshot;
  const { evidence, reference } = context.transfer;
  const checking: View =
    job === null
      ? { body: { id: 'charging', charge: evidence.points, step: 'checking' }, accepts: [] }
      : { body: { id: 'reading-card', job }, accepts: [] };
  switch (value) {
    case 'asking': {
      const search = children.findCard?.getSnapshot().context;
      // The card may still lie there: it is not asked for before the first look has answered.
      if (!search?.looked && context.tries === 0) return checking;
      const body = {
        id: 'lay-same-card',
        cardTail: tailOf(evidence.cardNumber),
        charge: evidence.points,
        reference,
        tries: context.tries,
        differentCard: search?.hint === 'different-card',
      } as const;
      return { body, accepts: ['call-staff'] };
    }
    case 'reading':
      return checking;
    case 'ended':
      return null;
    default:
      return unreachable(value);
  }
}

export function toldView(snapshot: ToldSnapshot | undefined, job: Job | null): View | null {
  if (!snapshot) return null;
  const { trouble, idm } = snapshot.context;
  const body = { id: 'trouble', job, trouble, cardOnReader: idm !== null } as const;
  return { body, accepts: troubleIntents(trouble) };
}

/** Where trying again is of no use, the one way on is "understood": it gives up the job as `cancel` would. */
export function troubleIntents(trouble: Trouble): View['accepts'] {
  const accepts: View['accepts'] = canTryAgain(trouble)
    ? ['continue', 'cancel', 'call-staff']
    : ['continue', 'call-staff'];
  const canRegister = trouble.kind === 'unregistered' && trouble.canRegisterHere;
  return canRegister ? ['choose-job', ...accepts] : accepts;
}

export function printingView(snapshot: Printing | undefined, { receipts }: Surroundings): View | null {
  if (!snapshot) return null;
  const { value, context } = snapshot;
  switch (value) {
    case 'printing':
      return { body: { id: 'printing' }, accepts: [] };
    case 'failed': {
      const { failed: outcome, reference } = context;
      const again = outcome === 'not-printed' ? receiptIntents(receipts) : (['continue'] as const);
      return { body: { id: 'print-failed', outcome, receipts, reference }, accepts: [...again, 'call-staff'] };
    }
    case 'ended':
      return null;
    default:
      return unreachable(value);
  }
}

export function afterChargeView(snapshot: AfterCharge | undefined, surroundings: Surroundings): View | null {
  if (!snapshot) return null;
  const { context, children } = snapshot;
  const { receipts, preview } = surroundings;
  if (snapshot.matches('settling')) return settlingView(children.settling?.getSnapshot(), { job: null });
  if (snapshot.matches('askingPoints') && context.charged) {
    return { body: { id: 'charging', charge: context.charged.charge, step: 'checking' }, accepts: [] };
  }
  if (snapshot.matches('notDone')) return toldView(children.told?.getSnapshot(), 'point-charge');
  if (snapshot.matches('printing')) return printingView(children.printing?.getSnapshot(), surroundings);
  if (snapshot.matches('charged') && context.charged) {
    const { earlier, charge, balanceYen, pointsLeft, keptBecause, cardTail } = context.charged;
    const receiptPreview = preview(pointChargeReceipt(context.charged), context.charged);
    const told = { earlier, charge, balanceYen, pointsLeft, keptBecause, cardTail } as const;
    const body = { id: 'charged', ...told, receipts, receiptPreview } as const;
    return { body, accepts: [...receiptIntents(receipts), 'call-staff'] };
  }
  if (snapshot.matches('unresolved') && context.transfer) {
    const { evidence, reference } = context.transfer;
    const cardTail = tailOf(evidence.cardNumber);
    const receiptPreview = preview(unresolvedReceipt(context.transfer), context.transfer);
    const told = { reference, charge: evidence.points, cardTail } as const;
    const body = { id: 'unresolved', ...told, receipts, receiptPreview } as const;
    return { body, accepts: [...receiptIntents(receipts), 'call-staff'] };
  }
  return null;
}
