import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

describe('the center cannot be reached', () => {
  test('the idle screen says so, the jobs that need it say why, and come back', async () => {
    const bench = await flowBench();
    bench.world.killCenter();
    await bench.wait(180_000);
    expect(bench.screen.body).toMatchObject({
      id: 'home',
      jobs: { registration: 'center-unreachable', 'point-charge': 'center-unreachable', inquiry: 'available' },
    });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    await bench.seeTrouble('center-unreachable');
    await bench.touch({ type: 'cancel' });
    bench.world.startCenter();
    await bench.see('home', 60_000);
    await bench.wait(180_000);
    expect(bench.screen.body).toMatchObject({ jobs: { 'point-charge': 'available' } });
  });

  test('it went away while the card was read', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.world.killCenter();
    bench.lay(bench.addCard());
    await bench.seeTrouble('center-unreachable');
  });

  test('it went away before the hold: nothing was written', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 0, points: 100 });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(card);
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 100 });
    bench.world.killCenter();
    await bench.touch({ type: 'confirm' });
    await bench.seeTrouble('center-unreachable');
    expect(card.card.balanceYen).toBe(0);
  });

  test('registration is not "done" without its answer; repeated later it keeps its day', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ registered: false, points: 0 });
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(card);
    await bench.see('terms');
    bench.world.killCenter();
    await bench.touch({ type: 'agree-to-terms' });
    await bench.seeTrouble('center-unreachable');
    bench.world.startCenter();
    await bench.wait(180_000);
    bench.lift();
    await bench.see('home', 120_000);
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(card);
    expect(await bench.see('registered')).toMatchObject({ already: true, registeredOn: '2023-04-10' });
  });

  test('after ten minutes nobody knows the day: nothing that depends on it is begun', async () => {
    const bench = await flowBench();
    const card = bench.addCard();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(card);
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 100 });
    bench.world.killCenter();
    for (let minute = 0; minute < 12; minute++) {
      await bench.touch({ type: 'more-time' });
      await bench.wait(60_000);
    }
    expect(bench.screen).toMatchObject({ businessDate: null, pointName: null, body: { id: 'confirm-charge' } });
    await bench.touch({ type: 'confirm' });
    await bench.seeTrouble('date-unknown');
    expect(card.card.balanceYen).toBe(1_200);
  });
});
