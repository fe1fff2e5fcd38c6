import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { account, CARD, finish, hold, posting, register, registration, testCenter } from './fixture.ts';
import { onPostgres } from './fixture-postgres.ts';
import { reasonOf } from './log.ts';
import { all } from './sql.ts';

test('no log line names a card, at the most talkative level', async () => {
  let lines = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines += chunk;
      done();
    },
  });
  const run = testCenter({ log: pino({ level: 'trace' }, sink) });
  await run.import(registration(), posting('a', 1_000));
  await run.ask('account', account());
  await run.ask('register', register(1));
  await run.ask('hold', hold(2, 100));
  await run.ask('hold', hold(3, 100));
  await run.ask('finish', finish(2, 'settled'));
  await run.ask('finish', finish(2, 'voided'));
  await run.ask('finish', finish(9, 'settled'));
  await run.center.handle('account', { ...account(), cardNumber: `${CARD}'`, [CARD]: CARD });
  await run.center.handle('heartbeat', { devices: { [CARD]: 1 }, stationId: CARD.toLowerCase() });
  await run.center.handle('heartbeat', {
    stationId: 'S-1',
    journalHead: { entry: 1, hash: 'a'.repeat(64) },
    follows: null,
    softwareVersion: '1',
    devices: { [CARD]: 1 },
  });
  await run.sql('ALTER TABLE balances RENAME TO lost');
  expect(await run.ask('account', account())).toBe('unavailable');
  await run.sql('ALTER TABLE lost RENAME TO balances');
  expect(lines.trim().split('\n').length).toBeGreaterThan(8);
  expect(lines.toUpperCase()).not.toContain(CARD);
  expect(lines).not.toContain('0123456789abcdef');
});

test('what cannot be read is not repeated', () => {
  const error = (() => {
    try {
      return JSON.parse(`${CARD}"`);
    } catch (reason) {
      return reason;
    }
  })();
  expect(String(error)).toContain(CARD);
  expect(reasonOf(error)).toBe('not JSON');
});

test.runIf(onPostgres)('PostgreSQL repeats what was said, and the log does not', async () => {
  const db = await testCenter().database();
  const work = () => all('SELECT CAST(CAST(? AS TEXT) AS BIGINT) AS number', CARD);
  const error = await Promise.resolve(db.write(work)).catch((reason: unknown) => reason);
  expect(String(error)).toContain(CARD);
  expect(reasonOf(error)).toBe('SQLSTATE 22P02');
  expect(reasonOf(new Error('a piece of work failed', { cause: error }))).not.toContain(CARD);
});
