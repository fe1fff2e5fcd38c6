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

/** Milliseconds until a program sends its first message to this process. */
function untilItSpeaks(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} and said nothing`)));
    child.once('message', () => {
      const ms = performance.now() - begun;
      child.removeAllListeners('exit');
      child.once('exit', () => resolve(ms));
      child.kill('SIGKILL');
    });
  });
}

async function station(runs: number): Promise<Figure> {
  await buildShell();
  const folder = mkdtempSync(join(root, 'dist', 'bench-'));
  const [reader, printer] = [openPseudoTerminal(), openPseudoTerminal()];
  const devices = [
    createReaderSimulator({ stream: reader.stream, clock: systemClock }),
    createPrinterSimulator({ stream: printer.stream, clock: systemClock, widthMm: 80 }),
  ];
  try {
    const config = join(folder, 'station.json');
    const bare = join(folder, 'bare.mjs');
    writeFileSync(bare, `${LIBRARIES.map((name) => `import '${name}';`).join('\n')}\nprocess.send('here');\n`);
    const [own, libraries]: [number[], number[]] = [[], []];
    for (let run = 0; run < runs; run++) {
      const data = mkdtempSync(join(tmpdir(), 'wester-start-'));
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
      own.push(await untilItSpeaks(join(root, 'dist/station/main.js'), [config]));
      libraries.push(await untilItSpeaks(bare, []));
      rmSync(data, { recursive: true, force: true });
    }
    const ratio = median(own) / median(libraries);
    return {
      what: `station as it ships, process start to first screen, median of ${runs}`,
      value: `${median(own).toFixed(0)} ms`,
      spread: spreadOf(own),
      against: { what: `importing its libraries (${median(libraries).toFixed(0)} ms)`, ratio },
      goal: { says: `≤ ${RATIO_GOAL}`, met: ratio <= RATIO_GOAL },
    };
  } finally {
    for (const device of devices) device.stop();
    for (const terminal of [reader, printer]) terminal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page as it ships, and one with nothing in it, from one server. */
async function serve(): Promise<ServedPages> {
  const empty = mkdtempSync(join(tmpdir(), 'wester-empty-'));
  writeFileSync(join(empty, 'index.html'), '<!doctype html><title>empty</title><p>empty');
  const pages = await servePages({ '/page/': await buildPage(), '/empty/': empty });
  rmSync(empty, { recursive: true });
  return pages;
}

/** Milliseconds from "go there", in a fresh page, until what `shown` waits for. */
async function opening(
  browser: Browser,
  address: string,
  shown: (page: Page) => Promise<void>,
  first?: Screen,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await setStage(page, 'kiosk', first);
  const begun = performance.now();
  await page.goto(address);
  await shown(page);
  const ms = performance.now() - begun;
  await context.close();
  return ms;
}

/** The frame after the one with its words. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** The idle screen, which the station has answered the page's hello with, in its own fonts. */
async function atHome(page: Page): Promise<void> {
  // In the page itself: the driver would look again only every so often.
  await page.evaluate(async () => {
    while (!document.querySelector('main button')) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  await untilDrawn(page, 'ja');
}

async function page(runs: number): Promise<Figure> {
  const home = samples.find(({ name }) => name === 'home');
  if (!home) throw new Error('there is no sample "home"');
  const screen = screenOf(home, 'ja', 'navy', 1);
  const { origin, stop } = await serve();
  const browser = await startBrowser();
  try {
    const [own, empty]: [number[], number[]] = [[], []];
    // The first of each finds the browser cold.
    for (let run = 0; run <= runs; run++) {
      own.push(await opening(browser, `${origin}/page/`, atHome, screen));
      empty.push(await opening(browser, `${origin}/empty/`, drawn));
    }
    const [ownMs, emptyMs] = [median(own.slice(1)), median(empty.slice(1))];
    return {
      what: `page, opened until the idle screen is painted, median of ${runs}`,
      value: `${ownMs.toFixed(0)} ms`,
      spread: spreadOf(own.slice(1)),
      against: { what: `an empty page in the same browser (${emptyMs.toFixed(0)} ms)`, ratio: ownMs / emptyMs },
      goal: { says: `≤ ${RATIO_GOAL}`, met: ownMs / emptyMs <= RATIO_GOAL },
    };
  } finally {
    await browser.close();
    await stop();
  }
}

export const startUp: Section = {
  name: 'start-up',
  async *run({ full }) {
    const runs = full ? RUNS_FULL : RUNS;
    yield await station(runs);
    yield await page(runs);
  },
};
