/**
 * A card in the field until its balance is painted: the station that ships on a pseudo terminal, and its page in Chromium.
 * What is ours is everything but the line, the air and the paint itself.
 */
import type { Screen } from '../../station/contract/index.ts';
import { type DrawnPage, openPage, startBrowser } from '../gallery/drawn-page.ts';
import { type Figure, median, type Section, spreadOf } from './figure.ts';
import { type LiveStation, liveStation } from './live-station.ts';

const GOAL_MS = 30;
const WARM_UP = 3;
/** Four seconds each. Where between two looks a card comes is chance: of 15 the median differs by 5 ms from one run to the next. */
const RUNS = 15;
/** Long against the time between two looks. */
const ARRIVES_WITHIN_MS = 500;
const RUNS_FULL = 100;

interface Seen {
  readonly totalMs: number;
  readonly deviceMs: number;
  readonly stationMs: number;
  readonly pageMs: number;
  readonly paintMs: number;
}

/** The page's part: from the message to the changed document, and from there to the frame that shows it. */
async function drawn(page: DrawnPage, screen: Screen): Promise<{ pageMs: number; paintMs: number }> {
  return await page.page.evaluate(async (shown) => {
    const begun = performance.now();
    const isThere = (): boolean => document.querySelector(`main[data-screen="${shown.body.id}"]`) !== null;
    const changed = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!isThere()) return;
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true });
    });
    globalThis.stage.show?.(shown);
    const changedAt = await changed;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return { pageMs: changedAt - begun, paintMs: performance.now() - changedAt };
  }, screen);
}

async function once(live: LiveStation, page: DrawnPage): Promise<Seen> {
  const card = live.world.addCard({ balanceYen: 4_820, points: 100 });
  await live.until('home');
  await page.show({ ...live.screen });
  // Cards come at any moment between two looks at the reader, not at the one at which the screen came.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * ARRIVES_WITHIN_MS));
  Object.assign(live.spent, { wireMs: 0, airMs: 0 });
  const begun = performance.now();
  live.reader.field.lay(card.card);
  const screen = await live.until('inquiry');
  const stationAt = performance.now();
  const deviceMs = live.spent.wireMs + live.spent.airMs;
  const { pageMs, paintMs } = await drawn(page, screen);
  live.reader.field.lift();
  await live.until('home');
  const stationMs = stationAt - begun - deviceMs;
  return { totalMs: stationAt - begun + pageMs + paintMs, deviceMs, stationMs, pageMs, paintMs };
}

function* figures(all: readonly Seen[]): Generator<Figure> {
  const of = (part: keyof Seen): number => median(all.map((each) => each[part]));
  const total = of('totalMs');
  const ours = all.map(({ stationMs, pageMs }) => stationMs + pageMs);
  yield {
    what: `our part of card to painted balance, median of ${all.length}`,
    value: `${median(ours).toFixed(1)} ms`,
    spread: spreadOf(ours),
    against: { what: `the ${GOAL_MS} ms it may take`, ratio: median(ours) / GOAL_MS },
    goal: { says: '≤ 1', met: median(ours) <= GOAL_MS },
  };
  const parts = [
    ['line, air and card', 'deviceMs'],
    ['station', 'stationMs'],
    ['page', 'pageMs'],
    ['paint', 'paintMs'],
  ] as const;
  for (const [name, part] of parts) {
    const against = { what: `the whole of ${total.toFixed(0)} ms`, ratio: of(part) / total };
    yield { what: `… of the whole: ${name}`, value: `${of(part).toFixed(1)} ms`, against };
  }
}

export const cardToScreen: Section = {
  name: 'card-to-screen',
  async *run({ full }) {
    const browser = await startBrowser();
    const live = await liveStation();
    try {
      const page = await openPage(browser, { width: 1024, height: 768 });
      const seen: Seen[] = [];
      for (let run = 0; run < WARM_UP + (full ? RUNS_FULL : RUNS); run++) {
        const one = await once(live, page);
        if (run >= WARM_UP) seen.push(one);
      }
      yield* figures(seen);
    } finally {
      await live.stop();
      await browser.close();
    }
  },
};
