/**
 * Torture that cannot fail shows nothing: mistakes that a money path could have are planted (rig/torture/plants.ts), and
 * each must be found within 500 runs. The three subtlest here, all of them where nothing is sampled (npm run test:full).
 */
import { expect, test } from 'vitest';
import { findPlanted } from '../../rig/torture/find.ts';
import { plants, subtlest } from '../../rig/torture/plants.ts';

const RUNS = 500;
const isFull = process.env.WESTER_TEST === 'full';
const tried = plants.filter(({ name }) => isFull || subtlest.includes(name));

test.each(tried)('$name', { timeout: 300_000 }, async (planted) => {
  const found = await findPlanted(planted, RUNS);
  expect(found).not.toBeNull();
});

test('every one of the subtlest is planted', () => {
  expect(tried.length).toBeGreaterThanOrEqual(subtlest.length);
});
