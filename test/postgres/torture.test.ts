/** Exactly once with PostgreSQL behind the center, which crashes and has its connections cut (issue 11). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const isFull = process.env.WESTER_TEST === 'full';
const runs = isFull ? 100 : 1;

test(`${runs} runs: station, center and PostgreSQL killed, connections cut`, {
  timeout: isFull ? 3_600_000 : 240_000,
}, async () => {
  // Of this seed both hurts come within a tenth of a second after the passenger has confirmed.
  const args = ['--runs', String(runs), '--seed', '89', '--kill', '--postgres'];
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/torture.ts'), ...args]);
  let words = '';
  child.stdout.on('data', (data) => {
    words += data;
  });
  child.stderr.on('data', (data) => {
    words += data;
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  const [heard, last] = words.trim().split('\n').slice(-2);
  expect(last, words).toBe(`${runs} runs, 0 violations`);
  // A crash or a cut that met nobody at work would prove nothing.
  expect(heard, words).toMatch(
    /^calls that failed: [1-9]\d* \(.*(finish|hold).*\) after a crash, [1-9]\d* \(.*(finish|hold).*\) after a cut$/,
  );
  expect(code).toBe(0);
});
