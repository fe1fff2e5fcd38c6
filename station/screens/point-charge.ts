import type { SnapshotFrom } from 'xstate';
import type { pointChargeMachine } from '../machine/point-charge.ts';
import { tailOf } from '../machine/read-card.ts';
import { afterChargeView, identifyView, toldView } from './shared.ts';
import type { Surroundings, View } from './view.ts';

type PointCharge = SnapshotFrom<ReturnType<typeof pointChargeMachine>>;

export function pointChargeView(snapshot: PointCharge | undefined, surroundings: Surroundings): View | null {
  if (!snapshot) return null;
  const { context, children } = snapshot;
  const { receipts } = surroundings;
  const { offer, charge, step } = context;
  if (snapshot.matches('identifying')) return identifyView(children.identify?.getSnapshot());
  if (snapshot.matches('told')) return toldView(children.told?.getSnapshot(), 'point-charge');
  if (snapshot.matches('charging')) return { body: { id: 'charging', charge, step }, accepts: [] };
  if (snapshot.matches('afterCharge')) return afterChargeView(children.afterCharge?.getSnapshot(), surroundings);
  if (!offer) return null;
  const { balanceYen, points, chargeable, keptBecause } = offer;
  const cardTail = tailOf(offer.cardNumber);
  if (snapshot.matches('chooseAmount')) {
    const body = { id: 'choose-amount', cardTail, balanceYen, points, chargeable, keptBecause, receipts } as const;
    return { body, accepts: ['choose-amount', 'cancel', 'call-staff'] };
  }
  if (snapshot.matches('confirming')) {
    const after = { balanceAfterYen: balanceYen + charge, pointsAfter: points - charge };
    const body = { id: 'confirm-charge', cardTail, charge, balanceYen, points, ...after, receipts } as const;
    return { body, accepts: ['confirm', 'back', 'cancel', 'call-staff'] };
  }
  return null;
}
