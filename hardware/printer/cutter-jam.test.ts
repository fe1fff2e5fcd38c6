import { expect, test } from 'vitest';
import { copiesOf, numbered, printerBench } from './testing.ts';

test('a cut that gets stuck is not a receipt in the hand: unknown, and said as a jam', async () => {
  const bench = await printerBench();
  bench.simulator.faults.jamCutter();
  const printing = bench.print(numbered(1));
  await bench.clock.advance(3_000);
  expect(printing.result).toEqual({ ok: false, error: { kind: 'unknown', status: 'cutter-jam' } });
  expect(bench.simulator.paper).toEqual([]);
});

test('the cutter goes on by itself once the paper has been taken out, and what was abandoned never comes', async () => {
  const bench = await printerBench();
  bench.simulator.faults.jamCutter();
  bench.print(numbered(1));
  await bench.clock.advance(60_000);
  expect(bench.printer.status).toBe('cutter-jam');
  bench.simulator.faults.clearJam();
  await bench.clock.advance(15_000);
  expect(bench.printer.status).toBe('ready');
  const next = bench.print(numbered(2));
  await bench.clock.advance(3_000);
  expect(next.result?.ok).toBe(true);
  expect(copiesOf(bench.simulator, 2)).toBe(1);
});

test('a jam that nobody clears is tried a limited number of times', async () => {
  const bench = await printerBench();
  bench.simulator.faults.jamCutter();
  bench.print(numbered(1));
  await bench.clock.advance(600_000);
  const tries = bench.printer.recovery.cleared;
  await bench.clock.advance(600_000);
  expect(bench.printer.recovery.cleared).toBe(tries);
});
