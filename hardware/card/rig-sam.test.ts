import { fromHex } from '../bytes.ts';
import { samContract } from '../sam/contract.ts';
import { createRigSam } from '../sam/rig-sam.ts';
import { KEYED_AREAS } from './icoca.ts';
import { icoca } from './testing/bench.ts';

samContract('rig keys', () => {
  const card = icoca();
  return {
    sam: createRigSam(),
    card,
    idm: fromHex(card.idm),
    select: () => card.fieldOff(),
    areas: KEYED_AREAS,
    services: [0x0048, 0x0088, 0x090c],
    absentService: 0x7008,
  };
});
