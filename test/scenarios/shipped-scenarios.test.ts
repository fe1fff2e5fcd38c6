/** Every scenario that ships, on the machine that ships; those that touch a page are in test/browser. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wordsHand } from '../../cli/rig/words-hand.ts';
import { play } from '../../rig/scenario/play.ts';
import { type ReadScenario, readScenario, scenarioFiles } from '../../rig/scenario/read.ts';

/** Each takes half a second; where the machine has other work, many times that. */
const BUSY_MS = 60_000;
const folder = join(import.meta.dirname, '../../rig/scenarios');
const hand = async (machine: Parameters<typeof wordsHand>[0]) => wordsHand(machine);

function shipped(): ReadScenario[] {
  const files = scenarioFiles([folder]);
  if (!files.ok) throw new Error(files.error);
  return files.value.map((file) => {
    const read = readScenario(file);
    if (!read.ok) throw new Error(read.error);
    return read.value;
  });
}

const all = shipped();
const named = (name: string) => all.find(({ file }) => file.endsWith(`/${name}.yaml`)) ?? all[0];
const byTitle = (scenarios: readonly ReadScenario[]) => scenarios.map((read) => [read.scenario.title, read] as const);

test('at least forty ship, no two with one title', () => {
  expect(all.length).toBeGreaterThanOrEqual(40);
  expect(new Set(all.map(({ scenario }) => scenario.title)).size).toBe(all.length);
});

describe('every scenario without a page passes', () => {
  test.each(byTitle(all.filter(({ scenario }) => !scenario.page)))('%s', { timeout: BUSY_MS }, async (_title, read) => {
    expect((await play(read, { seed: 1, hand })).failure).toBeNull();
  });
});

describe('two plays of one seed', () => {
  test.each(['charge-all', 'station-dies-after-the-write', 'paper-out-while-printing', 'settled-at-another-machine'])(
    '%s: the same wire traces to the byte, and others with another seed',
    { timeout: BUSY_MS },
    async (name) => {
      const read = named(name);
      if (!read) throw new Error('no scenario');
      const traces = async (seed: number) => [...(await play(read, { seed, hand })).traces];
      const first = await traces(7);
      expect(first.map(([device]) => device)).toContain('reader');
      expect(await traces(7)).toEqual(first);
      expect(await traces(8)).not.toEqual(first);
    },
  );
});
