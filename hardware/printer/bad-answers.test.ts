import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';

test('an answer is lost in any phase', async () => {
  const outcomes = await inEveryPhase({ strike: ({ simulator }) => simulator.faults.loseAnswers(1), heal: () => {} });
  // Losing the very proof is not losing the receipt, but nobody can say so.
  expect(kinds(outcomes)).toContain('printed');
});

test('every answer comes late', async () => {
  await inEveryPhase({
    strike: ({ simulator }) => simulator.faults.delayAnswers(700),
    heal: ({ simulator }) => simulator.faults.delayAnswers(0),
  });
});

test('answers come twice', async () => {
  const outcomes = await inEveryPhase({ strike: ({ simulator }) => simulator.faults.repeatAnswers(8), heal: () => {} });
  expect(kinds(outcomes)).toEqual(['printed']);
});

test('bytes that mean nothing, half an automatic status, half a block', async () => {
  for (const bytes of [[0xff, 0xfe], [0x10], [0x10, 0x00], [0x37, 0x22, 0x63], [0x00], [0x5f, 0x41]]) {
    const outcomes = await inEveryPhase({
      strike: ({ simulator }) => simulator.faults.sendGarbage(Uint8Array.from(bytes)),
      heal: () => {},
    });
    expect(kinds(outcomes)).toContain('printed');
  }
});
