import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

describe('the printer has no paper', () => {
  test('it is said before the choice, and the charge works without a receipt', async () => {
    const bench = await flowBench();
    bench.printer.removePaper();
    await bench.wait(5_000);
    expect(bench.screen.body).toMatchObject({ id: 'home', receipts: 'paper-out' });
    bench.lay(bench.addCard({ balanceYen: 0, points: 100 }));
    await bench.see('inquiry');
    expect(bench.screen.accepts).not.toContain('print-history');
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    expect(await bench.see('choose-amount')).toMatchObject({ receipts: 'paper-out' });
    await bench.touch({ type: 'choose-amount', points: 100 });
    await bench.touch({ type: 'confirm' });
    expect(await bench.see('charged')).toMatchObject({ receipts: 'paper-out' });
    expect(bench.screen.accepts).not.toContain('receipt');
    await bench.touch({ type: 'continue' });
    expect(await bench.see('goodbye')).toMatchObject({ receiptPrinted: false });
  });

  test('the roll ends in the middle of a receipt: never "printed"', async () => {
    const bench = await flowBench();
    bench.lay(bench.addCard({ balanceYen: 0, points: 100 }));
    await bench.see('inquiry');
    bench.printer.faults.paperOutAfterLines(2);
    await bench.touch({ type: 'print-history' });
    expect(await bench.see('print-failed', 120_000)).toMatchObject({ outcome: 'unknown' });
    expect(bench.screen.accepts).not.toContain('receipt');
    await bench.touch({ type: 'continue' });
    await bench.see('inquiry');
  });
});
