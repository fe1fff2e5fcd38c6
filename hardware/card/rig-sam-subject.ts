import { fromHex } from '../bytes.ts';
import type { SamContractSubject } from '../sam/contract.ts';
import { createRigSam } from '../sam/rig-sam.ts';
import { KEYED_AREAS } from './icoca.ts';
import { simulatedTransitCard } from './simulator/spec.ts';

/** The rig's SAM and a simulated card of the rig, for the contract; an issuer's adapter has a module like this one. */
export default function rigSamSubject(): SamContractSubject {
  const card = simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW123456789012345', balanceYen: 1200 });
  return {
    sam: createRigSam(),
    card,
    idm: fromHex(card.idm),
    select: () => card.fieldOff(),
    areas: KEYED_AREAS,
    services: [0x0048, 0x0088, 0x090c],
    absentService: 0x7008,
  };
}
