import { describe, expect, test } from 'vitest';
import { Command } from '../../hardware/card/felica.ts';
import { type FlowBench, flowBench } from './bench.ts';

const isWrite = (packet: Uint8Array) => packet[1] === Command.secureWrite;

/** The card was written, and the passenger lifted it before its answer came. */
async function liftedInsideTheWrite(bench: FlowBench) {
  const card = bench.addCard({ balanceYen: 1_200, points: 5_008 });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 1_000 });
  bench.reader.field.arm({ kind: 'lift', moment: 'inside' }, { packet: isWrite });
  await bench.touch({ type: 'confirm' });
  await bench.see('lay-same-card');
  return card;
}

describe('a charge whose answer was lost tells the points that are left', () => {
  test('in the same session, from what was offered, also while the center is away', async () => {
    const bench = await flowBench();
    const card = await liftedInsideTheWrite(bench);
    bench.network = () => ({ kind: 'lose-request' });
    bench.lay(card);
    expect(await bench.see('charged')).toMatchObject({ earlier: false, pointsLeft: 4_008, keptBecause: 'chosen' });
  });

  test('after a restart, from what the center says', async () => {
    const bench = await flowBench();
    const card = await liftedInsideTheWrite(bench);
    await bench.restart();
    await bench.see('lay-same-card');
    bench.lay(card);
    expect(await bench.see('charged')).toMatchObject({ earlier: true, pointsLeft: 4_008, keptBecause: null });
    expect(bench.memory()).not.toContain(card.cardNumber);
  });

  test('after a restart without the center: not guessed', async () => {
    const bench = await flowBench();
    const card = await liftedInsideTheWrite(bench);
    await bench.restart();
    await bench.see('lay-same-card');
    bench.network = () => ({ kind: 'lose-request' });
    bench.lay(card);
    expect(await bench.see('charged')).toMatchObject({ earlier: true, pointsLeft: null });
  });
});
