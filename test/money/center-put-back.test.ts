/** The center's database is put back to an earlier day: its stations know more than it does, and none is a copy. */

import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

/** What the center knows of the station goes back to where it was `earlier`. */
async function putBack(charges: number): Promise<void> {
  at = await scene();
  const { world, station } = at;
  await station.today();
  expect(await charged(at, 100)).toMatchObject({ kind: 'charged' });
  await world.clock.advance(60_000);
  const columns = 'journal_entry AS entry, journal_hash AS hash';
  const earlier = world.books.prepare(`SELECT ${columns} FROM stations`).get() as { entry: number; hash: string };
  for (let count = 0; count < charges; count++) expect(await charged(at, 100)).toMatchObject({ kind: 'charged' });
  await world.clock.advance(60_000);
  expect(world.headOf(station.stationId)).toBeGreaterThan(earlier.entry);
  world.books.prepare('UPDATE stations SET journal_entry = ?, journal_hash = ?').run(earlier.entry, earlier.hash);
}

const firstEntry = (): number => at.station.journal.entries().next().value?.number ?? 0;

test.each([1, 6])('after %d charges: no station is refused, and its newest head is known again', async (charges) => {
  await putBack(charges);
  const { world, station } = at;
  const refusals: unknown[] = [];
  station.day.onChange(() => refusals.push(station.day.refusal));
  // The entry that the center knows is in an archive by now.
  if (charges > 1) expect(world.headOf(station.stationId)).toBeLessThan(firstEntry());
  await world.clock.advance(90_000);
  expect(refusals).toEqual([]);
  expect(world.headOf(station.stationId)).toBe(station.journal.head().entry);
  await station.restart();
  await station.today();
  expect(await charged(at, 100)).toMatchObject({ kind: 'charged' });
});

test('to an entry whose archive is gone: refused, nothing shows that this is the same journal', async () => {
  await putBack(6);
  const { world, station } = at;
  rmSync(join(dirname(station.journalPath), 'archive'), { recursive: true });
  await world.clock.advance(60_000);
  expect(station.day).toMatchObject({ refusal: 'journal-outdated', today: null, taken: false });
});
