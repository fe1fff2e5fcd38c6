import { describe, expect, test } from 'vitest';
import { type FlowBench, flowBench } from './bench.ts';

/** The station failed at this moment of a charge and was started again. */
async function stoppedAt(bench: FlowBench, moment: string, meanwhile: () => void = () => {}) {
  const card = bench.addCard({ balanceYen: 0, points: 1_000 });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 1_000 });
  bench.at = (point) => {
    if (point === moment) throw new Error('the station fails here');
  };
  await bench.touch({ type: 'confirm' });
  await bench.see('out-of-service');
  bench.at = () => {};
  meanwhile();
  await bench.restart();
  return card;
}

describe('a station that stopped before it sent the write tells after its restart that nothing was charged', () => {
  test.each(['intended', 'hold-answered', 'reserved'])('stopped at %s, the card still lies there', async (moment) => {
    const bench = await flowBench();
    const card = await stoppedAt(bench, moment);
    expect(await bench.seeTrouble('charge-not-done')).toMatchObject({ trouble: { points: 1_000 }, cardOnReader: true });
    await bench.touch({ type: 'continue' });
    expect(await bench.see('choose-amount')).toMatchObject({ points: 1_000, balanceYen: 0 });
    expect(card.card.balanceYen).toBe(0);
    expect(bench.world.openHolds()).toEqual([]);
  });

  test('for 30 seconds, then the card is asked to be taken', async () => {
    const bench = await flowBench();
    await stoppedAt(bench, 'reserved');
    await bench.seeTrouble('charge-not-done');
    expect(bench.screen.timeLimit?.totalMs).toBe(30_000);
    await bench.wait(30_000);
    expect(bench.screen.body).toMatchObject({ id: 'goodbye', cardOnReader: true });
  });

  test('also where the card was taken meanwhile, of which nothing is kept', async () => {
    const bench = await flowBench();
    const card = await stoppedAt(bench, 'reserved', () => bench.lift());
    expect(await bench.seeTrouble('charge-not-done')).toMatchObject({ cardOnReader: false });
    expect(bench.memory()).not.toContain(card.cardNumber);
    expect(bench.memory()).not.toContain(card.card.idm);
    await bench.see('home', 40_000);
  });

  test('once: the next restart opens with the idle screen', async () => {
    const bench = await flowBench();
    await stoppedAt(bench, 'intended');
    await bench.seeTrouble('charge-not-done');
    await bench.restart();
    expect(bench.screen.body.id).toBe('home');
  });
});
