import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildPage } from './build.ts';

const gzipped = (file: string): number => gzipSync(readFileSync(file)).length;

/** What a kind of file weighs in the built page, gzipped, in bytes: what index.html names, and what is loaded later. */
function weight(folder: string, ending: string): { atStart: number; later: number } {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith(ending));
  const sum = (names: readonly string[]): number =>
    names.reduce((bytes, name) => bytes + gzipped(join(folder, 'assets', name)), 0);
  const named = files.filter((name) => html.includes(name));
  expect(named, `the page has ${ending} files`).not.toEqual([]);
  return { atStart: sum(named), later: sum(files.filter((name) => !named.includes(name))) };
}

test('the page stays small: JavaScript at most 45 kB at start and 30 kB after it, CSS at most 12 kB, gzipped', async () => {
  const folder = await buildPage();
  const script = weight(folder, '.js');
  expect(script.atStart).toBeLessThanOrEqual(45_000);
  expect(script.later).toBeLessThanOrEqual(30_000);
  expect(weight(folder, '.css').atStart).toBeLessThanOrEqual(12_000);
});

test('the page can be served at any path: no address in it begins at the root', async () => {
  const folder = await buildPage();
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(html).toContain('src="./assets/');
  expect(html).not.toMatch(/(src|href)="\//);
});
