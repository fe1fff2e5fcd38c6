/** The real, built page in a real Chromium, shown any Screen: for the gallery and for the tests of layout and accessibility. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildPage } from '../../renderer/build.ts';
import type { Language, PageMessage, Screen } from '../../station/contract/index.ts';
import type { StaffPageMessage, StaffScreen } from '../../station/contract/staff.ts';
import { chromiumFlags, findChromium } from '../chromium.ts';

/** Never asked for over a network: every request to it is answered from the folder of the built page. */
const ORIGIN = 'http://page.test';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wav': 'audio/wav',
};

/** What the init script leaves on `window`, standing where Electron's preloads would. */
interface Stage {
  /** `null`: the station is gone, or nobody is at work. */
  show: ((screen: Screen | StaffScreen | null) => void) | undefined;
  readonly sent: (PageMessage | StaffPageMessage)[];
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

export interface DrawnPage<Shown = Screen, Sent = PageMessage> {
  readonly page: Page;
  /** As `showOn`. */
  show(screen: Shown): Promise<void>;
  resize(size: Size): Promise<void>;
  /** What the page has sent so far. */
  sent(): Promise<Sent[]>;
  close(): Promise<void>;
}

/**
 * Throws where this system has no Chromium: the caller says how to get one. Ctrl-C ends browser and process, unless the
 * browser outlives signals: then the caller has something to finish first, and closes it.
 */
export async function startBrowser({ outlivesSignals = false } = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium on this system (Debian: apt-get install chromium)');
  const ends = !outlivesSignals;
  const handle = { handleSIGINT: ends, handleSIGTERM: ends };
  return chromium.launch({ executablePath, args: [...chromiumFlags], ...handle });
}

/** Opens the built page (or `built`, another build of it) with motion reduced, so that a picture does not depend on its moment. */
export function openPage(browser: Browser, size: Size, built?: string): Promise<DrawnPage> {
  return open<Screen, PageMessage>(browser, size, 'index.html', built);
}

/** The same for the page of station staff. */
export function openStaffPage(browser: Browser, size: Size): Promise<DrawnPage<StaffScreen, StaffPageMessage>> {
  return open<StaffScreen, StaffPageMessage>(browser, size, 'staff.html');
}

async function open<Shown extends Screen | StaffScreen, Sent extends PageMessage | StaffPageMessage>(
  browser: Browser,
  size: Size,
  file: 'index.html' | 'staff.html',
  built?: string,
): Promise<DrawnPage<Shown, Sent>> {
  const folder = built ?? (await buildPage());
  const context = await browser.newContext({ viewport: { ...size }, reducedMotion: 'reduce', hasTouch: true });
  const page = await context.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const asked = join(folder, new URL(route.request().url()).pathname);
    await route.fulfill({
      body: await readFile(asked),
      contentType: TYPES[extname(asked)] ?? 'application/octet-stream',
    });
  });
  await setStage(page, file === 'index.html' ? 'kiosk' : 'staff');
  await page.goto(`${ORIGIN}/${file}`);
  return {
    page,
    show: (screen) => showOn(page, screen),
    resize: (to) => page.setViewportSize({ ...to }),
    sent: async () => (await page.evaluate(() => globalThis.stage.sent)) as Sent[],
    close: () => context.close(),
  };
}

/**
 * Stands where Electron's preload of this name would. Before the page is loaded.
 * @param first what the station answers a page that says hello; without it, nothing.
 */
export async function setStage(page: Page, preload: 'kiosk' | 'staff', first?: Screen | StaffScreen): Promise<void> {
  await page.addInitScript(
    ([name, screen]) => {
      globalThis.stage = { show: undefined, sent: [] };
      Object.defineProperty(window, name, {
        value: {
          send: (message: PageMessage | StaffPageMessage) => {
            globalThis.stage.sent.push(message);
            if (message.kind === 'hello' && screen !== undefined) setTimeout(() => globalThis.stage.show?.(screen));
          },
          // Nobody asks here whether the page is alive.
          onBeat: () => {},
          onScreen: (listener: (screen: Screen | StaffScreen | null) => void) => {
            globalThis.stage.show = listener;
            return () => {};
          },
        },
      });
    },
    [preload, first] as const,
  );
}

/** Draws a Screen on a page that has its stage, and waits until its words and fonts are there and its arrival has ended. */
export async function showOn(page: Page, screen: Screen | StaffScreen): Promise<void> {
  await page.evaluate((shown) => globalThis.stage.show?.(shown), screen);
  await untilDrawn(page, screen.language);
}

/** Waits until a Screen that was shown has its words and fonts, and its arrival has ended. */
export async function untilDrawn(page: Page, language: Language): Promise<void> {
  await page.evaluate(async (wanted) => {
    // The words of a passenger's language come in a file of their own.
    while ((document.documentElement.dataset.language ?? wanted) !== wanted) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, language);
}
