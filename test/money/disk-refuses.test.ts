import { afterEach, describe, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import type { EntryBody } from '../../station/journal/index.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

test('no room can be secured: nothing is begun, nobody is asked for points', async () => {
  at = await scene();
  const { world, station, card } = at;
  station.disk = (bodies) => (bodies.length === 0 ? { kind: 'refuses' } : null);
  const head = station.journal.head();
  expect(await charged(at)).toMatchObject({ kind: 'not-charged', because: { kind: 'storage' } });
  expect(station.journal.head()).toEqual(head);
  expect(world.books.prepare('SELECT count(*) AS n FROM transfers').get()?.n).toBe(0);
  expect(card.card.commits).toEqual([]);
});

/** The entries of a charge in order, and whether the card may have been written when the disk refuses them. */
const steps: [EntryBody['kind'], boolean][] = [
  ['transfer-intended', false],
  ['transfer-reserved', false],
  ['transfer-writing', false],
  ['transfer-written', true],
  ['message-queued', true],
  ['message-answered', true],
];

describe('the disk refuses one entry and every one after it', () => {
  test.each(steps)('%s', async (kind, written) => {
    at = await scene();
    const { world, station, card } = at;
    let full = false;
    station.disk = (bodies) => {
      full ||= bodies.some((body) => body.kind === kind);
      return full ? { kind: 'refuses' } : null;
    };
    const outcome = await charged(at);
    expect(card.card.balanceYen).toBe(written ? 2_200 : 1_200);
    expect(outcome).toMatchObject(
      written ? { kind: 'charged', balanceYen: 2_200 } : { kind: 'not-charged', because: { kind: 'storage' } },
    );
    expect(violations(world).filter((wrong) => !wrong.startsWith('I4'))).toEqual([]);
    // The machine is repaired and started again.
    station.disk = () => null;
    expect(await heal(world)).toEqual([]);
    expect(card.card.balanceYen).toBe(written ? 2_200 : 1_200);
  });
});

describe('the disk refuses the message of a written charge, once', () => {
  async function refusedOnce(): Promise<void> {
    at = await scene();
    const { station } = at;
    let left = 1;
    station.disk = (bodies) =>
      bodies.some(({ kind }) => kind === 'message-queued') && left-- > 0 ? { kind: 'refuses' } : null;
    expect(await charged(at)).toMatchObject({ kind: 'charged', balanceYen: 2_200, pointsLeft: null });
    expect(at.world.openHolds()).toHaveLength(1);
  }

  test('it is told in the background, without a restart', async () => {
    await refusedOnce();
    await at.world.clock.advance(10_000);
    expect(at.world.openHolds()).toEqual([]);
    expect(violations(at.world)).toEqual([]);
  });

  test('or before the card is asked for its account again', async () => {
    await refusedOnce();
    expect(await at.station.visit(at.card, 100)).toMatchObject({ settled: [], outcome: { kind: 'charged' } });
    expect(violations(at.world)).toEqual([]);
  });

  test('a start whose entries the disk refuses tells it as well', async () => {
    await refusedOnce();
    const { station, world } = at;
    let starts = 1;
    station.disk = (bodies) =>
      bodies.some(({ kind }) => kind === 'station-started') && starts-- > 0 ? { kind: 'refuses' } : null;
    await station.restart();
    await world.clock.advance(10_000);
    expect(world.openHolds()).toEqual([]);
    expect(violations(world)).toEqual([]);
  });
});

test('the disk refuses "unknown": the transfer is found open at the next start all the same', async () => {
  at = await scene();
  const { world, station, card } = at;
  station.simulator.arm({ kind: 'reply-lost' }, { packet: hears.write });
  station.disk = (bodies) => (bodies.some(({ kind }) => kind === 'transfer-unknown') ? { kind: 'refuses' } : null);
  expect((await charged(at)).kind).toBe('unknown');
  expect(station.money.openFor(card.cardNumber, null)).toMatchObject({ state: 'writing' });
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'written' }]);
  expect(await heal(world)).toEqual([]);
});

test('the disk refuses the end of a settling: nothing is said to be settled, and the next reading settles it', async () => {
  at = await scene();
  const { world, station, card } = at;
  station.simulator.arm({ kind: 'reply-lost' }, { packet: hears.write });
  await charged(at);
  station.disk = (bodies) => (bodies.some(({ kind }) => kind === 'transfer-written') ? { kind: 'refuses' } : null);
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'storage' }]);
  expect(world.openHolds()).toHaveLength(1);
  station.disk = () => null;
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'written' }]);
  expect(await heal(world)).toEqual([]);
});

test('the disk refuses even the void, and the card forgets: what was never sent is void all the same', async () => {
  at = await scene({ balanceYen: 9_000 });
  const { world, station, card } = at;
  station.network = (name) => (name === 'hold' ? { kind: 'lose-answer' } : { kind: 'none' });
  station.disk = (bodies) => (bodies.some(({ kind }) => kind === 'transfer-voided') ? { kind: 'refuses' } : null);
  expect((await charged(at)).kind).toBe('not-charged');
  expect(station.money.open).toMatchObject([{ state: 'intended' }]);
  for (let count = 0; count < 25; count++) card.card.buy({ date: '2023-04-10', yen: 10 });
  station.disk = () => null;
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'voided' }]);
  expect(await heal(world)).toEqual([]);
});
