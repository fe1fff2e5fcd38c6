import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildPage } from './build.ts';

/** What a kind of file weighs in the built page, gzipped, in bytes. */
function weight(folder: string, ending: string): number {
  const files = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith(ending));
  expect(files, `the page has ${ending} files`).not.toEqual([]);
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0);
}

test('the page stays small: JavaScript at most 45 kB, CSS at most 12 kB, gzipped', async () => {
  const folder = await buildPage();
  expect(weight(folder, '.js')).toBeLessThanOrEqual(45_000);
  expect(weight(folder, '.css')).toBeLessThanOrEqual(12_000);
});

test('the page can be served at any path: no address in it begins at the root', async () => {
  const folder = await buildPage();
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(html).toContain('src="./assets/');
  expect(html).not.toMatch(/(src|href)="\//);
});
