import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';
import { copiesOf, numbered, printerBench } from './testing.ts';

test('an error that only a repair mends, in the middle of a job: unknown, without waiting for it', async () => {
  const bench = await printerBench();
  const printing = bench.print(numbered(1));
  await bench.clock.advance(200);
  bench.simulator.faults.breakDown();
  await bench.clock.advance(3_000);
  expect(printing.result).toEqual({ ok: false, error: { kind: 'unknown', status: 'unrecoverable' } });
  expect(bench.simulator.paper).toEqual([]);
});

test('broken before the job: nothing is sent', async () => {
  const bench = await printerBench();
  bench.simulator.faults.breakDown();
  const printing = bench.print(numbered(1));
  await bench.clock.advance(3_000);
  expect(printing.result).toEqual({ ok: false, error: { kind: 'not-printed', status: 'unrecoverable' } });
  expect(bench.simulator.buffered).toBe(0);
});

test('offline for a reason it does not name, in any phase, and online again', async () => {
  const outcomes = await inEveryPhase({
    strike: ({ simulator }) => simulator.holdFeedButton(true),
    heal: ({ simulator }) => simulator.holdFeedButton(false),
  });
  expect(kinds(outcomes)).toEqual(['not-printed', 'printed', 'unknown']);
});

test('the feed button is let go again: the receipt comes out, once', async () => {
  const bench = await printerBench();
  const printing = bench.print(numbered(1));
  await bench.clock.advance(100);
  bench.simulator.holdFeedButton(true);
  await bench.clock.advance(1_000);
  expect(bench.printer.status).toBe('offline');
  bench.simulator.holdFeedButton(false);
  await bench.clock.advance(3_000);
  expect(printing.result).toEqual({ ok: true, value: 'printed' });
  expect(copiesOf(bench.simulator, 1)).toBe(1);
});

test('paper that runs low is said and printed on', async () => {
  const bench = await printerBench();
  bench.simulator.setPaperLow(true);
  await bench.clock.advance(1);
  expect(bench.printer.status).toBe('paper-low');
  const printing = bench.print(numbered(1));
  await bench.clock.advance(3_000);
  expect(printing.result).toEqual({ ok: true, value: 'printed' });
});
