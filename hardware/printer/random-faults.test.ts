import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copiesOf, numbered, type PrinterBench, printerBench } from './testing.ts';

const faults: readonly ((bench: PrinterBench, size: number) => void)[] = [
  ({ simulator }) => simulator.openCover(),
  ({ simulator }) => simulator.closeCover(),
  ({ simulator }) => simulator.removePaper(),
  ({ simulator }) => simulator.feedPaper(),
  ({ simulator }, size) => simulator.faults.overheat(size * 10),
  ({ simulator }) => simulator.faults.jamCutter(),
  ({ simulator }) => simulator.faults.clearJam(),
  ({ simulator }) => simulator.faults.stall(),
  ({ simulator }) => simulator.faults.resume(),
  // Shorter ones do not exist: the power supply alone lasts longer, and a printer needs 2 s to start.
  ({ simulator }, size) => simulator.faults.powerCycle(100 + size * 5),
  ({ simulator }, size) => simulator.faults.loseAnswers(size % 5),
  ({ simulator }, size) => simulator.faults.repeatAnswers(size % 5),
  ({ simulator }, size) => simulator.faults.delayAnswers(size * 2),
  ({ simulator }, size) => simulator.faults.sendGarbage(Uint8Array.of(size & 0xff, (size * 7) & 0xff)),
  ({ line }) => line.faults.cut(),
  ({ line }) => line.faults.heal(),
  ({ line }, size) => line.faults.garble('to-host', size % 20),
  ({ line }, size) => line.faults.drop('to-host', size % 20, 1 + (size % 3)),
];

function healAll({ simulator, line }: PrinterBench): void {
  line.faults.clear();
  simulator.faults.delayAnswers(0);
  simulator.faults.loseAnswers(0);
  simulator.faults.repeatAnswers(0);
  simulator.faults.resume();
  simulator.faults.clearJam();
  simulator.feedPaper();
}

const schedule = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 700 }), fault: fc.nat(faults.length - 1), size: fc.nat(400) }),
  { maxLength: 6 },
);

test('whatever happens, printed means one whole receipt, not-printed means none, and there are never two', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async (steps) => {
      const bench = await printerBench({ baud: 38_400 });
      const printing = bench.print(numbered(1));
      for (const { waitMs, fault, size } of steps) {
        await bench.clock.advance(waitMs);
        faults[fault]?.(bench, size);
      }
      expect(await bench.clock.advanceUntil(() => printing.result !== null, 120_000)).toBe(true);
      const copies = copiesOf(bench.simulator, 1);
      const result = printing.result;
      if (result?.ok) expect(copies).toBe(1);
      else if (result?.error.kind !== 'unknown') expect(copies + bench.simulator.hanging).toBe(0);

      healAll(bench);
      expect(await bench.clock.advanceUntil(() => bench.printer.status === 'ready', 120_000)).toBe(true);
      await bench.clock.advance(30_000);
      expect(copiesOf(bench.simulator, 1)).toBeLessThanOrEqual(1);
      const next = bench.print(numbered(2));
      await bench.clock.advanceUntil(() => next.result !== null, 120_000);
      expect(next.result).toEqual({ ok: true, value: 'printed' });
      expect(copiesOf(bench.simulator, 2)).toBe(1);
      await bench.printer.stop();
      bench.simulator.stop();
      // What is still on the wire arrives; then nothing is left that could happen.
      await bench.clock.advance(1_000);
      expect(bench.clock.pending).toBe(0);
    }),
    { numRuns: 150 },
  );
});
