import { expect, test } from 'vitest';
import { RealTime } from './real-time.ts';

test('what one timer brings and the next takes away is seen, though nothing looks that often', async () => {
  const clock = new RealTime();
  let isShown = false;
  clock.setTimeout(() => {
    isShown = true;
    clock.setTimeout(() => {
      isShown = false;
    }, 1);
  }, 1);
  expect(await clock.advanceUntil(() => isShown, 5_000)).toBe(true);
});

test('what never comes is waited for as long as was said; what throws says so', async () => {
  const clock = new RealTime();
  const before = clock.now();
  expect(await clock.advanceUntil(() => false, 20)).toBe(false);
  expect(clock.now() - before).toBeGreaterThanOrEqual(20);
  const broken = clock.advanceUntil(() => {
    throw new Error('the station is gone');
  });
  await expect(broken).rejects.toThrow('the station is gone');
});
