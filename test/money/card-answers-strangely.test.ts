import { afterEach, describe, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

test('status 71, "limit exceeded": the data was written, and that counts', async () => {
  at = await scene();
  at.card.card.forceNextWrite({ sf1: 0xff, sf2: 0x71, written: true });
  expect(await charged(at)).toMatchObject({ kind: 'charged', balanceYen: 2_200 });
  expect(await heal(at.world)).toEqual([]);
});

test('a refusal is proven by reading, and the points are free again', async () => {
  at = await scene();
  const { world, station, card } = at;
  card.card.forceNextWrite({ sf1: 0x01, sf2: 0xa5, written: false });
  expect(await charged(at)).toMatchObject({ kind: 'not-charged', because: { error: { kind: 'card-refused' } } });
  await world.clock.advance(1_000);
  expect(world.openHolds()).toEqual([]);
  expect([...station.journal.entries()].map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ kind: 'transfer-voided', proof: 'refused' }),
  );
  expect(violations(world)).toEqual([]);
  expect(await charged(at)).toMatchObject({ kind: 'charged' });
});

test('a refusal, and the card is gone before it can be read: unknown, then voided', async () => {
  at = await scene();
  const { world, station, card } = at;
  card.card.forceNextWrite({ sf1: 0x01, sf2: 0xa5, written: false });
  station.onPoint = (point) => {
    if (point === 'write-answered') station.lift();
  };
  expect((await charged(at)).kind).toBe('unknown');
  station.lay(card);
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'voided' }]);
  expect(await heal(world)).toEqual([]);
});

describe('the card contradicts itself', () => {
  test('it refuses, and has written: contradiction, and the points are spent', async () => {
    at = await scene();
    const { world, card } = at;
    card.card.forceNextWrite({ sf1: 0x01, sf2: 0xa5, written: true });
    expect((await charged(at)).kind).toBe('contradiction');
    await world.clock.advance(10_000);
    expect(card.card.balanceYen).toBe(2_200);
    expect(violations(world).filter((wrong) => !wrong.includes('contradicted'))).toEqual([]);
    expect(world.openHolds()).toEqual([]);
  });

  test('it says "written" and shows the old values: listed, never settled by itself, the machine stops', async () => {
    at = await scene();
    const { world, station, card } = at;
    card.card.forceNextWrite({ sf1: 0x00, sf2: 0x00, written: false });
    const outcome = await charged(at);
    expect(outcome.kind).toBe('contradiction');
    expect(world.openHolds()).toHaveLength(1);
    expect(station.money.open).toHaveLength(1);
    expect(await station.settleAll(card)).toMatchObject([{ kind: 'evidence-gone' }]);
    await station.restart();
    expect(station.recovery?.open).toHaveLength(1);
    expect(world.openHolds()).toHaveLength(1);
  });

  test('another station has read it and ended it: the first one hears of that, and serves the card again', async () => {
    at = await scene();
    const { world, station, card } = at;
    card.card.forceNextWrite({ sf1: 0x00, sf2: 0x00, written: false });
    expect((await charged(at)).kind).toBe('contradiction');
    const second = world.addStation();
    await second.start();
    station.lift();
    second.lay(card);
    expect(await second.settleAll(card)).toMatchObject([{ kind: 'voided' }]);
    second.lift();
    await station.restart();
    station.lay(card);
    expect(await station.visit(card, 100)).toMatchObject({
      settled: [{ kind: 'voided' }],
      outcome: { kind: 'charged' },
    });
    expect(violations(world)).toEqual([]);
  });
});

test('another card of another account lies there when the session opens: nothing is begun', async () => {
  at = await scene();
  const { world, station, card } = at;
  const other = world.addCard();
  station.simulator.arm({ kind: 'swap', moment: 'before', card: other.card }, { packet: hears.polling });
  expect(await charged({ world, station, card })).toMatchObject({
    kind: 'not-charged',
    because: { kind: 'card', error: { kind: 'different-card' } },
  });
  expect(other.card.commits).toEqual([]);
  expect(violations(world)).toEqual([]);
});

test('not enough points any more: refused, void, and a late copy of the request holds nothing', async () => {
  at = await scene({ points: 500 });
  const { world, station } = at;
  station.network = (name) => (name === 'hold' ? { kind: 'duplicate', ms: 30_000 } : { kind: 'none' });
  expect(await charged(at)).toMatchObject({
    kind: 'not-charged',
    because: { kind: 'center-refused', problem: { code: 'insufficient-points' } },
  });
  await world.clock.advance(60_000);
  expect(world.openHolds()).toEqual([]);
  expect(violations(world)).toEqual([]);
});
