import { expect, test } from 'vitest';
import { inEveryPhase, kinds } from './every-phase.ts';
import { copiesOf, numbered, printerBench } from './testing.ts';

test('the cover is opened in any phase of a job and stays open', async () => {
  const outcomes = await inEveryPhase({
    strike: ({ simulator }) => simulator.openCover(),
    heal: ({ simulator }) => simulator.closeCover(),
  });
  expect(kinds(outcomes)).toEqual(['not-printed', 'printed', 'unknown']);
});

test('the cover is opened at every byte of a job and closed again soon: one receipt, whole', async () => {
  for (let byte = 0; byte < 400; byte += 20) {
    const bench = await printerBench();
    bench.simulator.faults.coverOpenAfterBytes(byte);
    const printing = bench.print(numbered(1));
    await bench.clock.advance(3_000);
    bench.simulator.closeCover();
    await bench.clock.advance(3_000);
    const isWhole = copiesOf(bench.simulator, 1) === 1;
    expect(printing.result?.ok, `byte ${byte}`).toBe(isWhole);
    // The questions before a job see the open cover: nothing is sent then.
    if (!isWhole) expect(printing.result).toEqual({ ok: false, error: { kind: 'not-printed', status: 'cover-open' } });
  }
});
