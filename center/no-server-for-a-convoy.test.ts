/** What becomes of calls whose shared transaction fails, and of those behind them (convoys.ts). */
import { expect, test, vi } from 'vitest';
import { Convoys, type Transactions, type Work } from './convoys.ts';

const call = (name: string): Work<string> =>
  // biome-ignore lint/correctness/useYield: what it does is the database's affair.
  function* () {
    return name;
  };
const named = (work: Work<unknown>): unknown => work().next([]).value;

function convoysOver(some: Partial<Transactions>): Convoys {
  return new Convoys({
    atOnce: 1,
    patienceMs: 2_000,
    together: async (works) => works.map(named),
    alone: async (work) => named(work),
    isOfOneCall: () => true,
    onParted: () => {},
    now: () => 0,
    ...some,
  });
}

test('the server has gone: each is told at once, and nobody asks it again for each of them', async () => {
  const alone = vi.fn();
  const gone = new Error('the connection broke');
  const together = vi.fn(() => Promise.reject(gone));
  const convoys = convoysOver({ together, alone, isOfOneCall: () => false });
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => convoys.write(call(name))));
  expect(outcomes).toEqual(Array(3).fill({ status: 'rejected', reason: gone }));
  expect(together).toHaveBeenCalledTimes(1);
  expect(alone).not.toHaveBeenCalled();
});

test('one call waits alone for its card: the next convoy leaves meanwhile', async () => {
  const held = Promise.withResolvers<unknown>();
  const parted: number[] = [];
  const convoys = convoysOver({
    together: async (works) => {
      if (works.some((work) => named(work) === 'held')) throw new Error('lock timeout');
      return works.map(named);
    },
    alone: async (work) => (named(work) === 'held' ? await held.promise : named(work)),
    onParted: (calls) => parted.push(calls),
  });
  const first = Promise.all([convoys.write(call('held')), convoys.write(call('beside'))]);
  await vi.waitFor(() => expect(parted).toEqual([2]));
  expect(await convoys.write(call('later'))).toBe('later');
  held.resolve('held after all');
  expect(await first).toEqual(['held after all', 'beside']);
});

test('whoever has waited too long is refused and not served', async () => {
  let now = 0;
  const free = Promise.withResolvers<void>();
  const served: unknown[] = [];
  const convoys = convoysOver({
    together: async (works) => {
      served.push(...works.map(named));
      await free.promise;
      return works.map(named);
    },
    now: () => now,
  });
  const first = convoys.write(call('first'));
  await vi.waitFor(() => expect(served).toEqual(['first']));
  const late = convoys.write(call('late'));
  now = 2_001;
  const fresh = convoys.write(call('fresh'));
  expect(convoys.waiting).toBe(2);
  free.resolve();
  expect(await first).toBe('first');
  await expect(late).rejects.toThrow('no time');
  expect(await fresh).toBe('fresh');
  expect(served).toEqual(['first', 'fresh']);
});
