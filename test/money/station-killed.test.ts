import { afterEach, describe, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import { type TransferPoint, transferPoints } from '../../station/transfer/deps.ts';
import { type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

/** Named points that a charge passes, in order. */
const ofCharge = [
  'charge-begun',
  'session-open',
  'space-secured',
  'intended',
  'hold-answered',
  'reserved',
  'writing',
  'write-answered',
  'written',
  'read-back',
  'finish-queued',
  'message-sending',
  'message-answered',
  'message-journaled',
] as const satisfies readonly TransferPoint[];

describe('killed in the middle of a charge and started again', () => {
  test.each(ofCharge)('at %s', async (point) => {
    at = await scene();
    const { world, station, card } = at;
    station.killAt = point;
    expect(await station.visit(card, 1_000)).toBe('died');
    const committed = card.card.balanceYen === 2_200;
    const { interrupted, finished, neverSent, open } = await station.start();
    // The screen it comes back to: "lay the same card again" exactly where the command may have left.
    const mayHaveLeft = point === 'writing' || point === 'write-answered';
    expect(interrupted?.state).toBe(mayHaveLeft ? 'unknown' : undefined);
    expect(open).toHaveLength(mayHaveLeft ? 1 : 0);
    // What the card has got is shown where the center had not answered to it yet.
    const hadWritten = ofCharge.indexOf(point) >= ofCharge.indexOf('written') && point !== 'message-journaled';
    expect(finished?.evidence.points).toBe(hadWritten ? 1_000 : undefined);
    // Its passenger is told where a charge had begun and the command had not left.
    const hadNotLeft = point === 'intended' || point === 'hold-answered' || point === 'reserved';
    expect(neverSent?.evidence.points).toBe(hadNotLeft ? 1_000 : undefined);
    await world.clock.advance(10_000);
    expect(violations(world)).toEqual([]);
    expect(await station.settleAll(card)).toMatchObject(
      mayHaveLeft ? [{ kind: committed ? 'written' : 'voided' }] : [],
    );
    expect(await heal(world)).toEqual([]);
    expect(card.card.balanceYen).toBe(committed ? 2_200 : 1_200);
    // And the next charge is as good as ever.
    station.lay(card);
    expect(await station.visit(card, 100)).toMatchObject({ outcome: { kind: 'charged' } });
  });

  test('every named point of the money path is passed by some test of this file', () => {
    const others = [
      'voided',
      'unknown',
      'settle-begun',
      'settle-read',
      'settle-journaled',
      'registration-queued',
      'deciding',
      'decided',
      'recovered',
    ] as const;
    expect([...ofCharge, ...others].toSorted()).toEqual([...transferPoints].toSorted());
  });
});

describe('killed while an unknown is settled', () => {
  const points = ['settle-begun', 'settle-read', 'settle-journaled', 'message-sending', 'message-journaled'] as const;
  const cases = points.flatMap((point) => (['before', 'inside'] as const).map((moment) => ({ point, moment })));

  test.each(cases)('at $point, the write lost $moment', async ({ point, moment }) => {
    at = await scene();
    const { world, station, card } = at;
    station.simulator.arm({ kind: 'field-lost', moment }, { packet: hears.write });
    expect(await station.visit(card, 1_000)).toMatchObject({ outcome: { kind: 'unknown' } });
    station.killAt = point;
    // The outbox tells in the background: the settling itself may be over when the station dies.
    await station.settleAll(card);
    await world.clock.advance(10_000);
    expect(station.isRunning).toBe(false);
    await station.start();
    expect(violations(world)).toEqual([]);
    expect(await heal(world)).toEqual([]);
    expect(card.card.balanceYen).toBe(moment === 'inside' ? 2_200 : 1_200);
  });
});

test('killed when it has journaled an unknown: it comes back to that card at every start, until another transfer begins', async () => {
  at = await scene();
  const { station, card } = at;
  station.simulator.arm({ kind: 'lift', moment: 'inside' }, { packet: hears.write });
  station.killAt = 'unknown';
  expect(await station.visit(card, 1_000)).toBe('died');
  expect((await station.start()).interrupted?.evidence.idm).toBe(card.card.idm);
  // The power fails twice, or the program dies while the card is read.
  expect((await station.restart()).interrupted?.evidence.idm).toBe(card.card.idm);
  station.killAt = 'settle-read';
  station.lay(card);
  expect(await station.settleAll(card)).toBe('died');
  station.killAt = 'recovered';
  await expect(station.start()).rejects.toThrow('died');
  expect((await station.start()).interrupted?.evidence.idm).toBe(card.card.idm);
  const other = at.world.addCard({});
  station.lift();
  station.lay(other);
  expect(await station.visit(other, 1_000)).toMatchObject({ outcome: { kind: 'charged' } });
  const again = await station.restart();
  expect(again.interrupted).toBeNull();
  expect(again.open).toHaveLength(1);
});

test.each(['recovered', 'voided'] as const)('killed again at %s, while it recovers', async (point) => {
  at = await scene();
  const { world, station, card } = at;
  if (point === 'voided') {
    station.network = (name) => (name === 'hold' ? { kind: 'lose-answer' } : { kind: 'none' });
    station.killAt = 'voided';
  } else station.killAt = 'reserved';
  expect(await station.visit(card, 1_000)).toBe('died');
  if (point === 'recovered') {
    station.killAt = 'recovered';
    await expect(station.start()).rejects.toThrow('died');
  }
  expect(await heal(world)).toEqual([]);
  expect(card.card.balanceYen).toBe(1_200);
});

test('killed over and over at the same point: every try is a transfer of its own, none is counted twice', async () => {
  at = await scene();
  const { world, station, card } = at;
  for (let count = 0; count < 4; count++) {
    station.killAt = 'written';
    expect(await station.visit(card, 1_000)).toBe('died');
    await station.start();
    await world.clock.advance(10_000);
  }
  expect(card.card.balanceYen).toBe(5_200);
  expect(await heal(world)).toEqual([]);
});
