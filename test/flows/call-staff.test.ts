import { describe, expect, test } from 'vitest';
import { FRESH_MODES } from '../../station/contract/words.ts';
import { VOICE_PATIENCE } from '../../station/delays.ts';
import { flowBench } from './bench.ts';
import { REACHED, reach } from './ways-to-screens.ts';

describe('a person is called from', () => {
  test.each(REACHED.filter((name) => name !== 'staff-called'))(
    '%s: they come to who stands there, and nothing of the card stays',
    async (name) => {
      const bench = await flowBench();
      await reach(bench, name);
      await bench.touch({ type: 'call-staff' });
      expect(bench.screen.body.id).toBe('staff-called');
      const [card] = bench.world.cards;
      if (card) expect(bench.memory()).not.toContain(card.cardNumber);
      await bench.see('home', 121_000);
      expect(bench.world.openHolds()).toHaveLength(0);
    },
  );

  test('a charge that is done: they can name it to each other', async () => {
    const bench = await flowBench();
    await reach(bench, 'charged');
    await bench.touch({ type: 'call-staff' });
    expect(bench.screen.body).toMatchObject({ id: 'staff-called', reference: expect.stringMatching(/^\w{4}-\w{4}$/) });
  });
});

test('while value is in flight nobody can be called away from it: the next screen takes the call', async () => {
  const bench = await flowBench();
  await reach(bench, 'charged');
  const charging = bench.screens.filter(({ body }) => body.id === 'charging');
  expect(charging.length).toBeGreaterThan(0);
  for (const { accepts } of charging) expect(accepts).not.toContain('call-staff');
});

describe('who listens has longer', () => {
  const voice = { type: 'set-modes', modes: { ...FRESH_MODES, voice: true } } as const;

  test('the quiet time is longer by its factor, from the screen on which the voice was switched on', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    const { totalMs = 0, ms = 0 } = bench.screen.timeLimit ?? {};
    expect(ms).toBe(totalMs);
    await bench.touch(voice);
    const warningMs = 30_000;
    expect(bench.screen.timeLimit?.totalMs).toBe(VOICE_PATIENCE * (totalMs - warningMs) + warningMs);
    bench.lay(bench.addCard());
    await bench.see('choose-amount');
    await bench.wait(100_000);
    expect(bench.screen.timeLimit?.warning).toBe(false);
    expect(bench.screen.body.id).toBe('choose-amount');
  });

  test('"done" without its card is gone after 30 s all the same', async () => {
    const bench = await flowBench();
    await bench.touch(voice);
    await reach(bench, 'charged');
    bench.lift();
    await bench.wait(2_000);
    expect(bench.screen.timeLimit?.totalMs).toBe(30_000);
  });

  test('the idle screen keeps the voice long enough for what it says', async () => {
    const bench = await flowBench();
    await bench.touch(voice);
    await bench.wait(179_000);
    expect(bench.screen).toMatchObject({ modes: voice.modes, timeLimit: { warning: false } });
    await bench.wait(2_000);
    expect(bench.screen).toMatchObject({ modes: voice.modes, timeLimit: { warning: true } });
    await bench.touch({ type: 'more-time' });
    await bench.wait(179_000);
    expect(bench.screen.modes.voice).toBe(true);
    await bench.wait(22_000);
    expect(bench.screen).toMatchObject({ modes: FRESH_MODES, timeLimit: null });
  });
});
