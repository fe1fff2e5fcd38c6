/**
 * Exactly once, whatever happens (issue 5): a thousand worlds in process on every core, and ten with real processes that
 * are killed. The command itself is run, so that what it says and how it ends is tested with it.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const isFull = process.env.WESTER_TEST === 'full';

function torture(...args: readonly string[]): Promise<{ code: number | null; last: string; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/torture.ts'), ...args]);
    let words = '';
    child.stdout.on('data', (data) => {
      words += data;
    });
    child.stderr.on('data', (data) => {
      words += data;
    });
    child.on('exit', (code) => resolve({ code, last: words.trim().split('\n').at(-1) ?? '', words }));
  });
}

const runs = isFull ? 20_000 : 1_000;
test(`${runs} worlds under every fault`, { timeout: isFull ? 3_600_000 : 300_000 }, async () => {
  const { code, last, words } = await torture('--runs', String(runs), '--seed', '1');
  expect(last, words).toBe(`${runs} runs, 0 violations`);
  expect(code).toBe(0);
});

const kills = isFull ? 200 : 10;
test(`${kills} runs of real processes, killed`, { timeout: isFull ? 3_600_000 : 300_000 }, async () => {
  const { code, last, words } = await torture('--runs', String(kills), '--seed', '7', '--kill');
  expect(last, words).toBe(`${kills} runs, 0 violations`);
  expect(code).toBe(0);
});

test('wrong usage', async () => {
  expect(await torture('--runs', 'many')).toMatchObject({
    code: 2,
    last: 'usage: npm run torture -- --runs N --seed S [--kill [--jobs J] [--postgres]]',
  });
});
