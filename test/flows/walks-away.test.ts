import { describe, expect, test } from 'vitest';
import { FRESH_MODES, type ScreenBody } from '../../station/contract/index.ts';
import { type FlowBench, flowBench } from './bench.ts';

/** How a passenger gets to each screen that waits for them; the card stays on the reader. */
const ways: Record<string, (bench: FlowBench) => Promise<ScreenBody['id']>> = {
  notice: async (bench) => {
    await bench.touch({ type: 'show-notice' });
    return 'notice';
  },
  'lay-card': async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'registration' });
    return 'lay-card';
  },
  terms: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    return 'terms';
  },
  registered: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard());
    return 'registered';
  },
  'choose-amount': async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard());
    return 'choose-amount';
  },
  'confirm-charge': async (bench) => {
    await ways['choose-amount']?.(bench);
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 100 });
    return 'confirm-charge';
  },
  charged: async (bench) => {
    await ways['confirm-charge']?.(bench);
    await bench.touch({ type: 'confirm' });
    return 'charged';
  },
  inquiry: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'inquiry' });
    bench.lay(bench.addCard());
    return 'inquiry';
  },
  trouble: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard({ points: 3 }));
    return 'trouble';
  },
};

describe('the passenger walks away from', () => {
  test.each(Object.keys(ways))('%s: warned for 20 s or more, then everything is wiped', async (name) => {
    const bench = await flowBench();
    await bench.touch({ type: 'set-language', language: 'en' });
    const id = await ways[name]?.(bench);
    await bench.see(id ?? 'home');
    const total = bench.screen.timeLimit?.totalMs ?? 0;
    expect(total).toBeGreaterThanOrEqual(60_000);
    expect(bench.screen.timeLimit?.warning).toBe(false);
    await bench.world.clock.advanceUntil(() => bench.screen.timeLimit?.warning === true, total);
    expect(bench.screen.body.id).toBe(id);
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
    await ways['confirm-charge']?.(bench);
    for (let time = 0; time < 12; time++) {
      await bench.world.clock.advanceUntil(() => bench.screen.timeLimit?.warning === true, 120_000);
      await bench.touch({ type: 'more-time' });
      expect(bench.screen.timeLimit?.warning).toBe(false);
    }
    expect(bench.screen.body.id).toBe('confirm-charge');
  });

  test('"lay the same card again": after 60 s the transfer stays listed, nothing of it in memory', async () => {
    const bench = await flowBench();
    await ways['confirm-charge']?.(bench);
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
    await ways['confirm-charge']?.(bench);
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
    await bench.wait(59_000);
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
    await ways.charged?.(bench);
    await bench.see('charged');
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
    await ways['confirm-charge']?.(bench);
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

  test.each(Object.keys(ways))(
    'of who walks away from %s do not meet the next passenger, the volume neither',
    async (name) => {
      const bench = await flowBench();
      await bench.touch({ type: 'set-modes', modes: chosen });
      const id = await ways[name]?.(bench);
      await bench.see(id ?? 'home');
      expect(bench.screen.modes).toEqual(chosen);
      await bench.see('home', 240_000);
      expect(bench.screen.modes).toEqual(FRESH_MODES);
    },
  );

  test('chosen on the idle screen and left there: as every passenger begins', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'set-modes', modes: chosen });
    await bench.wait(59_000);
    expect(bench.screen.modes).toEqual(chosen);
    await bench.wait(2_000);
    expect(bench.screen.modes).toEqual(FRESH_MODES);
  });
});
