/** A card that comes in the moment in which the one before is taken: the reader is never seen empty, and it is served. */
import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

describe('a card laid at the end of another session', () => {
  test('instead of a card that was left behind', async () => {
    const bench = await flowBench();
    bench.lay(bench.addCard());
    await bench.see('inquiry');
    await bench.touch({ type: 'cancel' });
    await bench.see('home', 60_000);
    await bench.wait(2_000);
    bench.lift();
    bench.lay(bench.addCard({ balanceYen: 4_000 }));
    expect(await bench.see('inquiry')).toMatchObject({ balanceYen: 4_000 });
  });

  test('while the screen still thanks for the one before', async () => {
    const bench = await flowBench();
    bench.lay(bench.addCard());
    await bench.see('inquiry');
    await bench.touch({ type: 'cancel' });
    await bench.see('goodbye');
    bench.lift();
    bench.lay(bench.addCard({ balanceYen: 4_000 }));
    await bench.see('home', 60_000);
    expect(await bench.see('inquiry')).toMatchObject({ balanceYen: 4_000 });
  });

  test('a passenger’s after that of staff, and staff’s after a passenger’s', async () => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'finish' });
    await bench.see('home');
    bench.lift();
    bench.lay(bench.addCard({ balanceYen: 4_000 }));
    expect(await bench.see('inquiry')).toMatchObject({ balanceYen: 4_000 });
    await bench.touch({ type: 'cancel' });
    await bench.see('home', 60_000);
    bench.lift();
    await bench.comeIn('attendant');
  });

  test('the same card once more, after a quarter of a second', async () => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'finish' });
    await bench.see('home');
    await bench.wait(1_000);
    expect(bench.screen.body.id).toBe('home');
    bench.lift();
    await bench.wait(400);
    await bench.comeIn('attendant');
  });

  test('out of service: the card of staff that was taken, at once', async () => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-service', state: 'out-of-service' });
    await bench.staffTouch({ type: 'set-service', state: 'out-of-service', reason: 'cleaning' });
    bench.lift();
    await bench.see('out-of-service');
    await bench.comeIn('attendant');
  });
});
