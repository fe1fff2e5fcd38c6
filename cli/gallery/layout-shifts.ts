/** Jobs as their screens follow each other, and what moves by itself meanwhile: for the test and the benchmark of it. */
import type { Page } from 'playwright-core';
import type { Job, Language, Screen } from '../../station/contract/index.ts';
import type { DrawnPage } from './drawn-page.ts';
import { screenNamed } from './modes.ts';
import { openLanguages, touchLanguage } from './opened.ts';

/**
 * The sample of a screen that comes (the same twice is a step or a tick of it), a touch that only the page answers, or
 * the sheet of languages and the choice of one.
 */
type Step = string | { readonly touch: string } | { readonly choose: 'language' };

const JOBS = {
  'point-charge': [
    ...['home', 'lay-card', 'lay-card', 'reading-card', 'choose-amount', 'more-time', 'choose-amount'],
    { choose: 'language' },
    ...['confirm-charge', 'charging-preparing', 'charging', 'charging-checking', 'charged'],
    ...['printing', 'goodbye', 'home'],
  ],
  registration: [
    ...['home', 'lay-card-registration', 'reading-card', 'terms'],
    { choose: 'language' },
    ...['registering', 'registered', 'printing', 'print-failed', 'goodbye-card', 'home'],
  ],
  inquiry: [
    ...['home', 'notice', 'home', 'lay-card-again-inquiry', 'reading-card', 'inquiry'],
    { choose: 'language' },
    { touch: '#tab-history' },
    { touch: '.turn button:last-of-type' },
    { touch: '#tab-points' },
    ...['inquiry', 'printing', 'goodbye-done', 'home'],
  ],
} as const satisfies Readonly<Record<Job, readonly Step[]>>;

export interface Shift {
  /** The step after which it was seen. */
  readonly at: string;
  /** As Chromium measures it (wicg.github.io/layout-instability): the part of the screen that moved, times how far. */
  readonly value: number;
  readonly moved: string;
}

/**
 * Plays a job, in Japanese until this language is chosen and again when the next passenger may come. Fonts come late, when
 * the words for which they are asked for have been drawn: the page must be a fresh one. That another language takes
 * another place in the frame that brings it is what was asked for, and not counted; what moves after that is.
 */
export async function shiftsIn(drawn: DrawnPage, job: Job, language: Language): Promise<Shift[]> {
  await watch(drawn.page);
  const fonts = await lateFonts(drawn.page);
  const found: Shift[] = [];
  let [revision, shown, spoken]: [number, string, Language] = [0, 'starting', 'ja'];
  const see = async (at: string): Promise<void> => {
    found.push(...(await shiftsSeen(drawn.page)).map((shift) => ({ at, ...shift })));
  };
  const next = (): Screen => ofOneJob(screenNamed(shown, ++revision, { language: spoken }), job);
  for (const step of JOBS[job] as readonly Step[]) {
    if (typeof step === 'string') {
      shown = step;
      if (step === 'home') spoken = 'ja';
      await drawn.show(next());
      await see(step);
    } else if ('touch' in step) {
      await drawn.page.locator(step.touch).click();
      // Asked for too: what stands in a list takes the room it needs.
      await shiftsSeen(drawn.page);
    } else {
      fonts.hold();
      await openLanguages(drawn.page);
      await frames(drawn.page);
      await fonts.arrive();
      await see(`${shown}, languages`);
      spoken = language;
      fonts.hold();
      await touchLanguage(drawn.page, language);
      await drawn.page.evaluate((screen) => globalThis.stage.show?.(screen), next());
      await Promise.race([fonts.asked(), isSpoken(drawn.page, language)]);
      await frames(drawn.page);
      await fonts.arrive();
      await isSpoken(drawn.page, language);
      await see(`${shown}, in ${language}`);
    }
  }
  return found;
}

/** Samples are of different passengers: what stays on the screen from one to the next has to be the same in both. */
function ofOneJob(screen: Screen, job: Job): Screen {
  const { body } = screen;
  if (body.id === 'reading-card') return { ...screen, body: { ...body, job } };
  if (body.id === 'charging') return { ...screen, body: { ...body, charge: 5_000 } };
  return screen;
}

/** Notes every shift from now on, but for those of a frame that brings another language. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    type Entry = PerformanceEntry & { value: number; sources: { node: Node | null }[] };
    const shifts: { value: number; moved: string }[] = [];
    let changing = false;
    const note = (entries: PerformanceEntryList): void => {
      for (const { value, sources } of changing ? [] : (entries as Entry[])) {
        const moved = sources.map(
          ({ node }) => (node instanceof Element ? node : node?.parentElement)?.outerHTML ?? '',
        );
        shifts.push({ value, moved: moved.map((html) => html.slice(0, 80)).join(', ') });
      }
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: 'layout-shift' });
    new MutationObserver((changes) => {
      // The page sets it with every screen.
      if (changes.every(({ oldValue }) => oldValue === document.documentElement.dataset.language)) return;
      note(observer.takeRecords());
      changing = true;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          observer.takeRecords();
          changing = false;
        }),
      );
    }).observe(document.documentElement, { attributeFilter: ['data-language'], attributeOldValue: true });
    Object.assign(globalThis, {
      takeShifts: () => {
        note(observer.takeRecords());
        return shifts.splice(0);
      },
    });
  });
}

/** What has moved since the last time this was asked, to the end of the next frame. */
export function shiftsSeen(page: Page): Promise<Omit<Shift, 'at'>[]> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    return (globalThis as unknown as { takeShifts: () => Omit<Shift, 'at'>[] }).takeShifts();
  });
}

/** Until what has been changed is painted. */
async function frames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function isSpoken(page: Page, language: Language): Promise<void> {
  await page.waitForFunction((wanted) => document.documentElement.dataset.language === wanted, language);
}

interface LateFonts {
  hold(): void;
  /** Resolves as soon as one is being held. */
  asked(): Promise<void>;
  arrive(): Promise<void>;
}

async function lateFonts(page: Page): Promise<LateFonts> {
  let held = Promise.withResolvers<void>();
  let asked = Promise.withResolvers<void>();
  held.resolve();
  await page.route(/\.(woff2|ttf)$/, async (route) => {
    asked.resolve();
    await held.promise;
    await route.fallback();
  });
  return {
    hold() {
      held = Promise.withResolvers();
      asked = Promise.withResolvers();
    },
    asked: () => asked.promise,
    async arrive() {
      held.resolve();
      await page.evaluate(() => document.fonts.ready.then(() => true));
    },
  };
}
