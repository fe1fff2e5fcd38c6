/**
 * Torture that cannot fail shows nothing: mistakes that a money path could have are planted (rig/torture/plants.ts), and
 * each must be found, at the run that docs/money.md says. The three subtlest here, all of them where nothing is sampled
 * (npm run test:full).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPlanted } from '../../rig/torture/find.ts';
import { plants, subtlest } from '../../rig/torture/plants.ts';

const RUNS = 500;
const isFull = process.env.WESTER_TEST === 'full';
const tried = plants.filter(({ name }) => isFull || subtlest.includes(name));

/** Mistake → run, as the document lists them. */
const listed = new Map(
  readFileSync(join(import.meta.dirname, '../../docs/money.md'), 'utf8')
    .split('| planted | found at run |')[1]
    ?.split('\n\n')[0]
    ?.split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .flatMap(([, name, run]) => (name && /^\d+$/.test(run ?? '') ? [[name, Number(run)] as const] : [])),
);

test.each(tried)('$name', { timeout: 300_000 }, async (planted) => {
  const found = await findPlanted(planted, RUNS);
  expect(found?.run, found?.wrong[0]).toBe(listed.get(planted.name));
});

test('the document lists what is planted, and none is found later than the subtlest', () => {
  expect([...listed.keys()].sort()).toEqual(plants.map(({ name }) => name).sort());
  const others = [...listed].flatMap(([name, run]) => (subtlest.includes(name) ? [] : [run]));
  for (const name of subtlest) expect(listed.get(name)).toBeGreaterThanOrEqual(Math.max(...others));
});
