/** Exactly once with PostgreSQL behind the center, which crashes and has its connections cut (issue 11). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const isFull = process.env.WESTER_TEST === 'full';
const runs = isFull ? 100 : 1;

test(`${runs} runs: station, center and PostgreSQL killed, connections cut`, {
  timeout: isFull ? 3_600_000 : 240_000,
}, async () => {
  const args = ['--runs', String(runs), '--seed', '3', '--kill', '--postgres'];
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/torture.ts'), ...args]);
  let words = '';
  child.stdout.on('data', (data) => {
    words += data;
  });
  child.stderr.on('data', (data) => {
    words += data;
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(words.trim().split('\n').at(-1), words).toBe(`${runs} runs, 0 violations`);
  expect(code).toBe(0);
});
