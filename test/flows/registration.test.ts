import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

describe('registration', () => {
  test('an unregistered ICOCA is registered, and may apply from tomorrow (R18)', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ registered: false, points: 0 });
    await bench.see('home');
    await bench.touch({ type: 'choose-job', job: 'registration' });
    await bench.see('lay-card');
    bench.lay(card);
    const terms = await bench.see('terms');
    expect(terms).toMatchObject({ cardTail: card.cardNumber.slice(-4), earliestApplicationOn: '2023-04-11' });
    await bench.touch({ type: 'agree-to-terms' });
    expect(await bench.see('registered')).toMatchObject({ already: false, registeredOn: '2023-04-10' });
    await bench.touch({ type: 'receipt', wanted: true });
    await bench.see('goodbye');
    expect(bench.paper).toContain('2023');
    bench.lift();
    await bench.see('home');
  });

  test('while the center takes its time: nothing to touch, and not "done" before its answer', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    await bench.see('terms');
    bench.network = (call) => (call === 'register' ? { kind: 'delay', ms: 3_000 } : { kind: 'none' });
    await bench.touch({ type: 'agree-to-terms' });
    await bench.see('registering');
    expect(bench.screen.accepts).toEqual(['set-language', 'set-modes']);
    await bench.wait(2_500);
    expect(bench.screen.body.id).toBe('registering');
    await bench.see('registered');
  });

  test('midnight of the rename passes while the terms are read: the new ones are shown, and agreed to (R19, A22)', async () => {
    const bench = await flowBench({ today: '2023-03-06' });
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    const before = await bench.see('terms');
    expect(before.serviceName.name).toContain('ICOCA');
    bench.today = '2023-03-07';
    await bench.wait(90_000);
    await bench.touch({ type: 'agree-to-terms' });
    const after = await bench.see('terms');
    expect(after).toMatchObject({ earliestApplicationOn: '2023-03-08' });
    expect(after.serviceName.name).toContain('WESTER');
    await bench.touch({ type: 'agree-to-terms' });
    expect(await bench.see('registered')).toMatchObject({ registeredOn: '2023-03-07' });
  });

  test('the first screen of all says that the machine is starting', async () => {
    const bench = await flowBench();
    expect(bench.screens[0]?.body).toEqual({ id: 'starting' });
  });
});
