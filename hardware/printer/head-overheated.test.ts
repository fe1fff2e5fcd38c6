import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';

test('the head gets too hot in any phase and cools down: one receipt, proven', async () => {
  const outcomes = await inEveryPhase({
    strike: ({ simulator }) => simulator.faults.overheat(4_000),
    heal: () => {},
  });
  expect(kinds(outcomes)).toEqual(['not-printed', 'printed']);
  // Only the questions before the job may refuse it.
  expect(outcomes.filter((outcome) => outcome.kind === 'not-printed').every((outcome) => outcome.atMs < 50)).toBe(true);
});
