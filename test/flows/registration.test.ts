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
});
