/** The real, built page in a real Chromium, shown any Screen: for the gallery and for the tests of layout and accessibility. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildPage } from '../../renderer/build.ts';
import type { PageMessage, Screen } from '../../station/contract/index.ts';
import { chromiumFlags, findChromium } from '../chromium.ts';

/** Never asked for over a network: every request to it is answered from the folder of the built page. */
const ORIGIN = 'http://page.test';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

/** What the init script leaves on `window`, standing where Electron's preload would. */
interface Stage {
  /** `null`: the station is gone. */
  show: ((screen: Screen | null) => void) | undefined;
  readonly sent: PageMessage[];
}
declare global {
  var stage: Stage;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The screens that machines have; the first is the one that most have. */
export const SIZES: readonly Size[] = [
  { width: 1024, height: 768 },
  { width: 1280, height: 1024 },
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
];

export interface DrawnPage {
  readonly page: Page;
  /** Draws a Screen and waits until its words and fonts are there and its arrival has ended. */
  show(screen: Screen): Promise<void>;
  resize(size: Size): Promise<void>;
  /** What the page has sent so far. */
  sent(): Promise<PageMessage[]>;
  close(): Promise<void>;
}

/** Throws where this system has no Chromium: the caller says how to get one. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium on this system (Debian: apt-get install chromium)');
  return chromium.launch({ executablePath, args: [...chromiumFlags] });
}

/** Opens the built page (or `built`, another build of it) with motion reduced, so that a picture does not depend on its moment. */
export async function openPage(browser: Browser, size: Size, built?: string): Promise<DrawnPage> {
  const folder = built ?? (await buildPage());
  const context = await browser.newContext({ viewport: { ...size }, reducedMotion: 'reduce', hasTouch: true });
  const page = await context.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = join(folder, path === '/' ? 'index.html' : path);
    await route.fulfill({
      body: await readFile(file),
      contentType: TYPES[extname(file)] ?? 'application/octet-stream',
    });
  });
  await page.addInitScript(() => {
    globalThis.stage = { show: undefined, sent: [] };
    Object.defineProperty(window, 'kiosk', {
      value: {
        send: (message: PageMessage) => globalThis.stage.sent.push(message),
        onScreen: (listener: (screen: Screen | null) => void) => {
          globalThis.stage.show = listener;
          return () => {};
        },
      },
    });
  });
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    async show(screen) {
      await page.evaluate(async (shown) => {
        globalThis.stage.show?.(shown);
        // The words of a language come in a file of their own.
        while (document.documentElement.dataset.language !== shown.language) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        await document.fonts.ready;
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }, screen);
    },
    resize: (to) => page.setViewportSize({ ...to }),
    sent: () => page.evaluate(() => globalThis.stage.sent),
    close: () => context.close(),
  };
}
