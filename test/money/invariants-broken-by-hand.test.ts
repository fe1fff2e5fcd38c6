import { afterEach, beforeEach, expect, test } from 'vitest';
import { violations } from '../../rig/torture/invariants.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;

beforeEach(async () => {
  at = await scene();
  await charged(at);
  await at.world.clock.advance(10_000);
});
afterEach(() => at.world.remove());

function seen(card: object): string[] {
  const truth = at.card.card;
  const { commits, balanceYen, elsewhereYen } = truth;
  return violations({
    books: at.world.books,
    check: () => at.world.check(),
    stations: at.world.stations,
    cards: [{ ...at.card, card: { commits, balanceYen, elsewhereYen, ...card } }],
  });
}

test('a card that fits is not found wrong', () => {
  expect(seen({})).toEqual([]);
});

test.each<[string, (commits: Scene['card']['card']['commits'], balanceYen: number) => object, RegExp]>([
  ['a write twice', (commits) => ({ commits: [...commits, ...commits], balanceYen: 3_200 }), /^I3: .* wrote 2 times/],
  ['settled, and not written', () => ({ commits: [], balanceYen: 1_200 }), /^I1: .* was settled and never written/],
  ['a yen more', (_, balanceYen) => ({ balanceYen: balanceYen + 1 }), /^I1: .* has 2201 yen and not 2200/],
  ['a yen that another machine took', () => ({ elsewhereYen: -1 }), /^I1: .* has 2200 yen and not 2199/],
  [
    'a balance beside its record',
    (commits) => ({ commits: commits.map((commit) => ({ ...commit, balanceYen: 2_201 })) }),
    /^I1: .* left 2201 yen, 2200 in its record, and not 2200/,
  ],
])('%s', (_, change, wrong) => {
  expect(seen(change(at.card.card.commits, at.card.card.balanceYen)).join('\n')).toMatch(wrong);
});
