import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';
import { copiesOf, numbered, printerBench } from './testing.ts';

test('the paper ends in any phase of a job and stays out: given up, nothing comes out later', async () => {
  const outcomes = await inEveryPhase({
    strike: ({ simulator }) => simulator.removePaper(),
    heal: ({ simulator }) => simulator.feedPaper(),
  });
  expect(kinds(outcomes)).toEqual(['not-printed', 'printed', 'unknown']);
});

test('the same on a printer without process ids', async () => {
  const outcomes = await inEveryPhase({
    proof: 'paper-status',
    strike: ({ simulator }) => simulator.removePaper(),
    heal: ({ simulator }) => simulator.feedPaper(),
  });
  expect(kinds(outcomes)).toEqual(['not-printed', 'printed', 'unknown']);
});

test('a new roll within the passenger’s patience: the printer prints the rest by itself, once', async () => {
  const bench = await printerBench();
  bench.simulator.faults.paperOutAfterLines(5);
  const printing = bench.print(numbered(1));
  await bench.clock.advance(2_000);
  expect(printing.result).toBeNull();
  expect(bench.printer.status).toBe('paper-out');
  bench.simulator.feedPaper();
  await bench.clock.advance(3_000);
  expect(printing.result).toEqual({ ok: true, value: 'printed' });
  expect(copiesOf(bench.simulator, 1)).toBe(1);
});
