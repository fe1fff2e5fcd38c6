import { expect, test } from 'vitest';
import { createCardAccess } from '../card/access.ts';
import { simulatedTransitCard } from '../card/simulator/spec.ts';
import { bench } from './testing/bench.ts';

/** Of a real transit card, and of a real Lite-S, which promises an answer in less than a millisecond. */
const pmms = ['100b4b428485d0ff', '00f1000000014300'];

test.each(['pn532', 'rcs620s'] as const)('a card that is a little late is read all the same (%s)', async (kind) => {
  for (const pmm of pmms) {
    const { simulator, reader, run, startUntil } = bench(kind);
    await startUntil('ready');
    const card = simulatedTransitCard({
      kind: 'icoca',
      cardNumber: 'JW000000000001200',
      balanceYen: 1200,
      pmm,
      pace: 1.5,
    });
    simulator.field.lay(card);
    const access = createCardAccess({ reader, sam: null });
    expect(await run(access.look())).toMatchObject({ value: { on: 'transit-card', issuer: 'ICOCA' } });
    expect(await run(access.readOpen(card.idm))).toMatchObject({ value: { balanceYen: 1200 } });
    expect(reader.counters.resynchronised).toBe(0);
    await run(reader.stop());
  }
});
