/** The window as it is built, in the stand-in for Electron, with its pages in real Chromium: test/electron/run-in-chromium.ts. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('passenger and staff use the built window; pages die, and draw nothing, and come back; the policy holds', async () => {
  const script = join(import.meta.dirname, '../electron/run-in-chromium.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 280_000 });
  const results: Record<string, string | null> = JSON.parse(stdout);
  expect(Object.entries(results).filter(([, wrong]) => wrong !== null)).toEqual([]);
  expect(Object.values(results)).toHaveLength(8);
}, 300_000);
