import type { SnapshotFrom } from 'xstate';
import { tailOf } from '../machine/read-card.ts';
import type { registrationMachine } from '../machine/registration.ts';
import { registrationReceipt } from '../receipts/receipt.ts';
import { afterChargeView, identifyView, printingView, toldView } from './shared.ts';
import { receiptIntents, type Surroundings, type View } from './view.ts';

type Registration = SnapshotFrom<ReturnType<typeof registrationMachine>>;

export function registrationView(snapshot: Registration | undefined, surroundings: Surroundings): View | null {
  if (!snapshot) return null;
  const { context, children } = snapshot;
  if (snapshot.matches('identifying')) return identifyView(children.identify?.getSnapshot());
  if (snapshot.matches('told')) return toldView(children.told?.getSnapshot(), 'registration');
  if (snapshot.matches('registering')) return { body: { id: 'registering' }, accepts: [] };
  if (snapshot.matches('printing')) return printingView(children.printing?.getSnapshot(), surroundings);
  if (snapshot.matches('unresolved')) return afterChargeView(children.afterCharge?.getSnapshot(), surroundings);
  if (snapshot.matches('terms') && context.offer) {
    const { cardNumber, cardKind, today } = context.offer;
    const { serviceName, earliestApplicationOn } = today;
    const cardTail = tailOf(cardNumber);
    return {
      body: { id: 'terms', cardTail, cardKind, serviceName, earliestApplicationOn },
      accepts: ['agree-to-terms', 'cancel', 'call-staff'],
    };
  }
  if (snapshot.matches('registered') && context.registered) {
    const { receipts, preview } = surroundings;
    const receiptPreview = preview(registrationReceipt(context.registered), context.registered);
    const body = { id: 'registered', ...context.registered, receipts, receiptPreview } as const;
    return { body, accepts: [...receiptIntents(receipts), 'call-staff'] };
  }
  return null;
}
