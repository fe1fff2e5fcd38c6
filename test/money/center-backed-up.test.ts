/** Back-up and restore of a file: taken from a center that is busy, never over another file, never of books that do not add up. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeMarkAway } from '../../center/back-up/mark.ts';
import { backUpSqlite, restoreSqlite } from '../../center/back-up/sqlite.ts';
import { fixedDate } from '../../center/business-date.ts';
import { account, finish, hold, posting, registration, TODAY } from '../../center/fixture.ts';
import { importLines } from '../../center/import.ts';
import { silentLog } from '../../center/log.ts';
import { serve } from '../../center/main.ts';
import { centerOver } from '../../center/service.ts';
import { openSqlite, type SqliteDatabase } from '../../center/sqlite.ts';
import { mark, reopen } from '../../cli/center/back-up.ts';

let folder: string;
let file: (name: string) => string;
let db: SqliteDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wester-back-up-'));
  file = (name) => join(folder, name);
  db = openSqlite(file('center.sqlite'));
  await importLines(db, lines(), TODAY);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

async function* lines(): AsyncIterable<string> {
  for (const line of [registration(), posting('opening', 1_000)]) yield JSON.stringify(line);
}

const centerOf = (database: SqliteDatabase) => centerOver(database, fixedDate(TODAY));

async function pointsIn(name: string): Promise<unknown> {
  const copy = openSqlite(file(name));
  const { body } = await centerOf(copy).handle('account', account());
  copy.close();
  return body;
}

test('one state of a center that goes on, put back with a mark', async () => {
  await centerOf(db).handle('hold', hold(1, 100));
  backUpSqlite(file('center.sqlite'), file('monday.sqlite'));
  await centerOf(db).handle('finish', finish(1, 'settled'));
  restoreSqlite(file('monday.sqlite'), file('again.sqlite'));
  expect(await pointsIn('again.sqlite')).toMatchObject({ points: 900, heldPoints: 100 });
  expect(await pointsIn('center.sqlite')).toMatchObject({ points: 900, heldPoints: 0 });
  for (const name of ['monday.sqlite', 'again.sqlite']) expect(statSync(file(name)).mode & 0o777).toBe(0o600);
  // One that was put back and not brought up to date is backed up and put back like any other.
  backUpSqlite(file('again.sqlite'), file('tuesday.sqlite'));
  restoreSqlite(file('tuesday.sqlite'), file('once-more.sqlite'));
  // Nothing else is left lying about.
  expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
});

test('what a run that was cut off left beside it is not played into the next one', async () => {
  await centerOf(db).handle('hold', hold(1, 100));
  backUpSqlite(file('center.sqlite'), file('monday.sqlite'));
  // Looked into since: it takes a `-wal` from now on.
  await pointsIn('monday.sqlite');
  await centerOf(db).handle('finish', finish(1, 'settled'));
  const left = readFileSync(file('center.sqlite-wal'));
  for (const name of ['again.sqlite.part-wal', 'tuesday.sqlite.part-wal']) writeFileSync(file(name), left);
  restoreSqlite(file('monday.sqlite'), file('again.sqlite'));
  backUpSqlite(file('center.sqlite'), file('tuesday.sqlite'));
  expect(await pointsIn('again.sqlite')).toMatchObject({ points: 900, heldPoints: 100 });
  expect(await pointsIn('tuesday.sqlite')).toMatchObject({ points: 900, heldPoints: 0 });
  expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
});

test('no center serves over it before it was reopened', async () => {
  backUpSqlite(file('center.sqlite'), file('monday.sqlite'));
  restoreSqlite(file('monday.sqlite'), file('again.sqlite'));
  const options = {
    database: file('again.sqlite'),
    businessDate: fixedDate(TODAY),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    operatorPort: null,
    operatorHost: '127.0.0.1',
    tls: null,
    importFile: null,
    onImported: () => {},
    onRefused: () => {},
  };
  await expect(serve(options)).rejects.toThrow('restored from a back-up');
  const copy = openSqlite(file('again.sqlite'));
  expect(await takeMarkAway(copy)).toBe(true);
  expect(await takeMarkAway(copy)).toBe(false);
  copy.close();
  await (await serve(options)).stop();
  // Brought back by something else than a restore, and marked by hand.
  expect(await mark(file('again.sqlite'))).toContain('No center serves stations');
  await expect(serve(options)).rejects.toThrow('restored from a back-up');
  expect(await reopen(file('again.sqlite'))).toContain('serve stations over it again');
  await (await serve(options)).stop();
});

test('over nothing that is there: neither a back-up, nor a database, nor what a running center left of one', () => {
  backUpSqlite(file('center.sqlite'), file('monday.sqlite'));
  expect(() => backUpSqlite(file('center.sqlite'), file('monday.sqlite'))).toThrow('is there already');
  expect(() => restoreSqlite(file('monday.sqlite'), file('center.sqlite'))).toThrow('is there already');
  writeFileSync(file('gone.sqlite-wal'), '');
  expect(() => restoreSqlite(file('monday.sqlite'), file('gone.sqlite'))).toThrow('gone.sqlite-wal is there already');
});

test('what is no center, is half of one, or whose books do not add up is neither backed up nor restored', () => {
  expect(() => backUpSqlite(file('nothing.sqlite'), file('a'))).toThrow();
  writeFileSync(file('half.sqlite'), 'SQLite format 3\0 and then nothing');
  expect(() => restoreSqlite(file('half.sqlite'), file('a'))).toThrow();
  const other = new DatabaseSync(file('other.sqlite'));
  other.exec('CREATE TABLE recipes (name TEXT)');
  other.close();
  expect(() => backUpSqlite(file('other.sqlite'), file('a'))).toThrow('has schema 0');
  backUpSqlite(file('center.sqlite'), file('monday.sqlite'));
  const spoiled = new DatabaseSync(file('monday.sqlite'));
  spoiled.exec('UPDATE balances SET points = points + 10');
  spoiled.close();
  expect(() => restoreSqlite(file('monday.sqlite'), file('a'))).toThrow('its books do not add up');
  expect(existsSync(file('a'))).toBe(false);
});
