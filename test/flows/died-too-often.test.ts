import { test } from 'vitest';
import { flowBench } from './bench.ts';

test('a station that has died again and again serves nobody until staff open it', async () => {
  const bench = await flowBench({ closed: true });
  await bench.see('out-of-service');
  const card = await bench.comeIn('attendant');
  await bench.staffTouch({ type: 'choose-service', state: 'in-service' });
  await bench.staffTouch({ type: 'set-service', state: 'in-service', reason: 'repaired' });
  bench.lift(card);
  await bench.see('home');
});
