import { existsSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { Hand } from './hand.ts';
import type { RigMachine } from './machine.ts';
import { allInMemory } from './machine-devices.ts';
import { Interrupted, play } from './play.ts';
import { scenarioFrom } from './read.ts';
import { RealTime } from './real-time.ts';

/** Stops the play at the first touch. */
function handThatStops(stopping: AbortController, closes: () => Promise<void> = async () => {}): Hand {
  const touch = async () => stopping.abort();
  return { touch, press: touch, reload: touch, picture: async () => null, close: closes };
}

/** The machine's disk and the center's books. */
const stays = (machine: RigMachine | undefined) => [existsSync(machine?.dataFolder ?? ''), machine?.world.books.isOpen];

function read(...steps: string[]) {
  const scenario = scenarioFrom('late.yaml', `title: Late\nsteps:\n${steps.map((each) => `  - ${each}\n`).join('')}`);
  if (!scenario.ok) throw new Error(scenario.error);
  return scenario.value;
}

test.each([
  ['a browser that closes', async () => {}],
  ['a browser that is gone', () => Promise.reject(new Error('closed'))],
])('stopped between two steps, with %s: the line of the next one, and nothing stays', async (_, closes) => {
  const stopping = new AbortController();
  const made: RigMachine[] = [];
  const played = play(read('see: home', 'touch: x', 'see: notice'), {
    seed: 1,
    hand: async (machine) => {
      made.push(machine);
      expect(stays(machine)).toEqual([true, true]);
      return handThatStops(stopping, closes);
    },
    signal: stopping.signal,
  });
  await expect(played).rejects.toEqual(new Interrupted(5));
  expect(stays(made[0])).toEqual([false, false]);
});

test('stopped while it is switched on: nothing stays either', async () => {
  const stopping = new AbortController();
  const made: RigMachine[] = [];
  const played = play(read('see: home'), {
    seed: 1,
    hand: async (machine) => {
      made.push(machine);
      stopping.abort();
      throw new Error('no browser');
    },
    signal: stopping.signal,
  });
  await expect(played).rejects.toEqual(new Interrupted(3));
  expect(stays(made[0])).toEqual([false, false]);
});

test('in real time a wait ends at once, and what tidies up afterwards waits as ever', async () => {
  const stopping = new AbortController();
  const clock = new RealTime(stopping.signal);
  const waits = clock.advanceUntil(() => false, 600_000);
  stopping.abort();
  await expect(waits).rejects.toThrow('aborted');
  await expect(clock.advance(600_000)).rejects.toThrow('aborted');
  clock.ignoreSignal();
  expect(await clock.advanceUntil(() => true)).toBe(true);
  await clock.advance(5);
});

test('in real time, stopped while nothing waits for the clock: the machine is switched off to the end all the same', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  try {
    const stopping = new AbortController();
    const { signal } = stopping;
    const made: RigMachine[] = [];
    const hand = handThatStops(stopping);
    // As a person at the desk who is asked no more.
    const touch = () => hand.touch('x').then(() => Promise.reject(new Error('nobody answers')));
    const ended = play(read('see: home', 'touch: x'), {
      seed: 1,
      hand: async (machine) => {
        made.push(machine);
        return { ...hand, touch };
      },
      desk: { devices: allInMemory, person: null },
      signal,
    }).catch((error: unknown) => error);
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      await vi.advanceTimersByTimeAsync(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ended).toEqual(new Interrupted(4));
    expect(stays(made[0])).toEqual([false, false]);
  } finally {
    vi.useRealTimers();
  }
});
