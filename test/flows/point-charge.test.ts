import { describe, expect, test } from 'vitest';
import { type FlowBench, flowBench } from './bench.ts';

async function offered(bench: FlowBench, card: Parameters<FlowBench['addCard']>[0]) {
  const laid = bench.addCard(card);
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  await bench.see('lay-card');
  bench.lay(laid);
  return laid;
}

describe('point charge', () => {
  test('everything: the points are on the card, off the ledger, and on the receipt', async () => {
    const bench = await flowBench();
    const card = await offered(bench, { balanceYen: 1_200, points: 5_000 });
    const choice = await bench.see('choose-amount');
    expect(choice).toMatchObject({ balanceYen: 1_200, points: 5_000, chargeable: 5_000, keptBecause: null });
    await bench.touch({ type: 'choose-amount', points: 5_000 });
    expect(await bench.see('confirm-charge')).toMatchObject({ balanceAfterYen: 6_200, pointsAfter: 0 });
    await bench.touch({ type: 'confirm' });
    expect(bench.screen).toMatchObject({
      timeLimit: null,
      accepts: ['set-language', 'set-modes'],
      body: { id: 'charging' },
    });
    expect(await bench.see('charged')).toMatchObject({
      earlier: false,
      charge: 5_000,
      balanceYen: 6_200,
      pointsLeft: 0,
    });
    expect(card.card.balanceYen).toBe(6_200);
    expect(bench.world.openHolds()).toEqual([]);
    await bench.touch({ type: 'receipt', wanted: true });
    await bench.see('printing');
    expect(await bench.see('goodbye')).toMatchObject({ cardOnReader: true, receiptPrinted: true });
    expect(bench.printer.paper).toHaveLength(1);
    bench.lift();
    expect(await bench.see('goodbye')).toMatchObject({ receiptPrinted: true });
    await bench.see('home');
  });

  test('a chosen amount in tens; why points are left is said', async () => {
    const bench = await flowBench();
    const card = await offered(bench, { balanceYen: 1_200, points: 108 });
    expect(await bench.see('choose-amount')).toMatchObject({ chargeable: 100, keptBecause: 'unit-of-ten' });
    await bench.touch({ type: 'choose-amount', points: 30 });
    await bench.touch({ type: 'back' });
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 50 });
    await bench.touch({ type: 'confirm' });
    expect(await bench.see('charged')).toMatchObject({
      charge: 50,
      balanceYen: 1_250,
      pointsLeft: 58,
      keptBecause: 'chosen',
    });
    expect(card.card.balanceYen).toBe(1_250);
  });

  test('more than was offered is not accepted', async () => {
    const bench = await flowBench();
    await offered(bench, { balanceYen: 19_900, points: 5_000 });
    expect(await bench.see('choose-amount')).toMatchObject({ chargeable: 100, keptBecause: 'card-full' });
    await bench.touch({ type: 'choose-amount', points: 110 });
    expect(bench.screen.body.id).toBe('choose-amount');
    expect(bench.logged.at(-1)).toContain('intent-without-effect');
  });

  test('a doubled confirmation charges once', async () => {
    const bench = await flowBench();
    const card = await offered(bench, { balanceYen: 0, points: 1_000 });
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 500 });
    const { revision } = bench.screen;
    for (let touch = 0; touch < 3; touch++) {
      bench.station.receive({ kind: 'intent', message: { revision, intent: { type: 'confirm' } } });
    }
    await bench.see('charged');
    expect(card.card.balanceYen).toBe(500);
    expect(bench.station.refused.late).toBe(2);
  });

  test('an unregistered card is offered registration on the spot, with the same card', async () => {
    const bench = await flowBench();
    await offered(bench, { registered: false, points: 0 });
    expect(await bench.seeTrouble('unregistered')).toMatchObject({
      trouble: { canRegisterHere: true },
      cardOnReader: true,
    });
    await bench.touch({ type: 'choose-job', job: 'registration' });
    await bench.see('terms');
    await bench.touch({ type: 'agree-to-terms' });
    expect(await bench.see('registered')).toMatchObject({ already: false });
  });

  test('a light blue machine does not offer to register', async () => {
    const bench = await flowBench({ profile: 'light-blue' });
    await offered(bench, { registered: false, points: 0 });
    expect(await bench.seeTrouble('unregistered')).toMatchObject({ trouble: { canRegisterHere: false } });
    expect(bench.screen.accepts).not.toContain('choose-job');
  });

  test('no points, not even ten', async () => {
    const bench = await flowBench();
    await offered(bench, { points: 7 });
    expect(await bench.seeTrouble('no-points')).toMatchObject({ trouble: { points: 7 } });
  });

  test('a card so full that not even ten yen fit (T15)', async () => {
    const bench = await flowBench();
    await offered(bench, { balanceYen: 19_995, points: 5_000 });
    expect(await bench.seeTrouble('card-full')).toMatchObject({ trouble: { balanceYen: 19_995, points: 5_000 } });
    await bench.touch({ type: 'continue' });
    await bench.see('goodbye');
  });
});
