import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';
import { printerBench } from './testing.ts';

test('the printer is switched off and on in any phase: what it held is gone, and nobody says printed', async () => {
  const outcomes = await inEveryPhase({
    strike: ({ simulator }) => simulator.faults.powerCycle(),
    heal: () => {},
  });
  expect(kinds(outcomes)).toContain('unknown');
});

test('off and on so fast that no question is missed', async () => {
  const outcomes = await inEveryPhase({
    strike: ({ simulator }) => simulator.faults.powerCycle(100),
    heal: () => {},
  });
  expect(kinds(outcomes)).toContain('unknown');
});

test('switched off while idle: noticed, and found again when it is back, with automatic status', async () => {
  const bench = await printerBench();
  bench.simulator.faults.powerOff();
  await bench.clock.advance(10_000);
  expect(bench.printer.status).toBe('disconnected');
  bench.simulator.faults.powerOn();
  await bench.clock.advance(10_000);
  expect(bench.printer.status).toBe('ready');
  bench.simulator.openCover();
  await bench.clock.advance(1);
  expect(bench.printer.status).toBe('cover-open');
});
