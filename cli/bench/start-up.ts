/** From nothing to a machine that serves: the bundled station against its bare libraries, the page against an empty one, and both together. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildPage } from '../../renderer/build.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { type ServedPages, servePages } from '../../rig/shell/pages.ts';
import type { Screen } from '../../station/contract/index.ts';
import { buildShell } from '../build.ts';
import { setStage, startBrowser, untilDrawn } from '../gallery/drawn-page.ts';
import { type Figure, median, type Section, spreadOf } from './figure.ts';
import { isScreen, isServing, Stations, screenIn } from './started.ts';

const RATIO_GOAL = 2;
const RUNS = 7;
const RUNS_FULL = 25;

/** Each a list of milliseconds, one a run. */
interface Times {
  /** Process start to the station's first screen ("one moment"), and to the one on which passengers are served. */
  readonly first: number[];
  readonly serving: number[];
  readonly libraries: number[];
}

interface PageTimes {
  /** Window and station started together: from the station's first screen until it is painted, and from the start until the idle screen is. */
  readonly firstPaint: number[];
  readonly together: number[];
  readonly alone: number[];
  readonly empty: number[];
}

async function stationTimes(stations: Stations, runs: number): Promise<Times> {
  const times: Times = { first: [], serving: [], libraries: [] };
  for (let run = 0; run < runs; run++) {
    await stations.station(async (station) => {
      times.first.push((await station.until(isScreen)).ms);
      times.serving.push((await station.until(isServing)).ms);
    });
    times.libraries.push(await stations.libraries());
  }
  return times;
}

/** The page as it ships, and one with nothing in it, from one server. */
async function serve(): Promise<ServedPages> {
  const empty = mkdtempSync(join(tmpdir(), 'wester-empty-'));
  writeFileSync(join(empty, 'index.html'), '<!doctype html><title>empty</title><p>empty');
  const pages = await servePages({ '/page/': await buildPage(), '/empty/': empty });
  rmSync(empty, { recursive: true });
  return pages;
}

async function inFreshPage<Done>(
  browser: Browser,
  first: Screen | undefined,
  work: (page: Page) => Promise<Done>,
): Promise<Done> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await setStage(page, 'kiosk', first);
    return await work(page);
  } finally {
    await context.close();
  }
}

/** Milliseconds from "go there", in a fresh page, until what `shown` waits for. */
function opening(
  browser: Browser,
  address: string,
  shown: (page: Page) => Promise<void>,
  first?: Screen,
): Promise<number> {
  return inFreshPage(browser, first, async (page) => {
    const begun = performance.now();
    await page.goto(address);
    await shown(page);
    return performance.now() - begun;
  });
}

/** The window opens its page at the moment at which it starts the station, as electron/kiosk.ts does, and says each screen on. */
function startedTogether(browser: Browser, address: string, stations: Stations, times: PageTimes): Promise<void> {
  return inFreshPage(browser, undefined, async (page) => {
    const begun = performance.now();
    const opened = page.goto(address);
    // Heard of below, or not at all where the station ends first.
    opened.catch(() => {});
    await stations.station(async (station) => {
      const first = await station.until(isScreen);
      await opened;
      await show(page, screenIn(first.message), 'main');
      times.firstPaint.push(performance.now() - first.at);
      const serving = await station.until(isServing);
      await show(page, screenIn(serving.message), 'main button');
      times.together.push(performance.now() - begun);
    });
  });
}

async function show(page: Page, screen: Screen | null, element: string): Promise<void> {
  await page.evaluate((shown) => globalThis.stage.show?.(shown), screen);
  await painted(page, element);
}

/** An element of the first screen, in its own fonts. */
async function painted(page: Page, element: string): Promise<void> {
  // In the page itself: the driver would look again only every so often.
  await page.evaluate(async (awaited) => {
    while (!document.querySelector(awaited)) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, element);
  await untilDrawn(page, 'ja');
}

/** The frame after the one with its words. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** The idle screen, which the station has answered the page's hello with. */
const atHome = (page: Page): Promise<void> => painted(page, 'main button');

async function pageTimes(stations: Stations, runs: number): Promise<PageTimes> {
  const home = samples.find(({ name }) => name === 'home');
  if (!home) throw new Error('there is no sample "home"');
  const screen = screenOf(home, 'ja', 'navy', 1);
  const { origin, stop } = await serve();
  const browser = await startBrowser();
  const times: PageTimes = { firstPaint: [], together: [], alone: [], empty: [] };
  try {
    for (let run = 0; run <= runs; run++) {
      await startedTogether(browser, `${origin}/page/`, stations, times);
      times.alone.push(await opening(browser, `${origin}/page/`, atHome, screen));
      times.empty.push(await opening(browser, `${origin}/empty/`, drawn));
    }
  } finally {
    await browser.close();
    await stop();
  }
  // The first of each finds the browser cold.
  for (const each of Object.values(times)) each.shift();
  return times;
}

interface Beside {
  readonly what: string;
  readonly ms: number;
}

function figure(what: string, times: readonly number[], beside: Beside, hasGoal: boolean): Figure {
  const ratio = median(times) / beside.ms;
  return {
    what: `${what}, median of ${times.length}`,
    value: `${median(times).toFixed(0)} ms`,
    spread: spreadOf(times),
    against: { what: `${beside.what} (${beside.ms.toFixed(0)} ms)`, ratio },
    ...(hasGoal ? { goal: { says: `≤ ${RATIO_GOAL}`, met: ratio <= RATIO_GOAL } } : {}),
  };
}

export const startUp: Section = {
  name: 'start-up',
  async *run({ full }) {
    const runs = full ? RUNS_FULL : RUNS;
    await buildShell();
    const stations = new Stations();
    try {
      const { first, serving, libraries } = await stationTimes(stations, runs);
      const imported = { what: 'importing its libraries', ms: median(libraries) };
      yield figure('station as it ships, process start to its first screen', first, imported, true);
      yield figure('… until it serves, its devices found', serving, imported, false);
      const { firstPaint, together, alone, empty } = await pageTimes(stations, runs);
      const page = { what: 'an empty page in the same browser', ms: median(empty) };
      const beside = 'window and station started together';
      yield figure(`${beside}: the station's first screen until it is painted`, firstPaint, page, true);
      const both = { what: 'the libraries, then the empty page', ms: imported.ms + page.ms };
      yield figure(`${beside}: start until the idle screen is painted`, together, both, false);
      // As after a crash of the page.
      yield figure('page alone, opened until the idle screen is painted', alone, page, true);
    } finally {
      stations.stop();
    }
  },
};
