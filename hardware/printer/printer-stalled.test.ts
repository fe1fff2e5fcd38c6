import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';

test('the motor stands still without a word, in any phase: given up in bounded time', async () => {
  const outcomes = await inEveryPhase({
    strike: ({ simulator }) => simulator.faults.stall(),
    heal: ({ simulator }) => simulator.faults.resume(),
  });
  expect(kinds(outcomes)).toContain('unknown');
});
