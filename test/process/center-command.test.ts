/** `npm run center`: exit status and the one line that says what is wrong (design §7). */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CARD, posting, registration } from '../../center/fixture.ts';
import { CenterProcess } from '../../rig/center-process.ts';

const COMMAND = join(import.meta.dirname, '../../cli/center.ts');
let directory: string;
let database: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wester-center-'));
  database = join(directory, 'center.sqlite');
});
afterEach(() => rmSync(directory, { recursive: true }));

function center(...args: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
  return { status, out: stdout.trim(), err: stderr.trim() };
}

function file(name: string, ...lines: readonly object[]): string {
  const path = join(directory, name);
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

test('wrong usage ends with 2 and says how', () => {
  const wrong = [
    ['check', '--dance'],
    ['grant-run', '--month', '2023-13'],
    // Plain HTTP to other machines is for a test bench.
    ['serve', '--host', '0.0.0.0'],
  ];
  for (const args of [[], ...wrong]) {
    const { status, out, err } = center(...args);
    expect({ args, status, out }).toEqual({ args, status: 2, out: '' });
    expect(err).toContain('usage: npm run center');
  }
});

test('import, check and grant-run one after the other', () => {
  const path = file(
    'events.jsonl',
    registration(),
    { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' },
    { type: 'charge', on: '2023-02-01', card: CARD, yen: 20_000, source: 'cash', id: 'c1' },
  );
  expect(center('import', path, '--database', database)).toMatchObject({ status: 0 });
  const early = center('grant-run', '--month', '2023-03', '--database', database, '--date', '2023-03-17');
  expect(early).toMatchObject({ status: 1, err: expect.stringContaining('has not come') });
  const run = center('grant-run', '--month', '2023-03', '--database', database, '--date', '2023-03-18');
  expect(run).toMatchObject({
    status: 0,
    out: expect.stringContaining('2023-03: 1 grants, 5000 points; 0 for staff\n  charge '),
  });
  expect(center('check', '--database', database)).toEqual({ status: 0, out: 'everything adds up', err: '' });
});

test('refused lines are named, and the status says so', () => {
  const path = file('half.jsonl', registration(), { type: 'charge', card: CARD }, posting('a', 10));
  const { status, err } = center('import', path, '--database', database);
  expect(status).toBe(1);
  expect(err).toContain('half.jsonl:2: on:');
  expect(err).not.toContain(CARD);
});

test('books that do not add up end with 1 and one line', () => {
  center('import', file('a.jsonl', posting('a', 10)), '--database', database);
  const db = new DatabaseSync(database);
  db.exec('UPDATE balances SET points = 11');
  db.close();
  const { status, err } = center('check', '--database', database);
  expect(status).toBe(1);
  expect(err.split('\n')).toEqual([expect.stringContaining('balances are the sum of their entries')]);
});

test('a database that is missing, no database, another one, or a newer one', () => {
  const missing = center('check', '--database', join(directory, 'nothing.sqlite'));
  expect(missing).toMatchObject({ status: 1, err: expect.stringContaining('there is no database') });
  expect(existsSync(join(directory, 'nothing.sqlite'))).toBe(false);

  expect(center('check', '--database', file('text.sqlite', { not: 'a database'.repeat(100) })).status).toBe(1);

  const other = new DatabaseSync(join(directory, 'other.sqlite'));
  other.exec('CREATE TABLE recipes (name TEXT)');
  other.close();
  const foreign = center('serve', '--database', join(directory, 'other.sqlite'));
  expect(foreign).toMatchObject({ status: 1, out: '', err: expect.stringContaining('not one of a points center') });

  const newer = new DatabaseSync(database);
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  expect(center('serve', '--database', database)).toMatchObject({
    status: 1,
    err: expect.stringContaining('schema 99'),
  });
});

test('backed up, restored, refused to stations until it is reopened', () => {
  center('import', file('a.jsonl', registration(), posting('a', 10)), '--database', database);
  const [copy, again] = [join(directory, 'copy.sqlite'), join(directory, 'again.sqlite')];
  expect(center('backup', copy, '--database', database)).toMatchObject({ status: 0 });
  expect(center('restore', copy, '--database', database)).toMatchObject({
    status: 1,
    err: expect.stringContaining('nothing is written over it'),
  });
  expect(center('restore', copy, '--database', again)).toMatchObject({
    status: 0,
    out: expect.stringContaining('1. import every file since then again'),
  });
  expect(center('serve', '--database', again)).toMatchObject({ status: 1, err: expect.stringContaining('reopen') });
  expect(center('retell', file('no.jsonl', { a: 1 }), '--database', again)).toMatchObject({ status: 1 });
  expect(center('reopen', '--database', again)).toMatchObject({ status: 0 });
  expect(center('reopen', '--database', again)).toMatchObject({
    status: 1,
    err: expect.stringContaining('neither restored'),
  });
});

test('it stops when it is told to, and when whoever started it is gone', async () => {
  const command = [process.execPath, COMMAND, 'serve', '--database', database, '--stop-with-stdin'];
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const process_ = new CenterProcess(command);
    await process_.start();
    expect(await (await fetch(new URL('health', process_.address))).json()).toEqual({ status: 'ok' });
    await process_.stop(signal);
    expect(process_.running).toBe(false);
  }
  // A shell that dies leaves its end of the pipe closed: the center ends by itself, with 0.
  const orphan = spawnSync(command[0] as string, command.slice(1), { input: '', encoding: 'utf8', timeout: 20_000 });
  expect(orphan).toMatchObject({ status: 0, stdout: expect.stringMatching(/^center http:\/\/127\.0\.0\.1:\d+\/\n$/) });
  expect(center('check', '--database', database).status).toBe(0);
});
