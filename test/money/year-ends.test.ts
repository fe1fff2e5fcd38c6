import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { heal } from '../../rig/torture/heal.ts';
import { hears } from '../../rig/torture/hears.ts';
import { violations } from '../../rig/torture/invariants.ts';
import type { TestStation } from '../../rig/torture/station.ts';
import { verifyJournals } from '../../station/journal/index.ts';
import { unresolvedReceipt } from '../../station/receipts/receipt.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

const beginnings = (station: TestStation): string[] => [...station.journal.entries(1)].map(({ body }) => body.kind);

/** A charge of the old year of which nobody knows whether it was written. */
async function unknownInDecember() {
  at = await scene();
  const { world, station } = at;
  world.today = '2023-12-31';
  station.simulator.arm({ kind: 'reply-lost' }, { packet: hears.write });
  const outcome = await charged(at);
  if (outcome.kind !== 'unknown') throw new Error(outcome.kind);
  return outcome.transfer;
}

/** Somebody else's charge, the first of the new year. */
async function firstOfJanuary() {
  const { world, station } = at;
  world.today = '2024-01-01';
  const other = world.addCard();
  station.lift();
  station.lay(other);
  expect(await station.visit(other, 100)).toMatchObject({ outcome: { kind: 'charged' } });
  expect(beginnings(station)[0]).toBe('journal-continued');
  station.lift();
}

test('what is unknown in the old year is settled in the new one, from a journal that carries it over', async () => {
  const { transferId } = await unknownInDecember();
  await at.station.today();
  await firstOfJanuary();
  const { world, station, card } = at;
  const { open } = await station.restart();
  // The center has seen the head of the old file, and takes the new one for the same journal.
  expect(await station.today()).toMatchObject({ businessDate: '2024-01-01' });
  expect(open.map((transfer) => transfer.transferId)).toEqual([transferId]);
  station.lay(card);
  expect(await station.settleAll(card)).toMatchObject([{ kind: 'written' }]);
  expect(violations(world)).toEqual([]);
  expect(await heal(world)).toEqual([]);
  expect(card.card.balanceYen).toBe(2_200);
  const { journalPath } = station;
  await station.money.stop();
  const archive = join(journalPath, '../archive/journal-2023.sqlite');
  expect(verifyJournals([journalPath, archive])).toMatchObject({ ok: true, value: { first: 1, openTransfers: 0 } });
});

test('its receipt is a repeated one in the new year too', async () => {
  const transfer = await unknownInDecember();
  const { station } = at;
  const receipt = () => unresolvedReceipt(transfer);
  expect(await station.print(receipt())).toBe('printed');
  await firstOfJanuary();
  await station.restart();
  expect(await station.print(receipt())).toBe('printed');
  expect(station.printer.paper.map(({ text }) => text.includes('再発行'))).toEqual([false, true]);
});

test('a message that the center has not heard is told by the new journal', async () => {
  at = await scene();
  const { world, station, card } = at;
  world.today = '2023-12-31';
  station.network = (name) => (name === 'finish' ? { kind: 'lose-request' } : { kind: 'none' });
  expect(await charged(at)).toMatchObject({ kind: 'charged', pointsLeft: null });
  await firstOfJanuary();
  await station.restart();
  expect(station.journal.state.outbox.size).toBeGreaterThan(0);
  station.network = () => ({ kind: 'none' });
  await world.clock.advance(200_000);
  expect(station.journal.state.outbox.size).toBe(0);
  expect(await heal(world)).toEqual([]);
  expect(card.card.balanceYen).toBe(2_200);
});
