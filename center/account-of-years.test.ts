import { expect, test } from 'vitest';
import { account, centerWithPoints, finish, hold } from './fixture.ts';

test('a card that has charged for years is told its newest twenty postings, and all of its points', async () => {
  const { ask, center } = await centerWithPoints(1_000);
  for (let charge = 1; charge <= 25; charge++) {
    await ask('hold', hold(charge, 10 + charge * 10 - (charge > 5 ? charge * 10 : 0)));
    await ask('finish', finish(charge, 'settled'));
  }
  const found = await ask('account', account());
  if (typeof found === 'string') throw new Error(found);
  expect(found.points).toBe(1_000 - 25 * 10 - 10 * (1 + 2 + 3 + 4 + 5));
  // The last twenty are those of ten points each: what was carried over, and what came first, is not among them.
  expect(found.postings.map(({ points, kind }) => [points, kind])).toEqual(
    Array.from({ length: 20 }, () => [-10, 'point-charge']),
  );
  expect(await center.check()).toEqual([]);
});
