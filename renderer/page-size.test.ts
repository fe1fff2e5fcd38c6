import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildPage } from './build.ts';

/** Every asset that a page loads, of one kind: those its HTML names, and what these import. */
function loadedBy(folder: string, page: string, ending: string): string[] {
  const named = (text: string): string[] =>
    [...text.matchAll(/(?:assets\/|\.\/)([\w-]+\.(?:js|css))/g)].map(([, name]) => String(name));
  const found = new Set(named(readFileSync(join(folder, page), 'utf8')));
  for (const name of found) {
    for (const next of named(readFileSync(join(folder, 'assets', name), 'utf8'))) {
      if (existsSync(join(folder, 'assets', next))) found.add(next);
    }
  }
  return [...found].filter((name) => name.endsWith(ending));
}

/** What a kind of file weighs in a page, gzipped, in bytes. */
function weight(folder: string, page: string, ending: string): number {
  const files = loadedBy(folder, page, ending);
  expect(files, `${page} has ${ending} files`).not.toEqual([]);
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0);
}

test('the page stays small: JavaScript at most 45 kB, CSS at most 12 kB, gzipped', async () => {
  const folder = await buildPage();
  expect(weight(folder, 'index.html', '.js')).toBeLessThanOrEqual(45_000);
  expect(weight(folder, 'index.html', '.css')).toBeLessThanOrEqual(12_000);
});

test('nothing of the staff page is in what a passenger’s page loads', async () => {
  const folder = await buildPage();
  const text = loadedBy(folder, 'index.html', '.js')
    .map((name) => readFileSync(join(folder, 'assets', name), 'utf8'))
    .join('\n');
  // Its channel, an intent of its contract, and words of its catalogue.
  for (const trace of ['staff-channel', 'enrol-card', '暗証番号', 'Unresolved: ']) expect(text).not.toContain(trace);
  const staff = readFileSync(join(folder, 'assets', loadedBy(folder, 'staff.html', '.js')[0] ?? ''), 'utf8');
  expect(staff).toContain('暗証番号');
});

test('the page can be served at any path: no address in it begins at the root', async () => {
  const folder = await buildPage();
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(html).toContain('src="./assets/');
  expect(html).not.toMatch(/(src|href)="\//);
});
