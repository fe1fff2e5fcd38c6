import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

describe('the page', () => {
  test('that was reloaded in the middle of anything gets the true screen', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard());
    await bench.see('choose-amount');
    await bench.wait(10_000);
    const { revision } = bench.screen;
    const before = bench.screens.length;
    bench.station.receive({ kind: 'hello' });
    expect(bench.screens).toHaveLength(before + 1);
    expect(bench.screens.at(-1)).toMatchObject({ revision, body: { id: 'choose-amount' }, timeLimit: { ms: 80_000 } });
  });

  test('a touch on a screen that is no longer up is dropped and counted', async () => {
    const bench = await flowBench();
    const { revision } = bench.screen;
    await bench.touch({ type: 'show-notice' });
    bench.station.receive({ kind: 'intent', message: { revision, intent: { type: 'choose-job', job: 'inquiry' } } });
    expect(bench.screen.body.id).toBe('notice');
    expect(bench.station.refused).toEqual({ late: 1, notOffered: 0, malformed: 0 });
  });

  test('a touch that was meant for the station before a restart is dropped by the new one', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'show-notice' });
    await bench.touch({ type: 'back' });
    const revisions = bench.screens.map(({ revision }) => revision);
    await bench.restart();
    for (const revision of revisions) {
      bench.station.receive({ kind: 'intent', message: { revision, intent: { type: 'choose-job', job: 'inquiry' } } });
    }
    expect(bench.screen.body.id).toBe('home');
    expect(bench.station.refused).toEqual({ late: revisions.length, notOffered: 0, malformed: 0 });
    expect(Number.isSafeInteger(bench.screen.revision)).toBe(true);
  });

  test('a touch that the screen does not offer is refused and counted', async () => {
    const bench = await flowBench();
    const { revision } = bench.screen;
    bench.station.receive({ kind: 'intent', message: { revision, intent: { type: 'confirm' } } });
    expect(bench.screen.body.id).toBe('home');
    expect(bench.station.refused).toEqual({ late: 0, notOffered: 1, malformed: 0 });
  });

  test('whatever else it says is refused and changes nothing', async () => {
    const bench = await flowBench();
    const { screen } = bench;
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (raw) => {
        bench.station.receive(raw);
        await bench.wait(0);
        expect(bench.screen).toEqual(screen);
      }),
      { numRuns: 200 },
    );
    expect(bench.station.refused.malformed).toBeGreaterThan(190);
  });

  test('every revision is higher than the one before', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'inquiry' });
    bench.lay(bench.addCard());
    await bench.see('inquiry');
    bench.lift();
    await bench.see('home');
    const revisions = bench.screens.map(({ revision }) => revision);
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  });
});
