import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

describe('the reader is unplugged', () => {
  test('on the idle screen: the jobs say so, and come back by themselves', async () => {
    const bench = await flowBench();
    bench.readerLine.faults.cut();
    await bench.wait(5_000);
    expect(bench.screen.body).toMatchObject({
      id: 'home',
      jobs: { 'point-charge': 'reader-unavailable', inquiry: 'reader-unavailable' },
    });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    await bench.seeTrouble('reader-unavailable');
    bench.readerLine.faults.heal();
    await bench.see('lay-card', 60_000);
  });

  test('while a card is awaited: told, and asked for again when it is back', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    await bench.see('lay-card');
    bench.readerLine.faults.cut();
    await bench.seeTrouble('reader-unavailable');
    bench.readerLine.faults.heal();
    await bench.see('lay-card', 60_000);
    bench.lay(bench.addCard());
    await bench.see('choose-amount');
  });

  test('while the passenger chooses: nothing has happened, everything is wiped', async () => {
    const bench = await flowBench();
    const card = bench.addCard();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(card);
    await bench.see('choose-amount');
    bench.readerLine.faults.cut();
    await bench.seeTrouble('reader-unavailable');
    expect(bench.memory()).not.toContain(card.cardNumber);
    bench.readerLine.faults.heal();
    await bench.see('choose-amount', 60_000);
  });

  test('before the machine is switched on: it opens all the same and says what is missing', async () => {
    const bench = await flowBench();
    await bench.stop();
    bench.readerLine.faults.cut();
    await bench.restart();
    expect(bench.screen.body).toMatchObject({ id: 'home', jobs: { inquiry: 'reader-unavailable' } });
    bench.readerLine.faults.heal();
  });
});
