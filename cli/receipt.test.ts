import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'receipt-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  return spawnSync(process.execPath, ['cli/receipt.ts', ...args], { encoding: 'utf8' });
}

describe('wrong usage ends in 2 and writes nothing', () => {
  const wrong: string[][] = [
    [],
    ['no-such-sample', '--format', 'text', '--out', 'x'],
    ['history', '--format', 'pdf', '--out', 'x'],
    ['history', '--format', 'text'],
    ['history', '--format', 'text', '--out', 'x', '--width', '60'],
  ];
  test.each(wrong.map((args) => ({ args })))('$args', ({ args }) => {
    const out = join(folder, 'x');
    const result = run(...args.map((arg) => (arg === 'x' ? out : arg)));
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('usage: npm run receipt');
    expect(existsSync(out)).toBe(false);
  });
});

test('bytes, picture and text of one sample', () => {
  const [bytes, svg, text] = ['escpos', 'svg', 'text'].map((format) => {
    const out = join(folder, format);
    expect(run('point-charge', '--format', format, '--out', out, '--width', '58')).toMatchObject({ status: 0 });
    return readFileSync(out);
  });
  expect(bytes?.subarray(0, 5).toString('hex')).toBe('1b401d610e');
  expect(svg?.toString()).toMatch(/^<svg [^>]*width="58mm"/);
  expect(text?.toString()).toContain('チャージ後残高           6,200円');
});

test('a file that cannot be written: one line, and 1', () => {
  const result = run('history', '--format', 'text', '--out', join(folder, 'no', 'such', 'folder'));
  expect(result.status).toBe(1);
  expect(result.stderr.trim().split('\n').length).toBe(1);
});
