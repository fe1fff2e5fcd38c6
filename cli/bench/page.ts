/**
 * The passenger's page in Chromium: its bytes, a touch until it is seen, what moves by itself (layout-shift.ts), and what
 * 300 passengers leave in its memory.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CDPSession } from 'playwright-core';
import { buildPage } from '../../renderer/build.ts';
import { Language } from '../../station/contract/index.ts';
import { type DrawnPage, openPage, SIZES, startBrowser } from '../gallery/drawn-page.ts';
import { MODE_SETS, screenNamed } from '../gallery/modes.ts';
import { chooseLanguage, OPENED, showAfresh, showOpened } from '../gallery/opened.ts';
import type { Figure, Section } from './figure.ts';
import { layoutShift } from './layout-shift.ts';

/** What the issue allows: the page's weight in bytes, gzipped, and a touch on a machine four times as slow. */
const LIMITS = { js: 45_000, css: 12_000, touchMs: 50, growth: 0.05 };
const SLOW_DOWN = 4;

const SIZE = SIZES[0] ?? { width: 1024, height: 768 };

/** Kinds of nodes of a heap snapshot that a program makes. */
const OF_THE_PAGE = new Set(['object', 'array', 'string', 'concatenated string', 'sliced string', 'closure', 'regexp']);

/** One passenger, from the idle screen to "thank you". */
const PASSENGER = [
  ...['home', 'lay-card', 'reading-card', 'choose-amount', 'confirm-charge', 'charging-preparing', 'charging'],
  ...['charging-checking', 'charged', 'printing', 'goodbye-card', 'goodbye-done', 'home', 'inquiry'],
];

/** Every so many-th passenger looks around first, which takes as long as twenty others; at the beginning oftener, so that all is opened once. */
const CURIOUS_EVERY = 90;
const CURIOUS_AT_FIRST = 15;

/**
 * Everything that a touch opens, half of it in one turn and half in the next, each after choosing another language and in other
 * modes. `last` is the revision before; returns the last one used.
 */
async function lookAround(drawn: DrawnPage, turn: number, last: number): Promise<number> {
  let revision = last;
  for (const [index, opened] of OPENED.entries()) {
    if (index % 2 !== turn % 2) continue;
    const language = Language.options[index % Language.options.length] ?? 'ja';
    const modes = MODE_SETS[index % MODE_SETS.length] ?? {};
    await showAfresh(drawn, 'home', revision + 1);
    await chooseLanguage(drawn.page, language);
    await showOpened(drawn, opened, revision + 3, { language, profile: 'navy', size: SIZE, modes });
    revision += 4;
  }
  // What the page has sent lies here and not in the page.
  await drawn.page.evaluate(() => (globalThis.stage.sent as unknown[]).splice(0).length);
  return revision;
}

/** Each screen in a frame of its own, one after the other without the driver between them. `last` and result as in `lookAround`. */
async function visit(drawn: DrawnPage, last: number): Promise<number> {
  const screens = PASSENGER.map((name, index) => screenNamed(name, last + 1 + index));
  const painted = await drawn.page.evaluate(async (shown) => {
    for (const screen of shown) {
      globalThis.stage.show?.(screen);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
    return document.querySelector('main')?.dataset.screen;
  }, screens);
  // A page that draws nothing would keep nothing.
  if (painted !== screens.at(-1)?.body.id) throw new Error(`the page stands at ${painted}`);
  return last + screens.length;
}

function* weights(folder: string): Generator<Figure> {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const names = readdirSync(join(folder, 'assets'));
  const atStart = new Set(names.filter((name) => html.includes(name)));
  for (const name of atStart) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(join(folder, 'assets', name), 'utf8');
    for (const [, imported = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) atStart.add(imported);
  }
  for (const [ending, limit] of [
    ['.js', LIMITS.js],
    ['.css', LIMITS.css],
  ] as const) {
    // What the page loads at its start, with what that imports; a language's words come when it is chosen.
    const files = names.filter((name) => name.endsWith(ending) && atStart.has(name));
    const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0);
    yield {
      what: `${ending.slice(1)} of the page, gzipped`,
      value: `${bytes.toLocaleString('en-US')} bytes`,
      against: { what: `${limit.toLocaleString('en-US')} bytes`, ratio: bytes / limit },
      goal: { says: '≤ 1', met: bytes <= limit },
    };
  }
}

/** In the page itself: a locator of the driver leaves listeners in it that hear every touch. */
async function firstButton({ page }: DrawnPage, screen: string): Promise<{ x: number; y: number }> {
  const middle = await page.evaluate(() => {
    const box = document.querySelector('main button:enabled, footer button:enabled')?.getBoundingClientRect();
    return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  if (!middle) throw new Error(`nothing to touch on ${screen}`);
  return middle;
}

/**
 * Milliseconds from the finger to the frame that shows it, as the browser itself measures them (Event Timing: until the
 * next paint, in steps of 8 ms). The touches are real ones, through the browser's own input.
 */
async function touchTimes(drawn: DrawnPage, devtools: CDPSession, times: number): Promise<number[]> {
  await drawn.page.evaluate(() => {
    const seen: Record<number, number> = {};
    Object.assign(globalThis, { touchesSeen: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
        const { interactionId: id, duration } = entry;
        // Finger down, finger up and click of one touch: what came last of it counts.
        if (id > 0) seen[id] = Math.max(seen[id] ?? 0, duration);
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  let revision = 1_000;
  let touched = 0;
  for (let run = 0; run < times; run++) {
    for (const name of ['home', 'choose-amount', 'confirm-charge', 'charged', 'inquiry']) {
      await drawn.show(screenNamed(name, ++revision));
      const point = await firstButton(drawn, name);
      await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
      await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      // Its own frame: the next screen is the station's answer, and would be drawn in the same one.
      await drawn.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      touched += 1;
    }
  }
  await drawn.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const slow = Object.values(
    await drawn.page.evaluate(() => (globalThis as unknown as { touchesSeen: Record<number, number> }).touchesSeen),
  );
  // The browser reports nothing below 16 ms: each touch without a report took less.
  const quick = Math.max(0, touched - slow.length);
  return [...Array<number>(quick).fill(16), ...slow].sort((a, b) => a - b);
}

async function touches(slowDown: number, times: number): Promise<Figure> {
  const browser = await startBrowser();
  try {
    const drawn = await openPage(browser, SIZE);
    const devtools = await drawn.page.context().newCDPSession(drawn.page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
    const found = await touchTimes(drawn, devtools, times);
    const p95 = found[Math.floor(found.length * 0.95)] ?? Number.NaN;
    return {
      what: `touch until it is seen, p95 of ${found.length} at ${slowDown}× slow-down`,
      value: `${p95} ms`,
      against: { what: `${LIMITS.touchMs} ms`, ratio: p95 / LIMITS.touchMs },
      goal: { says: '≤ 1', met: p95 <= LIMITS.touchMs },
    };
  } finally {
    await browser.close();
  }
}

interface Memory {
  readonly heapBytes: number;
  readonly nodes: number;
}

/** A heap snapshot as Chromium writes it: a flat list of numbers, `node_fields` of them to a node. */
interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: number[];
}

/**
 * What the page keeps after everything that can be collected has been: its own objects, strings and functions. The
 * engine's compiled code is left out, which grows for as long as the engine finds something to make quicker.
 */
async function memoryOf(devtools: CDPSession): Promise<Memory> {
  await devtools.send('HeapProfiler.collectGarbage');
  const pieces: string[] = [];
  const take = ({ chunk }: { chunk: string }): number => pieces.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
  const { snapshot, nodes } = JSON.parse(pieces.join('')) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let heapBytes = 0;
  for (let node = 0; node < nodes.length; node += fields.length) {
    if (OF_THE_PAGE.has(types[0][nodes[node + type] ?? 0] ?? '')) heapBytes += nodes[node + size] ?? 0;
  }
  const { metrics } = await devtools.send('Performance.getMetrics');
  return { heapBytes, nodes: metrics.find(({ name }) => name === 'Nodes')?.value ?? Number.NaN };
}

async function* passengers(count: number): AsyncGenerator<Figure> {
  const browser = await startBrowser();
  try {
    const drawn = await openPage(browser, SIZE);
    const devtools = await drawn.page.context().newCDPSession(drawn.page);
    await devtools.send('Performance.enable');
    await devtools.send('HeapProfiler.enable');
    let [revision, curious] = [0, 0];
    const tenth = Math.ceil(count / 10);
    let early: Memory | null = null;
    for (let passenger = 1; passenger <= count; passenger++) {
      if (passenger % (passenger > tenth ? CURIOUS_EVERY : CURIOUS_AT_FIRST) === 0) {
        revision = await lookAround(drawn, curious++, revision);
      }
      revision = await visit(drawn, revision);
      if (passenger === tenth) early = await memoryOf(devtools);
    }
    const late = await memoryOf(devtools);
    if (!early) throw new Error('no passenger at all');
    const about = `of passenger ${count}, against passenger ${tenth}`;
    yield growth(`what the page keeps ${about}`, early.heapBytes, late.heapBytes, 'bytes');
    yield growth(`elements and texts ${about}`, early.nodes, late.nodes, 'nodes');
  } finally {
    await browser.close();
  }
}

function growth(what: string, early: number, late: number, unit: string): Figure {
  return {
    what,
    value: `${late.toLocaleString('en-US')} ${unit}`,
    against: { what: `the ${early.toLocaleString('en-US')} ${unit} then`, ratio: late / early },
    goal: { says: `≤ ${1 + LIMITS.growth}`, met: late <= early * (1 + LIMITS.growth) },
  };
}

export const page: Section = {
  name: 'page',
  async *run({ full }) {
    yield* weights(await buildPage());
    yield await touches(1, full ? 60 : 20);
    yield await touches(SLOW_DOWN, full ? 60 : 20);
    yield await layoutShift(full);
    yield* passengers(full ? 10_000 : 300);
  },
};
