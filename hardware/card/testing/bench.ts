import type { FieldCard } from '../../reader/field.ts';
import { createRigSam } from '../../sam/rig-sam.ts';
import { createCardAccess } from '../access.ts';
import { nextNumber, pointChargeRecord } from '../icoca.ts';
import type { KeyedAccess, ValueChange, ValueSession } from '../port.ts';
import { type IcocaSpec, simulatedTransitCard } from '../simulator/spec.ts';
import type { TransitCard } from '../simulator/transit.ts';
import { DirectReader } from './direct-reader.ts';

export const CARD_NUMBER = 'JW123456789012345';

/** Card access with the rig's SAM over a reader without a line; `card` lies on it. */
export function bench(card: FieldCard | null = null) {
  const reader = new DirectReader();
  if (card) reader.cards = [card];
  const access = createCardAccess({ reader, sam: createRigSam() });
  return { reader, access, keyed: access.keyed as KeyedAccess };
}

export function icoca(more: Partial<IcocaSpec> = {}): TransitCard {
  return simulatedTransitCard({ kind: 'icoca', cardNumber: CARD_NUMBER, balanceYen: 1200, ...more });
}

export function pointCharge(session: Pick<ValueSession, 'balanceYen' | 'updateNumber'>, points: number): ValueChange {
  const balanceYen = session.balanceYen + points;
  const updateNumber = nextNumber(session.updateNumber);
  const record = pointChargeRecord({ date: '2023-04-10', station: '0107', balanceYen, updateNumber });
  return { balanceYen, updateNumber, record };
}

/** The session, where it has to open. */
export async function opened(keyed: KeyedAccess, card: TransitCard): Promise<ValueSession> {
  const session = await keyed.openValueSession(card.idm);
  if (!session.ok) throw new Error(`no session: ${session.error.kind}`);
  return session.value;
}
