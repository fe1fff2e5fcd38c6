import { afterEach, describe, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import type { WorldCard } from '../../rig/torture/world.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

const enter = ({ card }: WorldCard) => card.gateEntry({ date: '2023-04-10', station: '0107', time: '08:00' });
const leave = ({ card }: WorldCard) =>
  card.gateExit({ date: '2023-04-10', station: '0108', time: '08:20', fareYen: 180 });
const buy = ({ card }: WorldCard) => card.buy({ date: '2023-04-10', yen: 130 });

const uses: [string, (card: WorldCard) => void][] = [
  ['not used', () => {}],
  ['through a gate: the number moves by one, no record', enter],
  ['in and out: the number moves by two, one record', (card) => [enter, leave].forEach((use) => void use(card))],
  ['in a shop', buy],
  ['charged elsewhere', ({ card }) => card.charge({ date: '2023-04-10', station: '0201', yen: 1_000 })],
  ['nineteen times', (card) => Array.from({ length: 19 }).forEach(() => void buy(card))],
];

const cases = uses.flatMap(([how, use]) =>
  (['before', 'inside'] as const).flatMap((moment) =>
    [0x10, 0xffff].map((updateNumber) => ({ how, use, moment, updateNumber })),
  ),
);

describe('between the write and the next reading the card was', () => {
  test.each(cases)('$how (lost $moment the write, number $updateNumber)', async ({ use, moment, updateNumber }) => {
    at = await scene({ balanceYen: 5_000, updateNumber });
    const { world, station, card } = at;
    station.simulator.arm({ kind: 'lift', moment }, { packet: hears.write });
    expect((await charged(at)).kind).toBe('unknown');
    use(card);
    station.lay(card);
    expect(await station.settleAll(card)).toMatchObject([{ kind: moment === 'inside' ? 'written' : 'voided' }]);
    expect(violations(world)).toEqual([]);
    expect(await heal(world)).toEqual([]);
  });

  test.each(['before', 'inside'] as const)(
    'used 25 times (lost %s the write): staff decide, the points stay held',
    async (moment) => {
      at = await scene({ balanceYen: 9_000 });
      const { world, station, card } = at;
      station.simulator.arm({ kind: 'lift', moment }, { packet: hears.write });
      await charged(at);
      for (let count = 0; count < 25; count++) buy(card);
      station.lay(card);
      expect(await station.settleAll(card)).toMatchObject([{ kind: 'evidence-gone' }]);
      expect(station.money.open).toHaveLength(1);
      expect(world.openHolds()).toHaveLength(1);
      expect(await heal(world)).toEqual([]);
    },
  );
});

describe('a card without any history', () => {
  test.each(['before', 'inside'] as const)('lost %s the write', async (moment) => {
    at = await scene({ balanceYen: 0, history: [] });
    const { station, card, world } = at;
    station.simulator.arm({ kind: 'lift', moment }, { packet: hears.write });
    expect((await charged(at)).kind).toBe('unknown');
    enter(card);
    station.lay(card);
    expect(await station.settleAll(card)).toMatchObject([{ kind: moment === 'inside' ? 'written' : 'voided' }]);
    expect(await heal(world)).toEqual([]);
  });
});

test('the card was charged with cash between the offer and the charge: it has no room any more', async () => {
  at = await scene({ balanceYen: 19_000 });
  const { card, world } = at;
  card.card.charge({ date: '2023-04-10', station: '0201', yen: 1_000 });
  expect(await charged(at)).toEqual({ kind: 'not-charged', because: { kind: 'balance-changed' } });
  expect(violations(world)).toEqual([]);
});
