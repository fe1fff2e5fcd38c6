/** From nothing to a machine that serves: the bundled station against its bare libraries, the page against an empty one. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../hardware/clock.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { buildPage } from '../../renderer/build.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';
import { type ServedPages, servePages } from '../../rig/shell/pages.ts';
import type { Screen } from '../../station/contract/index.ts';
import { buildShell } from '../build.ts';
import { setStage, startBrowser, untilDrawn } from '../gallery/drawn-page.ts';
import { type Figure, median, type Section, spreadOf } from './figure.ts';

const RATIO_GOAL = 2;
const RUNS = 7;
const RUNS_FULL = 25;
const root = join(import.meta.dirname, '..', '..');
/** What the bundle is made of or loads, and nothing done with it. */
const LIBRARIES = [
  ...['serialport', 'node-hid', 'pino', 'receiptline', 'iconv-lite', 'xstate', 'zod', 'temporal-polyfill'],
  ...['node:sqlite', 'node:crypto', 'node:fs', 'node:http'],
];

/** Milliseconds until a program sends its first message to this process, and the message. `spoken` while it still lives. */
async function untilItSpeaks<Seen = void>(
  program: string,
  args: readonly string[],
  spoken?: (message: unknown) => Promise<Seen>,
): Promise<{ ms: number; seen: Seen | undefined }> {
  const begun = performance.now();
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  const message = new Promise((resolve) => child.once('message', resolve));
  const told = await Promise.race([message, gone]);
  const ms = performance.now() - begun;
  try {
    return { ms, seen: await spoken?.(told) };
  } finally {
    const ended = gone.catch(() => {});
    child.kill('SIGKILL');
    await ended;
  }
}

/** The bundled station with simulated devices on pseudo terminals, and its bare libraries. */
class Stations {
  readonly #folder: string;
  readonly #terminals = [openPseudoTerminal(), openPseudoTerminal()] as const;
  readonly #devices = [
    createReaderSimulator({ stream: this.#terminals[0].stream, clock: systemClock }),
    createPrinterSimulator({ stream: this.#terminals[1].stream, clock: systemClock, widthMm: 80 }),
  ];

  constructor() {
    // Beside the bundle, whose libraries are found from there.
    this.#folder = mkdtempSync(join(root, 'dist', 'bench-'));
    const bare = `${LIBRARIES.map((name) => `import '${name}';`).join('\n')}\nprocess.send('here');\n`;
    writeFileSync(join(this.#folder, 'bare.mjs'), bare);
  }

  /** As untilItSpeaks, with a journal of its own each time. */
  async station<Seen = void>(spoken?: (message: unknown) => Promise<Seen>) {
    const data = mkdtempSync(join(tmpdir(), 'wester-start-'));
    const [reader, printer] = this.#terminals;
    const config = join(this.#folder, 'station.json');
    writeFileSync(
      config,
      JSON.stringify({
        station: { id: 'BENCH-1', name: 'Bench' },
        profile: 'navy',
        mode: 'rig',
        reader: { kind: 'pn532', line: `serial:${reader.path}` },
        printer: { line: `serial:${printer.path}`, widthMm: 80, proof: 'process-id' },
        sam: 'rig',
        center: { url: 'http://127.0.0.1:9/' },
        data,
        log: join(data, 'station.log'),
      }),
    );
    try {
      return await untilItSpeaks(join(root, 'dist/station/main.js'), [config], spoken);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }

  libraries() {
    return untilItSpeaks(join(this.#folder, 'bare.mjs'), []);
  }

  stop(): void {
    for (const device of this.#devices) device.stop();
    for (const terminal of this.#terminals) terminal.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function station(stations: Stations, runs: number): Promise<Figure> {
  const [own, libraries]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    own.push((await stations.station()).ms);
    libraries.push((await stations.libraries()).ms);
  }
  const ratio = median(own) / median(libraries);
  return {
    what: `station as it ships, process start to ready (its first screen), median of ${runs}`,
    value: `${median(own).toFixed(0)} ms`,
    spread: spreadOf(own),
    against: { what: `importing its libraries (${median(libraries).toFixed(0)} ms)`, ratio },
    goal: { says: `≤ ${RATIO_GOAL}`, met: ratio <= RATIO_GOAL },
  };
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

/**
 * Milliseconds from the station's first screen until it is painted. Window and station are started at the same moment, as
 * electron/kiosk.ts does: the page stands by then, or what it lacks is waited for.
 */
function readyToPaint(browser: Browser, address: string, stations: Stations): Promise<number> {
  return inFreshPage(browser, undefined, async (page) => {
    const opened = page.goto(address);
    const { seen } = await stations.station(async (message) => {
      const begun = performance.now();
      await opened;
      const { screen } = message as { screen: Screen };
      await page.evaluate((first) => globalThis.stage.show?.(first), screen);
      await painted(page, 'main');
      return performance.now() - begun;
    });
    return seen ?? Number.NaN;
  });
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

async function* page(stations: Stations, runs: number): AsyncGenerator<Figure> {
  const home = samples.find(({ name }) => name === 'home');
  if (!home) throw new Error('there is no sample "home"');
  const screen = screenOf(home, 'ja', 'navy', 1);
  const { origin, stop } = await serve();
  const browser = await startBrowser();
  try {
    const [ready, own, empty]: [number[], number[], number[]] = [[], [], []];
    // The first of each finds the browser cold.
    for (let run = 0; run <= runs; run++) {
      ready.push(await readyToPaint(browser, `${origin}/page/`, stations));
      own.push(await opening(browser, `${origin}/page/`, atHome, screen));
      empty.push(await opening(browser, `${origin}/empty/`, drawn));
    }
    const emptyMs = median(empty.slice(1));
    const beside = (times: readonly number[]) => ({
      value: `${median(times.slice(1)).toFixed(0)} ms`,
      spread: spreadOf(times.slice(1)),
      against: {
        what: `an empty page in the same browser (${emptyMs.toFixed(0)} ms)`,
        ratio: median(times.slice(1)) / emptyMs,
      },
    });
    const figure = beside(ready);
    yield {
      what: `ready until its first screen is painted, window and station started together, median of ${runs}`,
      ...figure,
      goal: { says: `≤ ${RATIO_GOAL}`, met: figure.against.ratio <= RATIO_GOAL },
    };
    // As after a crash of the page.
    yield { what: `page alone, opened until the idle screen is painted, median of ${runs}`, ...beside(own) };
  } finally {
    await browser.close();
    await stop();
  }
}

export const startUp: Section = {
  name: 'start-up',
  async *run({ full }) {
    const runs = full ? RUNS_FULL : RUNS;
    await buildShell();
    const stations = new Stations();
    try {
      yield await station(stations, runs);
      yield* page(stations, runs);
    } finally {
      stations.stop();
    }
  },
};
