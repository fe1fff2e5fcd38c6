/** No card comes: two members of staff say how a transfer ended. Whatever they say, nothing is made, lost or hidden. */
import { afterEach, describe, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import type { TestStation } from '../../rig/torture/station.ts';
import type { World } from '../../rig/torture/world.ts';
import type { Decision, DecisionOutcome, OpenTransfer } from '../../station/money.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

const BY = ['a'.repeat(16), 'b'.repeat(16)] as const;
const decision = (end: Decision['end']): Decision => ({ end, reason: 'card-lost', by: BY });

/** A charge whose card never answered; `inside`: it did write. The card has been taken away. */
async function unknown(moment: 'before' | 'inside'): Promise<OpenTransfer> {
  at = await scene();
  at.station.simulator.arm({ kind: 'lift', moment }, { packet: hears.write });
  expect((await charged(at)).kind).toBe('unknown');
  const [transfer] = at.station.money.open;
  if (!transfer) throw new Error('nothing is open');
  return transfer;
}

async function decide(station: TestStation, transfer: OpenTransfer, what: Decision): Promise<DecisionOutcome | 'died'> {
  const result = await station.runOrDie(station.money.decide(transfer, what));
  return typeof result === 'string' ? 'died' : result.value;
}

/** What does not hold, less what the center's list of discrepancies explains: the transfers that stand on it (I1). */
function unexplained(world: World): string[] {
  const listed = world.books.prepare('SELECT transfer_id FROM discrepancies').all();
  const ids = listed.map((row) => String(row.transfer_id));
  return violations(world).filter((wrong) => !ids.some((id) => wrong.includes(id)));
}

test('staff say "written", the center is away and the station starts anew: nobody is shown that as a charge', async () => {
  const transfer = await unknown('before');
  const { station, card } = at;
  station.network = () => ({ kind: 'lose-request' });
  expect(await decide(station, transfer, decision('written'))).toEqual({ kind: 'decided', stands: null });
  const { finished, interrupted } = await station.restart();
  expect({ finished, interrupted }).toEqual({ finished: null, interrupted: null });
  expect(card.card.balanceYen).toBe(1_200);
});

const ends = ['written', 'not-written'] as const;
const moments = ['before', 'inside'] as const;
const cases = moments.flatMap((moment) => ends.map((end) => ({ moment, end })));

test.each(cases)(
  'card lost $moment the write, staff say $end; the card turns up after all',
  async ({ moment, end }) => {
    const transfer = await unknown(moment);
    const { world, station, card } = at;
    const stands = end === 'written' ? 'settled' : 'voided';
    expect(await decide(station, transfer, decision(end))).toEqual({ kind: 'decided', stands });
    expect(station.money.open).toEqual([]);
    expect(world.openHolds()).toEqual([]);
    expect(world.check()).toEqual([]);
    const before = world.books.prepare('SELECT account, points FROM balances ORDER BY account').all();

    station.lay(card);
    await station.settleAll(card);
    await world.clock.advance(10_000);
    const contradicted = (moment === 'inside') !== (end === 'written');
    expect(world.books.prepare('SELECT claimed, stands, proof FROM discrepancies').all()).toEqual(
      contradicted ? [{ claimed: stands === 'settled' ? 'voided' : 'settled', stands, proof: 'history' }] : [],
    );
    expect(station.journal.state.discrepancies.map(({ transferId }) => transferId)).toEqual(
      contradicted ? [transfer.transferId] : [],
    );
    // Nothing was changed silently: the books are as staff left them, the card as it was.
    expect(world.books.prepare('SELECT account, points FROM balances ORDER BY account').all()).toEqual(before);
    expect(card.card.balanceYen).toBe(moment === 'inside' ? 2_200 : 1_200);
    expect(unexplained(world)).toEqual([]);
    // Every further sight of the card says nothing new.
    const { entry } = station.journal.head();
    await station.settleAll(card);
    expect(station.journal.head().entry).toBe(entry);
    // And the card is served again.
    expect(await station.visit(card, 100)).toMatchObject({ outcome: { kind: 'charged' } });
    expect(unexplained(world)).toEqual([]);
  },
);

test('the card turns up at another machine: that one lists it', async () => {
  const transfer = await unknown('inside');
  const { world, station, card } = at;
  await decide(station, transfer, decision('not-written'));
  const second = world.addStation();
  await second.start();
  second.lay(card);
  await second.settleAll(card);
  await world.clock.advance(10_000);
  expect(second.journal.state.discrepancies).toMatchObject([{ claimed: 'settled', stands: 'voided' }]);
  expect(unexplained(world)).toEqual([]);
});

test('the card turns up and has forgotten: nobody is accused', async () => {
  const transfer = await unknown('inside');
  const { world, station, card } = at;
  await decide(station, transfer, decision('not-written'));
  for (let count = 0; count < 25; count++) card.card.buy({ date: '2023-04-10', yen: 10 });
  station.lay(card);
  await station.settleAll(card);
  await world.clock.advance(10_000);
  expect(world.books.prepare('SELECT * FROM discrepancies').all()).toEqual([]);
});

describe('killed while staff decide', () => {
  const points = ['deciding', 'decided', 'message-sending', 'message-answered', 'message-journaled'] as const;
  test.each(points)('at %s', async (point) => {
    const transfer = await unknown('inside');
    const { world, station } = at;
    station.killAt = point;
    expect(await decide(station, transfer, decision('written'))).toBe('died');
    await station.start();
    await world.clock.advance(10_000);
    // Before the entry nothing was decided, and staff see it on their list as before; after it the rest follows.
    const isOpen = point === 'deciding';
    expect(station.money.open).toHaveLength(isOpen ? 1 : 0);
    expect(world.openHolds()).toHaveLength(isOpen ? 1 : 0);
    expect(violations(world)).toEqual([]);
    expect(await heal(world)).toEqual([]);
  });

  test.each([0, 0.2, 0.4, 0.6, 0.8, 0.999, 1])(
    'power lost with %d of the entries on the disk: all or none',
    async (part) => {
      const transfer = await unknown('inside');
      const { world, station } = at;
      station.disk = (bodies) =>
        bodies.some(({ kind }) => kind === 'staff-decided') ? { kind: 'power-loss', part } : null;
      expect(await decide(station, transfer, decision('written'))).toBe('died');
      station.disk = () => null;
      await station.start();
      await world.clock.advance(10_000);
      const kinds = [...station.journal.entries()].map(({ body }) => body.kind);
      const isDecided = kinds.includes('staff-decided');
      expect(kinds.filter((kind) => kind === 'transfer-written')).toHaveLength(isDecided ? 1 : 0);
      expect(world.openHolds()).toHaveLength(isDecided ? 0 : 1);
      expect(await heal(world)).toEqual([]);
    },
  );
});

test.each(['refuses', 'stores-and-refuses'] as const)(
  'the disk %s: nothing is decided, nothing is told',
  async (kind) => {
    const transfer = await unknown('inside');
    const { world, station } = at;
    station.disk = (bodies) => (bodies.some((body) => body.kind === 'staff-decided') ? { kind } : null);
    expect(await decide(station, transfer, decision('written'))).toMatchObject({ kind: 'storage' });
    expect(world.openHolds()).toHaveLength(1);
    expect(violations(world)).toEqual([]);
    station.disk = () => null;
    expect(await heal(world)).toEqual([]);
  },
);

test('the center is silent: decided all the same, told when it answers', async () => {
  const transfer = await unknown('before');
  const { world, station } = at;
  station.network = () => ({ kind: 'lose-request' });
  expect(await decide(station, transfer, decision('not-written'))).toEqual({ kind: 'decided', stands: null });
  expect(world.openHolds()).toHaveLength(1);
  await station.restart();
  station.network = () => ({ kind: 'none' });
  await world.clock.advance(120_000);
  expect(world.openHolds()).toEqual([]);
  expect(await heal(world)).toEqual([]);
});

test('another station had settled it before: its end stands, the decision is a listed discrepancy', async () => {
  const transfer = await unknown('inside');
  const { world, station, card } = at;
  const second = world.addStation();
  await second.start();
  second.lay(card);
  expect(await second.settleAll(card)).toMatchObject([{ kind: 'written' }]);
  await world.clock.advance(10_000);
  expect(await decide(station, transfer, decision('not-written'))).toEqual({ kind: 'decided', stands: 'settled' });
  expect(station.journal.state.discrepancies).toMatchObject([{ claimed: 'voided', stands: 'settled' }]);
  expect(unexplained(world)).toEqual([]);
  // Staff give it to the operator; it leaves the station's list and stays on the center's.
  expect(station.money.handOver(transfer.transferId, BY[0])).toBe(true);
  expect(station.money.handOver(transfer.transferId, BY[0])).toBe(false);
  expect(station.journal.state.discrepancies).toEqual([]);
  expect(world.books.prepare('SELECT count(*) AS n FROM discrepancies').get()).toEqual({ n: 1 });
});

test.each(ends)('a hold that only the center knows is decided as %s', async (end) => {
  await unknown('inside');
  const { world } = at;
  const second = world.addStation();
  await second.start();
  const answer = await world.handle('unresolved', { stationId: at.station.stationId });
  const { holds } = answer.body as { holds: { transferId: string; on: string; evidence: OpenTransfer['evidence'] }[] };
  const [hold] = holds;
  if (!hold) throw new Error('no hold');
  const elsewhere: OpenTransfer = { ...hold, reference: 'K7QF-2M9T', cardKind: null, state: 'elsewhere' };
  expect(await decide(second, elsewhere, decision(end))).toMatchObject({ kind: 'decided' });
  expect(world.openHolds()).toEqual([]);
  expect(world.check()).toEqual([]);
  expect(await decide(second, { ...elsewhere, state: 'unknown' }, decision(end))).toEqual({ kind: 'not-open' });
});

test('card and answers contradict each other: staff decide that too', async () => {
  at = await scene();
  const { world, station } = at;
  station.simulator.arm({ kind: 'lift', moment: 'inside' }, { packet: hears.write });
  await charged(at);
  const [transfer] = station.money.open;
  if (!transfer) throw new Error('nothing is open');
  station.journal.append({ kind: 'transfer-contradicted', transferId: transfer.transferId, detail: 'test' });
  expect(await decide(station, transfer, decision('written'))).toEqual({ kind: 'decided', stands: 'settled' });
  expect(await heal(world)).toEqual([]);
});

test('its history has settled what contradicts itself, and the center has not heard: nothing is left to decide', async () => {
  at = await scene();
  const { world, station, card } = at;
  card.card.forceNextWrite({ sf1: 0x01, sf2: 0xa5, written: true });
  station.network = (name) => ({ kind: name === 'finish' ? 'lose-request' : 'none' });
  const outcome = await charged(at);
  if (outcome.kind !== 'contradiction') throw new Error(outcome.kind);
  expect(station.money.open).toEqual([]);
  expect(await decide(station, outcome.transfer, decision('not-written'))).toEqual({ kind: 'not-open' });
  station.network = () => ({ kind: 'none' });
  await world.clock.advance(120_000);
  expect(world.openHolds()).toEqual([]);
  expect(await heal(world)).toEqual([]);
});

test('one member of staff alone decides nothing; what is under way or over is not decided', async () => {
  const transfer = await unknown('before');
  const { station, card, world } = at;
  const alone: Decision = { ...decision('written'), by: [BY[0], BY[0]] };
  expect(await decide(station, transfer, alone)).toEqual({ kind: 'same-person' });
  station.lay(card);
  await station.settleAll(card);
  expect(await decide(station, transfer, decision('written'))).toEqual({ kind: 'not-open' });
  expect(await heal(world)).toEqual([]);
});

test('an end that the center refused is told again, and given to the operator where that does not help', async () => {
  const transfer = await unknown('before');
  const { world, station } = at;
  // A center that has forgotten the hold refuses "settled".
  world.books.exec(
    "DROP TRIGGER transfers_never_deleted; PRAGMA foreign_keys = OFF; DELETE FROM open_holds; DELETE FROM transfers; DELETE FROM balances WHERE account = 'held'",
  );
  expect(await decide(station, transfer, decision('written'))).toMatchObject({ kind: 'refused' });
  const [refused] = station.journal.state.refused;
  expect(station.money.tellAgain(refused?.message.messageId ?? '', BY[0])).toBe(true);
  await world.clock.advance(10_000);
  expect(station.journal.state.refused).toHaveLength(1);
  expect(station.money.handOver(transfer.transferId, BY[0])).toBe(true);
  expect(station.journal.state.refused).toEqual([]);
  expect(station.journal.state.transfers.size).toBe(0);
  expect(station.money.tellAgain(refused?.message.messageId ?? '', BY[0])).toBe(false);
});
