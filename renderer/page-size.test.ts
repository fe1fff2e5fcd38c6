import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { Language } from '../station/contract/index.ts';
import { buildPage } from './build.ts';

const READ = { encoding: 'utf8' } as const;

/** Gzipped, in bytes. */
const weigh = (file: string): number => gzipSync(readFileSync(file)).length;

// Whoever changed something waits here once, not in the first test.
beforeAll(buildPage, 120_000);

/** Every asset that a page reads at start: those its HTML names, and what these import before they run. */
function loadedBy(folder: string, page: string): string[] {
  const html = readFileSync(join(folder, page), READ);
  const found = new Set([...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, name = '']) => name));
  for (const name of found) {
    const imported = readFileSync(join(folder, name), READ).matchAll(/(?:from|import)"\.\/([^"]+)"/g);
    for (const [, next = ''] of imported) found.add(`assets/${next}`);
  }
  return [...found];
}

/** The page's files by what they are for: what `index.html` names is read at start, the rest when it is asked for. */
async function builtPage() {
  const folder = await buildPage();
  const html = readFileSync(join(folder, 'index.html'), READ);
  const atStart = loadedBy(folder, 'index.html');
  const ofStaff = loadedBy(folder, 'staff.html').filter((name) => !atStart.includes(name));
  const all = readdirSync(join(folder, 'assets'))
    .map((name) => `assets/${name}`)
    .filter((name) => !ofStaff.includes(name));
  const of = (names: readonly string[], ending: string) =>
    names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
  return {
    folder,
    html,
    atStart,
    all,
    scriptsAtStart: of(atStart, '.js'),
    scripts: of(all, '.js'),
    styles: of(all, '.css'),
    fonts: of(all, '.woff2'),
  };
}

describe('the page stays small, gzipped', () => {
  test('JavaScript that is read at start: at most 45 kB', async () => {
    const { scriptsAtStart } = await builtPage();
    expect(scriptsAtStart).not.toEqual([]);
    expect(scriptsAtStart.map(weigh).reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(45_000);
  });

  test('nothing of the staff page is in what a passenger’s page reads', async () => {
    const { scripts, folder } = await builtPage();
    const text = scripts.map((script) => readFileSync(script, READ)).join('\n');
    // Its channel, an intent of its contract, and words of its catalogue.
    for (const trace of ['staff-channel', 'enrol-card', '暗証番号', 'Unresolved: ']) expect(text).not.toContain(trace);
    const ofStaff = loadedBy(folder, 'staff.html').map((name) => readFileSync(join(folder, name), READ));
    expect(ofStaff.join('\n')).toContain('暗証番号');
  });

  test('a language: one file of at most 9 kB for each but Japanese, which is in the page itself; the voice: one of 25 kB', async () => {
    const { scripts, scriptsAtStart } = await builtPage();
    const onDemand = scripts.filter((script) => !scriptsAtStart.includes(script));
    const languages = onDemand.filter((script) =>
      Language.options.some((language) => script.includes(`/${language}-`)),
    );
    expect(languages).toHaveLength(Language.options.length - 1);
    expect(languages.map(weigh).filter((bytes) => bytes > 9_000)).toEqual([]);
    // What is left is the voice: loaded when the first sound is made.
    const voice = onDemand.filter((script) => !languages.includes(script));
    expect(voice).toHaveLength(1);
    expect(voice.map(weigh).filter((bytes) => bytes > 25_000)).toEqual([]);
  });

  test('CSS: at most 12 kB', async () => {
    const { styles } = await builtPage();
    expect(styles).not.toEqual([]);
    expect(styles.map(weigh).reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(12_000);
  });

  test('the fonts of the page’s own words: at most 110 kB a file', async () => {
    const { fonts } = await builtPage();
    const cut = fonts.filter((font) =>
      /(ja(?:-arrow|-space|-tick)?|zh-hans|zh-hant(?:-brackets|-commas)?|ko)-(400|700)/.test(font),
    );
    expect(cut).toHaveLength(18);
    expect(cut.filter((font) => readFileSync(font).length > 110_000)).toEqual([]);
  });
});

test('the page can be served at any path: no address in it begins at the root', async () => {
  const { html } = await builtPage();
  expect(html).toContain('src="./assets/');
  expect(html).not.toMatch(/(src|href)="\//);
});
