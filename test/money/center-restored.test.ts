/**
 * The center is put back to the morning; its stations had gone on until the evening. Told again out of their journals, it has every
 * point where it was: none can be used twice, and what was open ends as it would have.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { retell } from '../../center/back-up/retell.ts';
import { restoreSqlite } from '../../center/back-up/sqlite.ts';
import { checkDatabase } from '../../center/ledger/check.ts';
import { all, type Row, type Sql } from '../../center/sql.ts';
import { openSqlite, type SqliteDatabase } from '../../center/sqlite.ts';
import { toldBy } from '../../cli/center/journals.ts';
import { hears } from '../../rig/torture/hears.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
const folder = mkdtempSync(join(tmpdir(), 'wester-restored-'));
afterEach(() => {
  at.world.remove();
  rmSync(folder, { recursive: true });
});

const BALANCES = 'SELECT card_number, account, points FROM balances WHERE points > 0 ORDER BY card_number, account';
const ENDS = 'SELECT transfer_id, state FROM transfer_ends ORDER BY transfer_id';
const rowsOf = (db: SqliteDatabase, text: string): readonly Row[] => db.read((): Sql<readonly Row[]> => all(text));

test('charges at two stations, one of them of which nobody knows the end', async () => {
  at = await scene({ points: 5_000 });
  const { world, station, card } = at;
  const second = world.addStation();
  await second.start();
  const other = world.addCard({ points: 3_000 });
  await station.today();
  await charged(at, 100);

  const morning = join(folder, 'morning.sqlite');
  world.books.prepare('VACUUM INTO ?').run(morning);

  for (let count = 0; count < 3; count++) expect(await charged(at, 200)).toMatchObject({ kind: 'charged' });
  station.lift();
  second.lay(card);
  await second.today();
  expect(await charged({ world, station: second, card }, 300)).toMatchObject({ kind: 'charged' });
  second.lift();
  second.lay(other);
  second.simulator.arm({ kind: 'lift', moment: 'inside' }, { packet: hears.write });
  expect(await charged({ world, station: second, card: other }, 500)).toMatchObject({ kind: 'unknown' });
  await world.clock.advance(60_000);

  const again = join(folder, 'again.sqlite');
  restoreSqlite(morning, again);
  const restored = openSqlite(again);
  const evening = (text: string): readonly Row[] =>
    world.books
      .prepare(text)
      .all()
      .map((row) => ({ ...row })) as Row[];
  const sum = "SELECT sum(points) AS points FROM balances WHERE account = 'outstanding'";
  // Without the journals, these points could be used twice.
  expect(Number(rowsOf(restored, sum)[0]?.points) - Number(evening(sum)[0]?.points)).toBe(3 * 200 + 300 + 500);

  for (const each of [station, second]) {
    expect(each.journal.export(join(folder, `${each.stationId}.sqlite`))).toMatchObject({ ok: true });
  }
  const exports = [station, second].map(({ stationId }) => join(folder, `${stationId}.sqlite`));
  // The year's worth of entries is small in this world: the morning's are in an archive by now.
  expect((await retell(restored, toldBy(exports.slice(1)), world.today)).missing).toMatchObject([{ id: 'STATION-1' }]);
  const told = toldBy([...exports, join(dirname(station.journalPath), 'archive')]);
  expect(await retell(restored, told, world.today)).toMatchObject({ settled: 3, known: 3, missing: [], waiting: [] });
  expect(await retell(restored, told, world.today)).toMatchObject({
    settled: 0,
    held: 0,
    known: 6,
    missing: [],
    waiting: [],
  });
  expect(await checkDatabase(restored)).toEqual([]);
  expect(rowsOf(restored, BALANCES)).toEqual(evening(BALANCES));
  expect(rowsOf(restored, ENDS)).toEqual(evening(ENDS));
  restored.close();
});
