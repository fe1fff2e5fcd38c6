import { describe, expect, test } from 'vitest';
import { samples } from '../../renderer/samples.ts';
import { type FlowBench, flowBench } from './bench.ts';

/** What the layout tests and the gallery draw must be what the station offers, or they look at another screen. */
function expectAsSampled(bench: FlowBench, name: string): void {
  const sample = samples.find((candidate) => candidate.name === name);
  expect(sample?.body.id).toBe(bench.screen.body.id);
  // Every screen with a time limit takes `more-time`; the page draws a button for it only while it warns.
  const offered = bench.screen.accepts.filter((type) => type !== 'more-time');
  expect(offered.sort()).toEqual([...(sample?.accepts ?? [])].sort());
}

async function charged(bench: FlowBench): Promise<void> {
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(bench.addCard({ balanceYen: 0, points: 100 }));
  await bench.see('choose-amount');
  expectAsSampled(bench, 'choose-amount');
  await bench.touch({ type: 'choose-amount', points: 100 });
  expectAsSampled(bench, 'confirm-charge');
  await bench.touch({ type: 'confirm' });
  await bench.see('charged');
}

describe('a finished job asks for a receipt, yes or no, and has no third button', () => {
  test('after a charge', async () => {
    const bench = await flowBench();
    await charged(bench);
    expectAsSampled(bench, 'charged');
    expect(bench.screen.accepts).toContain('receipt');
    expect(bench.screen.accepts).not.toContain('continue');
  });

  test('after a charge without paper: only the way on', async () => {
    const bench = await flowBench();
    bench.printer.removePaper();
    await bench.wait(5_000);
    await charged(bench);
    expectAsSampled(bench, 'charged-card-full');
    expect(bench.screen.accepts).not.toContain('receipt');
  });

  test('after a registration', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    await bench.see('terms');
    expectAsSampled(bench, 'terms');
    await bench.touch({ type: 'agree-to-terms' });
    await bench.see('registered');
    expectAsSampled(bench, 'registered');
  });
});
