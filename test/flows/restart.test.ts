import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type FlowBench, flowBench } from './bench.ts';

const isWrite = (packet: Uint8Array) => packet[1] === 0x16;

/** A write whose answer was lost, and the machine switched off and on again. */
async function interrupted(bench: FlowBench, moment: 'before' | 'inside') {
  const card = bench.addCard({ balanceYen: 0, points: 1_000 });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 1_000 });
  bench.reader.field.arm({ kind: 'lift', moment }, { packet: isWrite });
  await bench.touch({ type: 'confirm' });
  await bench.see('lay-same-card');
  await bench.restart();
  return card;
}

describe('after a restart', () => {
  test('an interrupted transfer comes back to "lay the same card again", not to the idle screen', async () => {
    const bench = await flowBench();
    const card = await interrupted(bench, 'inside');
    expect(await bench.see('lay-same-card')).toMatchObject({ charge: 1_000, tries: 0 });
    bench.lay(card);
    expect(await bench.see('charged')).toMatchObject({
      earlier: true,
      charge: 1_000,
      balanceYen: 1_000,
      pointsLeft: 0,
    });
    await bench.touch({ type: 'receipt', wanted: true });
    expect(await bench.see('goodbye')).toMatchObject({ receiptPrinted: true });
    bench.lift();
    await bench.see('home');
    expect(card.card.balanceYen).toBe(1_000);
    await bench.wait(5_000);
    expect(bench.world.openHolds()).toEqual([]);
  });

  test('one that had not been written is told so', async () => {
    const bench = await flowBench();
    const card = await interrupted(bench, 'before');
    await bench.see('lay-same-card');
    bench.lay(card);
    await bench.seeTrouble('charge-not-done');
    expect(card.card.balanceYen).toBe(0);
  });

  test('a broken journal: out of service with the reason, and it is never replaced by an empty one', async () => {
    const bench = await flowBench();
    await bench.stop();
    writeFileSync(bench.journalPath, 'not a database, and long enough to be none for sure'.repeat(100));
    await bench.restart();
    expect(bench.screen.body).toEqual({ id: 'out-of-service', reason: 'journal-broken' });
  });

  test('value in flight is finished before the machine stops', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 0, points: 1_000 });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(card);
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 1_000 });
    await bench.touch({ type: 'confirm' });
    expect(bench.screen.body.id).toBe('charging');
    await bench.stop();
    expect(card.card.balanceYen).toBe(1_000);
    await bench.restart();
    expect(bench.screen.body.id).toBe('home');
  });
});
