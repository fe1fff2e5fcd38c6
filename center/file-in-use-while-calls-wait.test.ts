/** The center's file is taken by another process (a back-up, a copy) just as calls are to be done again, each alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { NO_TIME } from './convoys.ts';
import { cardNumber } from './fixture.ts';
import { cardOfId, rememberId } from './ids.ts';
import type { Sql } from './sql.ts';
import { openSqlite, serving } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'center-file-in-use-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BUSY_MS = 60;
const PATIENCE_MS = 100;
const many = [1, 2, 3, 4, 5, 6];

test('it is asked as long as one call waits, and not by each of them in turn; afterwards all is as before', async () => {
  const file = join(folder, 'center.sqlite');
  const database = new DatabaseSync(file);
  const opened = openSqlite(database);
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  const other = new DatabaseSync(file);
  const told: string[] = [];
  const takesTheFile = new Writable({
    write(line, _encoding, done) {
      told.push(String(line));
      other.exec('BEGIN IMMEDIATE');
      done();
    },
  });
  const db = serving(opened, pino({}, takesTheFile), PATIENCE_MS);
  const taking = (n: number, fails: boolean) =>
    db.writeTogether(function* (): Sql<number> {
      yield* rememberId('transfer', `id-${n}`, cardNumber(n));
      if (fails) throw new Error('spoiled');
      return n;
    });

  const outcomes = await Promise.allSettled(many.map((n) => taking(n, n === 3)));
  const reasons = outcomes.map((outcome) => String((outcome as PromiseRejectedResult).reason));
  const locked = reasons.filter((reason) => reason.includes('locked')).length;
  expect(locked).toBeGreaterThan(0);
  expect(locked).toBeLessThanOrEqual(Math.ceil(PATIENCE_MS / BUSY_MS));
  expect(reasons.filter((reason) => reason.includes(NO_TIME))).toHaveLength(many.length - locked);
  expect(told).toEqual([expect.stringContaining('"reason":"spoiled"')]);
  expect(db.doneAgain?.()).toBe(many.length);

  other.exec('ROLLBACK');
  expect(await Promise.all(many.map((n) => taking(n, false)))).toEqual(many);
  for (const n of many) expect(await db.read(() => cardOfId('transfer', `id-${n}`))).toBe(cardNumber(n));
  other.close();
  await db.close();
});
