import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { Language } from '../../station/contract/index.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** Every language on every home screen with `npm run test:full`; else a third of them, another third at each size. */
const full = process.env.WESTER_TEST === 'full';
const languagesFor = (turn: number): Language[] =>
  Language.options.filter((_, index) => full || (index + turn) % 3 === 0);

const homes = samples.filter(({ body }) => body.id === 'home');

describe('a job that cannot be begun keeps its place and its size', () => {
  test.each(SIZES)('$width × $height', async (size) => {
    const drawn = await openPage(browser, size);
    const uneven: string[] = [];
    let closed = 0;
    for (const [index, sample] of homes.entries()) {
      for (const language of languagesFor(index + SIZES.indexOf(size))) {
        await drawn.show(screenOf(sample, language, 'navy', 10 * index + Language.options.indexOf(language)));
        const jobs = await drawn.page.locator('.job').evaluateAll((places) =>
          places.map((place) => ({
            isClosed: place.classList.contains('closed'),
            // How much of its place a tile leaves empty, in px.
            free: place.getBoundingClientRect().height - (place.firstElementChild?.getBoundingClientRect().height ?? 0),
          })),
        );
        closed += jobs.filter(({ isClosed }) => isClosed).length;
        for (const { free } of jobs) if (Math.abs(free) > 1) uneven.push(`${sample.name} ${language}: ${free} px`);
      }
    }
    await drawn.close();
    expect(closed).toBeGreaterThan(0);
    expect(uneven).toEqual([]);
  });
});

describe('the notice on the home screen stays in its frame', () => {
  test.each([false, true])('large text: %s', async (largeText) => {
    const drawn = await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
    const outside: string[] = [];
    let seen = 0;
    for (const [index, sample] of homes.entries()) {
      for (const language of languagesFor(index + Number(largeText))) {
        const revision = 10 * index + Language.options.indexOf(language);
        await drawn.show(screenOf(sample, language, 'navy', revision, { largeText }));
        const over = await drawn.page.locator('.bulletin').evaluateAll((notices) =>
          notices.map((notice) => {
            const told = notice.querySelector('.told')?.getBoundingClientRect().bottom ?? 0;
            return told - notice.getBoundingClientRect().bottom;
          }),
        );
        seen += over.length;
        for (const px of over) if (px > 0) outside.push(`${sample.name} ${language}: ${px.toFixed(1)} px below it`);
      }
    }
    await drawn.close();
    expect(seen).toBeGreaterThan(0);
    expect(outside).toEqual([]);
  });
});
