import { describe, expect, test } from 'vitest';
import { FRESH_MODES } from '../../station/contract/index.ts';
import { flowBench } from './bench.ts';
import { REACHED, reach } from './ways-to-screens.ts';

/** The others have no time limit of their own, or go on by themselves. */
const WAITING = REACHED.filter((name) => name !== 'home' && name !== 'reading-card' && name !== 'goodbye');

describe('the passenger walks away from', () => {
  test.each(WAITING)('%s: warned for 20 s or more, then everything is wiped', async (name) => {
    const bench = await flowBench();
    await bench.touch({ type: 'set-language', language: 'en' });
    await reach(bench, name);
    const total = bench.screen.timeLimit?.totalMs ?? 0;
    expect(total).toBeGreaterThanOrEqual(60_000);
    expect(bench.screen.timeLimit?.warning).toBe(false);
    await bench.world.clock.advanceUntil(() => bench.screen.timeLimit?.warning === true, total);
    expect(bench.screen.body.id).toBe(name);
    expect(bench.screen.timeLimit?.ms).toBeGreaterThanOrEqual(20_000);
    await bench.wait((bench.screen.timeLimit?.ms ?? 0) + 10);
    expect(['goodbye', 'home']).toContain(bench.screen.body.id);
    const [card] = bench.world.cards;
    if (card) expect(bench.memory()).not.toContain(card.cardNumber);
    await bench.see('home', 60_000);
    if (card) expect(bench.memory()).not.toContain(card.card.idm);
    expect(bench.screen.language).toBe('ja');
  });

  test('and somebody who is still there has as much time as it takes (ten times and more)', async () => {
    const bench = await flowBench();
    await reach(bench, 'confirm-charge');
    for (let time = 0; time < 12; time++) {
      await bench.world.clock.advanceUntil(() => bench.screen.timeLimit?.warning === true, 120_000);
      await bench.touch({ type: 'more-time' });
      expect(bench.screen.timeLimit?.warning).toBe(false);
    }
    expect(bench.screen.body.id).toBe('confirm-charge');
  });

  test('"lay the same card again": after 60 s the transfer stays listed, nothing of it in memory', async () => {
    const bench = await flowBench();
    await reach(bench, 'confirm-charge');
    const [card] = bench.world.cards;
    bench.reader.field.arm({ kind: 'lift', moment: 'inside' }, { packet: (packet) => packet[1] === 0x16 });
    await bench.touch({ type: 'confirm' });
    await bench.see('lay-same-card');
    expect(bench.screen.timeLimit?.totalMs).toBe(60_000);
    await bench.see('home', 70_000);
    expect(bench.memory()).not.toContain(card?.cardNumber);
    expect(bench.world.openHolds()).toHaveLength(1);
  });
});

describe('the language', () => {
  test('can be changed on any screen without losing the place', async () => {
    const bench = await flowBench();
    await reach(bench, 'confirm-charge');
    const before = bench.screen;
    await bench.touch({ type: 'set-language', language: 'en' });
    expect(bench.screen).toMatchObject({ language: 'en', body: before.body });
    expect(bench.screen.revision).toBe(before.revision + 1);
    await bench.touch({ type: 'confirm' });
    await bench.touch({ type: 'set-language', language: 'ja' });
    expect(await bench.see('charged')).toMatchObject({ charge: 100 });
  });

  test('chosen on the idle screen and left there: Japanese again', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'set-language', language: 'en' });
    await bench.wait(79_000);
    expect(bench.screen.language).toBe('en');
    await bench.wait(2_000);
    expect(bench.screen.language).toBe('ja');
  });

  test('stays through the notice and one step back', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'set-language', language: 'en' });
    await bench.touch({ type: 'show-notice' });
    await bench.touch({ type: 'back' });
    await bench.touch({ type: 'choose-job', job: 'inquiry' });
    await bench.touch({ type: 'back' });
    expect(bench.screen).toMatchObject({ language: 'en', body: { id: 'home' } });
  });
});

describe('nothing of a passenger', () => {
  test('is ever in the log', async () => {
    const bench = await flowBench();
    await reach(bench, 'charged');
    const [card] = bench.world.cards;
    const log = bench.logged.join('\n');
    expect(log).not.toContain(card?.cardNumber);
    expect(log).not.toContain(card?.card.idm);
  });
});

describe('the modes', () => {
  const chosen = { contrast: true, largeText: true, low: true, voice: false, volume: 0 } as const;

  test('can be changed on any screen without losing the place, and end with their passenger', async () => {
    const bench = await flowBench();
    await reach(bench, 'confirm-charge');
    const before = bench.screen;
    await bench.touch({ type: 'set-modes', modes: chosen });
    expect(bench.screen).toMatchObject({ modes: chosen, body: before.body });
    await bench.touch({ type: 'confirm' });
    await bench.see('charged');
    expect(bench.screen.modes).toEqual(chosen);
    bench.lift();
    await bench.see('home', 120_000);
    expect(bench.screen.modes).toEqual(FRESH_MODES);
  });

  test.each(WAITING)('of who walks away from %s do not meet the next passenger, the volume neither', async (name) => {
    const bench = await flowBench();
    await bench.touch({ type: 'set-modes', modes: chosen });
    await reach(bench, name);
    expect(bench.screen.modes).toEqual(chosen);
    await bench.see('home', 240_000);
    expect(bench.screen.modes).toEqual(FRESH_MODES);
  });

  test('chosen on the idle screen and left there: as every passenger begins', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'set-modes', modes: chosen });
    await bench.wait(79_000);
    expect(bench.screen.modes).toEqual(chosen);
    await bench.wait(2_000);
    expect(bench.screen.modes).toEqual(FRESH_MODES);
  });
});
