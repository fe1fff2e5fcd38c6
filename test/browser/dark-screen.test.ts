/** The screen of who listens: dark to everybody else, its caption readable, no trap and no way to touch it by mistake. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { FRESH_PAD } from '../../renderer/keys/pad.ts';
import { viewLines } from '../../renderer/keys/press.ts';
import { messages } from '../../renderer/messages/all.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { captionOf } from '../../renderer/voice/line.ts';
import { valuesOf } from '../../renderer/voice/values.ts';
import { words } from '../../renderer/voice/words/index.ts';
import { Language, type Screen } from '../../station/contract/index.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES: RunOptions = {
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

declare global {
  var axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
}

let revision = 0;
function screenFor(name: string, voice: boolean, language: Language = 'ja'): Screen {
  const sample = samples.find((one) => one.name === name);
  if (!sample) throw new Error(`no sample ${name}`);
  revision += 1;
  const screen = screenOf(sample, language, 'navy', revision);
  return { ...screen, modes: { ...screen.modes, voice } };
}

describe('the dark screen', () => {
  let browser: Browser;
  let drawn: DrawnPage;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  beforeEach(async () => {
    drawn = await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
    // The voice is loaded with the first screen that is heard.
    await drawn.show(screenFor('lay-card', false));
    await drawn.page.locator('#voice').waitFor({ state: 'attached' });
  });
  afterEach(() => drawn.close());
  afterAll(() => browser.close());

  const intents = async () =>
    (await drawn.sent()).flatMap((sent) => (sent.kind === 'intent' ? [sent.message.intent] : []));

  test('shows nothing but one caption, and is lit again when the voice ends', async () => {
    await drawn.show(screenFor('inquiry', true));
    expect(await drawn.page.locator('main').isVisible()).toBe(false);
    expect(await drawn.page.evaluate(() => document.body.innerText)).not.toContain('12,480');
    expect(await drawn.page.locator('.caption').innerText()).toBe(words.ja.begin);
    await drawn.show(screenFor('inquiry', false));
    expect(await drawn.page.locator('main').isVisible()).toBe(true);
    expect(await drawn.page.locator('#voice').innerText()).toBe('');
  });

  test('a hand that brushes over it presses nothing; its one button, by finger or by keyboard, brings the screen back', async () => {
    await drawn.show(screenFor('confirm-charge', true));
    for (const [x, y] of [
      [880, 710],
      [150, 700],
      [512, 384],
      [900, 40],
    ] as const) {
      if (x !== 880) await drawn.page.touchscreen.tap(x, y);
    }
    expect(await intents()).toEqual([]);
    await drawn.page.keyboard.press('Tab');
    await drawn.page.keyboard.press('Enter');
    expect(await intents()).toMatchObject([{ type: 'set-modes', modes: { voice: false } }]);
  });

  test('asked whether more time is needed, nothing lights up, it is said, and any key says yes', async () => {
    await drawn.show(screenFor('choose-amount', true));
    const warned = screenFor('more-time', true);
    await drawn.show(warned);
    expect(await drawn.page.locator('dialog').count()).toBe(0);
    await expect.poll(() => drawn.page.locator('.caption').innerText()).toBe(words.ja.timeShort);
    await drawn.page.keyboard.press('7');
    expect(await intents()).toEqual([{ type: 'more-time' }]);
  });

  test('a fresh page says its first screen in the words of its language, and not in those that it had before', async () => {
    const fresh = await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
    await fresh.page.clock.install();
    const screen = screenFor('inquiry', true, 'ko');
    await fresh.show(screen);
    await fresh.page.locator('.caption').waitFor();
    const tongue = { t: messages.ko, w: words.ko, v: valuesOf('ko') };
    const wanted = [words.ko.begin, words.ko.howTo, ...viewLines(screen, FRESH_PAD, tongue).map(captionOf)];
    const said = new Set<string>();
    for (let second = 0; second < 120 && !said.has(wanted.at(-1) ?? ''); second++) {
      said.add(await fresh.page.locator('.caption').innerText());
      await fresh.page.clock.runFor(1_000);
    }
    await fresh.close();
    expect([...said].filter((caption) => caption !== '')).toEqual(
      wanted.filter((one, at) => wanted.indexOf(one) === at),
    );
  });

  test('a warning in the middle of what is said does not cost its choices, nor does the answer to it', async () => {
    await drawn.page.clock.install();
    const screen = screenFor('charged', true);
    const { language } = screen;
    const tongue = { t: messages[language], w: words[language], v: valuesOf(language) };
    const last = viewLines(screen, FRESH_PAD, tongue).map(captionOf).at(-1);
    const said: string[] = [];
    const listenUntil = async (caption: string | undefined) => {
      for (let second = 0; second < 90 && said.at(-1) !== caption; second++) {
        await drawn.page.clock.runFor(1_000);
        said.push(await drawn.page.locator('.caption').innerText());
      }
    };
    await drawn.show(screen);
    await listenUntil(messages[language].charged.title);
    const warned = { ...screen, revision: ++revision, timeLimit: { ms: 20_000, totalMs: 30_000, warning: true } };
    await drawn.show({ ...warned, accepts: [...warned.accepts, 'more-time'] });
    await listenUntil(words[language].timeShort);
    await listenUntil(last);
    expect(said.at(-1)).toBe(last);

    await drawn.page.keyboard.press('0');
    await listenUntil(words[language].timeExtended);
    await listenUntil(last);
    expect(said.at(-1)).toBe(last);
  });

  test('an open question about time is answered by any key without the voice too, and Tab stays in it', async () => {
    await drawn.show(screenFor('more-time', false));
    await drawn.page.keyboard.press('Tab');
    await drawn.page.keyboard.press('5');
    expect(await intents()).toEqual([{ type: 'more-time' }]);
  });

  test('nothing of one passenger is said to the next', async () => {
    await drawn.show(screenFor('inquiry', true));
    await drawn.show(screenFor('home', false));
    await drawn.show(screenFor('home', true));
    const said = new Set<string>();
    for (let look = 0; look < 20; look++) {
      said.add(await drawn.page.locator('.caption').innerText());
      await drawn.page.waitForTimeout(100);
    }
    expect([...said].join()).not.toContain('12,480');
    expect(said).toContain(words.ja.begin);
  });

  /** Of the voice's own part of the page; the rest has its own test. */
  const faults = async (): Promise<string[]> => {
    const { violations } = await drawn.page.evaluate((rules) => {
      const place = document.querySelector('#voice');
      return globalThis.axe.run(place as unknown as Document, rules);
    }, RULES);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  };

  test('axe finds nothing, and the longest caption of every screen fits at every size, in every language', async () => {
    await drawn.page.evaluate(axeSource);
    for (const language of Language.options) {
      await drawn.show(screenFor('home', true, language));
      expect(await faults()).toEqual([]);
      const tongue = { t: messages[language], w: words[language], v: valuesOf(language) };
      const said = samples.flatMap((sample) =>
        viewLines(screenOf(sample, language, 'navy'), FRESH_PAD, tongue).map(captionOf),
      );
      const longest = [...said, words[language].howTo].sort((a, b) => b.length - a.length)[0] ?? '';
      for (const size of SIZES) {
        await drawn.resize(size);
        const fits = await drawn.page.evaluate((text) => {
          const caption = document.querySelector('.caption');
          if (caption === null) return false;
          caption.textContent = text;
          const box = caption.getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight && caption.scrollWidth <= caption.clientWidth + 1;
        }, longest);
        expect(fits, `${longest} at ${size.width}`).toBe(true);
      }
      // The page has lost track of what was written into its caption.
      await drawn.show(screenFor('home', false, language));
    }
  });

  test('what a key opens on the lit screen leaves most of it free, and axe finds nothing there', async () => {
    await drawn.page.evaluate(axeSource);
    for (const language of Language.options) {
      await drawn.show(screenFor('charged', false, language));
      await drawn.page.keyboard.press('0');
      await drawn.page.locator('.key-captions').waitFor();
      expect(await faults()).toEqual([]);
      const box = await drawn.page.locator('.key-captions').boundingBox();
      expect(box?.height ?? 0, language).toBeLessThan(768 / 2);
      await drawn.show(screenFor('home', false, language));
    }
  });
});
