import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkChain } from '../../station/staff/check-chain.ts';
import { draftShift } from '../../station/staff/shift.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

/** One charge of each year; the first of the new one has sealed the journal of the old one. */
async function twoYears() {
  at = await scene();
  const { world, station } = at;
  for (const [on, points] of [
    ['2023-12-31', 100],
    ['2024-01-01', 200],
  ] as const) {
    world.today = on;
    expect(await charged(at, points)).toMatchObject({ kind: 'charged' });
  }
  expect(station.journal.entries().next().value?.body.kind).toBe('journal-continued');
  return { world, station, journal: station.journal };
}

test('after a shift report over both years the journal can still be exported, and go on in a third', async () => {
  const { world, station, journal } = await twoYears();
  const center = { call: async () => ({ ok: false, error: { kind: 'unreachable', detail: '' } }) } as never;
  const report = await station.run(draftShift({ journal, center, businessDate: () => world.today }));
  expect(report).toMatchObject({ ok: true, value: { charged: { count: 2, points: 300 } } });
  expect(await station.run(checkChain(journal))).toMatchObject({ kind: 'whole' });
  expect(journal.export(join(dirname(journal.path), 'copy.db'))).toEqual({ ok: true, value: undefined });
  world.today = '2025-01-01';
  expect(await charged(at, 400)).toMatchObject({ kind: 'charged' });
});
