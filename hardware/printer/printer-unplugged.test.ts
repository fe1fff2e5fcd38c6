import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';
import { numbered, printerBench } from './testing.ts';

test('the cable is pulled in any phase of a job', async () => {
  const outcomes = await inEveryPhase({
    outOfReach: true,
    strike: ({ line }) => line.faults.cut(),
    heal: ({ line }) => line.faults.heal(),
  });
  expect(kinds(outcomes)).toContain('unknown');
});

test('pulled while idle: said at once; plugged in again: found by itself', async () => {
  const bench = await printerBench();
  bench.line.faults.cut();
  await bench.clock.advance(1);
  expect(bench.printer.status).toBe('disconnected');
  const printing = bench.print(numbered(1));
  await bench.clock.advance(1);
  expect(printing.result).toEqual({ ok: false, error: { kind: 'not-printed', status: 'disconnected' } });
  bench.line.faults.heal();
  await bench.clock.advance(3_000);
  expect(bench.printer.status).toBe('ready');
  expect(bench.printer.recovery.reopened).toBeGreaterThan(0);
});

test('stopped: no timer is left and nothing is said any more', async () => {
  const bench = await printerBench();
  await bench.printer.stop();
  bench.simulator.stop();
  expect(bench.printer.status).toBe('stopped');
  expect(bench.clock.pending).toBe(0);
});
