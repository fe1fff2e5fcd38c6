import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { handlerClient } from '../../station/center/in-process.ts';
import { checkChain } from '../../station/staff/check-chain.ts';
import { closeShift, draftShift } from '../../station/staff/shift.ts';
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

test('the oldest archive was removed, and the ledger knows another end: a report that says so, and not none', async () => {
  const { world, station, journal } = await twoYears();
  const center = handlerClient({ handle: (name, body) => world.handle(name, body) }, { clock: world.clock });
  const deps = { journal, center, businessDate: () => world.today };
  const first = await station.run(draftShift(deps));
  if (!first.ok) throw new Error(first.error.kind);
  expect(closeShift(deps, first.value).ok).toBe(true);
  for (const [on, points] of [
    ['2025-01-01', 300],
    ['2026-01-01', 400],
  ] as const) {
    world.today = on;
    expect(await charged(at, points)).toMatchObject({ kind: 'charged' });
  }
  rmSync(join(dirname(journal.path), 'archive/journal-2023.sqlite'));
  world.books.exec(
    "DROP TRIGGER transfer_ends_never_updated; UPDATE transfer_ends SET state = 'voided' WHERE booked_on = '2026-01-01'",
  );
  expect(await station.run(draftShift(deps))).toMatchObject({
    ok: true,
    value: {
      number: 2,
      charged: { count: 2, points: 700 },
      ledger: { kind: 'differs', lines: [{ kind: 'other-end' }] },
    },
  });
});
