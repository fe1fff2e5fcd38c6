import { expect, test } from 'vitest';
import { numbered, printerBench } from './testing.ts';

/** Bits of a byte at 8N1. */
const BITS = 10;

test.each([9_600, 19_200, 38_400])(
  'from "print" to the last byte on the wire: at most 1.1 times the line’s own time, %d bit/s',
  async (baud) => {
    const bench = await printerBench({ baud });
    const before = bench.clock.now();
    let bytes = 0;
    let lastAt = 0;
    bench.line.device.onData((piece) => {
      // Questions (DLE EOT) are asked before the receipt and go on after its last byte.
      if (piece[0] === 0x10) return;
      bytes += piece.length;
      lastAt = bench.clock.now();
    });
    const printing = bench.print(numbered(1, 60));
    await bench.clock.advanceUntil(() => printing.result !== null);
    expect(printing.result?.ok).toBe(true);
    const own = (bytes * BITS * 1_000) / baud;
    expect((lastAt - before) / own).toBeLessThanOrEqual(1.1);
  },
);

test('the passenger has the receipt within a second and a half of the last byte', async () => {
  const bench = await printerBench({ baud: 38_400 });
  const before = bench.clock.now();
  const printing = bench.print(numbered(1));
  await bench.clock.advanceUntil(() => printing.result !== null);
  expect(printing.result?.ok).toBe(true);
  expect(bench.clock.now() - before).toBeLessThan(1_500);
});
