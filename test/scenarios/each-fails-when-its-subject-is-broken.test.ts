/** A scenario that cannot fail shows nothing: ten of them, each with a mistake in what it guards. Three where things are sampled. */
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { everyDay, mutants } from './mutants.ts';

const root = join(import.meta.dirname, '../..');
const tried = mutants.filter(({ scenario }) => process.env.WESTER_TEST === 'full' || everyDay.includes(scenario));

afterEach(() => {
  vi.resetModules();
});

test.each(tried)('$scenario: $mistake', { timeout: 60_000 }, async ({ scenario, says, module, change }) => {
  const path = join(root, module);
  vi.resetModules();
  vi.doMock(path, async (load) => {
    const real = await load<Record<string, unknown>>();
    return { ...real, ...change(real) };
  });
  const { play } = await import('../../rig/scenario/play.ts');
  const { readScenario } = await import('../../rig/scenario/read.ts');
  const { wordsHand } = await import('../../cli/rig/words-hand.ts');
  vi.doUnmock(path);
  const read = readScenario(join(root, 'rig/scenarios', `${scenario}.yaml`));
  if (!read.ok) throw new Error(read.error);
  const { failure } = await play(read.value, { seed: 1, hand: async (machine) => wordsHand(machine) });
  // By what it looks at, not by falling over, and not by something else that happened to break.
  expect(failure?.what ?? 'it passed').toMatch(says);
});

test('ten are broken, three every day', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(10);
  expect(tried.length).toBeGreaterThanOrEqual(3);
  expect(new Set(mutants.map(({ scenario }) => scenario)).size).toBe(mutants.length);
});
