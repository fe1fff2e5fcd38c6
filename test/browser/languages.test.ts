import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { languageNames } from '../../renderer/messages/index.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { Language, type Screen } from '../../station/contract/index.ts';
import { named, withoutReadings } from './words.ts';

function screenNamed(name: string, revision: number, language: Language): Screen {
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample === undefined) throw new Error(`there is no sample "${name}"`);
  return screenOf(sample, language, 'navy', revision);
}

/** Every screen in every language with `npm run test:full`; else a third of them in each. */
const full = process.env.WESTER_TEST === 'full';

let browser: Browser;
let drawn: DrawnPage;
let revision = 0;
beforeAll(async () => {
  browser = await startBrowser();
  drawn = await openPage(browser, { width: 1024, height: 768 });
});
afterAll(() => browser.close());
const show = (name: string, language: Language) => drawn.show(screenNamed(name, ++revision, language));

describe('every letter is drawn in a font that the machine brings itself', () => {
  /** The fonts of the subtree of the page, as Chromium really drew it. */
  async function fontsOnPage(session: CDPSession): Promise<string[]> {
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#page' });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    return fonts.map(({ familyName, isCustomFont }) => (isCustomFont ? familyName : `the system's ${familyName}`));
  }

  test.each(Language.options)('%s', async (language) => {
    const session = await drawn.page.context().newCDPSession(drawn.page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const found = new Set<string>();
    for (const [index, { name }] of samples.entries()) {
      if (!full && index % 3 !== Language.options.indexOf(language) % 3) continue;
      await show(name, language);
      for (const font of await fontsOnPage(session))
        if (!/^(BIZ UD|Noto Sans)/.test(font)) found.add(`${name}: ${font}`);
    }
    await session.detach();
    expect([...found]).toEqual([]);
  });
});

test('a station’s name in rare kanji is drawn in the page’s font too, and only its pieces are read', async () => {
  const page = await openPage(browser, { width: 1024, height: 768 });
  const pieces = (): Promise<string[]> =>
    page.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .flatMap(({ name }) => /ja-([0-9a-f]{4}|others)-[47]00/.exec(name)?.[1] ?? []),
    );
  const settled = () => page.page.evaluate(() => document.fonts.ready.then(() => document.fonts.status));
  const home = screenNamed('home', ++revision, 'ja');
  const named = (stationName: string): Screen => ({ ...home, revision: ++revision, stationName });
  await page.show(named('デモ駅'));
  await settled();
  expect(await pieces()).toEqual([]);
  // 鰐 U+9C10, 淵 U+6DF5: in no word of the page.
  await page.show(named('鰐淵駅'));
  await settled();
  expect((await pieces()).sort()).toEqual(['6a00', '9a00']);
  const session = await page.page.context().newCDPSession(page.page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'header strong' });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  expect(fonts.filter(({ isCustomFont }) => !isCustomFont)).toEqual([]);
  await page.page.close();
});

describe('Chinese and Korean are drawn in their own font, to the last sign', () => {
  /** Kana in them is the name of an application; Latin letters and digits are everybody's. */
  const OWN = /[^\p{ASCII}\p{Script=Hiragana}\p{Script=Katakana}ー–]/u;
  const FONTS = { 'zh-Hans': 'Noto Sans SC', 'zh-Hant': 'Noto Sans TC', ko: 'Noto Sans KR' } as const;

  test.each(Object.entries(FONTS))('%s', async (language, font) => {
    const folder = join(import.meta.dirname, '../../renderer/messages');
    const files = readdirSync(folder).filter((name) => name.endsWith(`${language}.ts`));
    // Of the catalogue as it stands in the source: no message can be missed.
    const text = files
      .map((name) => readFileSync(join(folder, name), 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, ''))
      .join('');
    const characters = [...new Set(text)].filter((character) => OWN.test(character)).join('');
    expect(characters.length).toBeGreaterThan(200);
    await drawn.page.evaluate(
      ([lang, all]) => {
        const place = document.createElement('p');
        place.id = 'characters';
        place.lang = lang;
        place.textContent = all;
        document.body.append(place);
      },
      [language, characters] as const,
    );
    // Fonts are asked for when the text is laid out.
    await drawn.page.evaluate(() => document.body.offsetHeight > 0 && document.fonts.ready.then(() => true));
    const session = await drawn.page.context().newCDPSession(drawn.page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#characters' });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    await session.detach();
    await drawn.page.evaluate(() => document.getElementById('characters')?.remove());
    // The packages' files are instances of a variable font and carry the name of its default.
    expect(new Set(fonts.map(({ familyName }) => familyName.replace(/ Thin$/, '')))).toEqual(new Set([font]));
  });
});

describe('the switch', () => {
  const open = () => drawn.page.locator('header .language').click();
  const sheet = () => drawn.page.getByRole('dialog');

  test('names the six languages in their own words and sends the one that is touched', async () => {
    await show('home', 'ja');
    await open();
    const labels = await sheet().locator('.all button').allInnerTexts();
    expect(labels.map(withoutReadings)).toEqual([
      '日本語',
      'やさしい日本語にほんご',
      'English',
      '简体中文',
      '繁體中文',
      '한국어',
    ]);
    await sheet()
      .getByRole('button', { name: named(languageNames.ko) })
      .click();
    expect((await drawn.sent()).at(-1)).toEqual({
      kind: 'intent',
      message: { revision, intent: { type: 'set-language', language: 'ko' } },
    });
    await show('home', 'ko');
    expect(await sheet().count()).toBe(0);
    expect(await drawn.page.locator('html').getAttribute('lang')).toBe('ko');
  });

  test('opens and closes by keyboard, and the focus comes back to it', async () => {
    await show('home', 'en');
    await drawn.page.locator('header .language').focus();
    await drawn.page.keyboard.press('Enter');
    await sheet().waitFor();
    await drawn.page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
    expect(await drawn.page.evaluate(() => document.activeElement?.className)).toBe('language');
  });

  test('is closed on the next screen, and stays closed when the first one comes back', async () => {
    await show('home', 'ja');
    await open();
    await show('lay-card', 'ja');
    expect(await sheet().count()).toBe(0);
    await show('home', 'ja');
    expect(await sheet().count()).toBe(0);
  });

  test('is not left open for the next passenger', async () => {
    await drawn.page.clock.install();
    await show('home', 'ja');
    await open();
    await drawn.page.clock.runFor(31_000);
    expect(await sheet().count()).toBe(0);
  });
});

test('the words of a language cannot be had: the screen comes all the same, in the language before', async () => {
  const page = await openPage(browser, { width: 1024, height: 768 });
  await page.show(screenNamed('home', 1, 'ja'));
  await page.page.route('**/assets/en-*.js', (route) => route.abort());
  await page.page.evaluate((screen) => globalThis.stage.show?.(screen), screenNamed('reading-card', 2, 'en'));
  await page.page.locator('main[data-screen="reading-card"]').waitFor();
  expect(await page.page.locator('h1').innerText()).toBe('カードを取らないでください');
  expect(await page.page.locator('html').getAttribute('lang')).toBe('ja');
  await page.close();
});

describe('やさしい日本語 on the page', () => {
  test('every kanji has its reading, but in names and on the receipt; no mark-up is shown', async () => {
    const faults: string[] = [];
    for (const { name } of samples) {
      await show(name, 'easy-ja');
      const found = await drawn.page.evaluate(() => {
        const bare: string[] = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const text = node.textContent ?? '';
          // What carries a language of its own is a name: of the station, of the points, of a place.
          if (node.parentElement?.closest('ruby, [lang]:not(html, .gloss), .spoken') !== null) continue;
          if (/[\p{Script=Han}{|}]/u.test(text)) bare.push(text);
        }
        const labels = [...document.querySelectorAll('[aria-label]')].map(
          (one) => one.getAttribute('aria-label') ?? '',
        );
        return [...bare, ...labels.filter((label) => /[{|}]/.test(label))];
      });
      faults.push(...found.map((text) => `${name}: ${text}`));
    }
    expect(faults).toEqual([]);
  });

  test('a screen reader hears the characters once', async () => {
    await show('charging', 'easy-ja');
    // In its button for 画面と音 stands a と that is no reading.
    await drawn.page.locator('header').evaluate((header) => header.replaceChildren());
    const session = await drawn.page.context().newCDPSession(drawn.page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    const names = nodes.filter(({ ignored }) => !ignored).map(({ name }) => String(name?.value ?? ''));
    expect(names.filter((name) => /とら|^と$/.test(name))).toEqual([]);
    const heading = nodes.find(({ role }) => role?.value === 'heading');
    expect(withoutReadings(String(heading?.name?.value))).toBe('カードを取らないでください');
  });
});
