/**
 * An unknown transfer is ended by what the card itself vouches for. A history in the clear can be changed on its way, and a
 * telephone can show the IDm of a card with the history of yesterday: neither may void what was written, and pay twice.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

/** Written, and nobody knows it. */
async function unknownButWritten(): Promise<Scene> {
  const begun = await scene();
  begun.station.simulator.arm({ kind: 'reply-lost' }, { packet: hears.write });
  expect((await charged(begun)).kind).toBe('unknown');
  expect(begun.card.card.balanceYen).toBe(2_200);
  await begun.world.clock.advance(30_000);
  return begun;
}

describe('one byte of what settles it is another one', () => {
  // The answer to a Read in the clear: length, code, IDm, status, blocks; the newest record stands from byte 29 on.
  test.each([13, 29, 34, 44])('byte %d of every answer in the clear', async (index) => {
    at = await unknownButWritten();
    const { world, station, card } = at;
    for (const nth of [1, 2, 3, 4]) {
      station.simulator.arm({ kind: 'reply-falsified', index }, { packet: hears.history, nth });
    }
    const settled = await station.settleAll(card);
    expect(settled).toMatchObject([{ kind: 'written' }]);
    expect(violations(world)).toEqual([]);
    expect(await heal(world)).toEqual([]);
  });

  test.each([1, 2].flatMap((nth) => [0, 9, 12, 40, 90, 150].map((index) => ({ nth, index }))))(
    'byte $index of secure Read $nth: nothing is ended by it',
    async ({ nth, index }) => {
      at = await unknownButWritten();
      const { world, station, card } = at;
      station.simulator.arm({ kind: 'reply-falsified', index }, { packet: hears.secureRead, nth });
      const settled = await station.settleAll(card);
      expect(settled).toMatchObject([{ kind: expect.stringMatching(/^(not-read|written)$/) }]);
      expect(violations(world).filter((what) => !what.startsWith('I4'))).toEqual([]);
      expect(await heal(world)).toEqual([]);
      expect(card.card.balanceYen).toBe(2_200);
    },
  );
});

test('something that has the IDm of the card, its history of before, and no keys: nothing is ended by it', async () => {
  at = await unknownButWritten();
  const { world, station, card } = at;
  station.lift();
  // A card of another issuer has other keys: to this SAM it is a telephone that shows what it likes.
  const impostor = simulatedTransitCard({
    kind: 'other-issuer',
    issuer: 'Suica',
    idm: card.card.idm,
    balanceYen: 1_200,
  });
  station.simulator.field.lay(impostor);
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'not-read', error: { kind: 'not-authentic' } }]);
  expect(world.openHolds()).toHaveLength(1);
  station.simulator.field.lift();
  expect(await heal(world)).toEqual([]);
  expect(card.card.balanceYen).toBe(2_200);
});

test.each([13, 29, 34, 44])(
  'byte %d of every answer in the clear: a right decision of staff is contradicted by nothing that the card did not say',
  async (index) => {
    at = await unknownButWritten();
    const { world, station, card } = at;
    const [transfer] = station.money.open;
    if (!transfer) throw new Error('nothing is open');
    const by = ['a'.repeat(16), 'b'.repeat(16)] as const;
    const decided = await station.runOrDie(station.money.decide(transfer, { end: 'written', reason: 'card-lost', by }));
    expect(decided).toMatchObject({ value: { kind: 'decided' } });
    for (const nth of [1, 2, 3, 4]) {
      station.simulator.arm({ kind: 'reply-falsified', index }, { packet: hears.history, nth });
    }
    await station.settleAll(card);
    await world.clock.advance(10_000);
    expect(world.books.prepare('SELECT * FROM discrepancies').all()).toEqual([]);
    expect(station.journal.state.discrepancies).toEqual([]);
  },
);
