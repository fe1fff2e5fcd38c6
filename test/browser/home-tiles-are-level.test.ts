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

const homes = samples.filter(({ body }) => body.id === 'home');

describe('a job that cannot be begun keeps its place and its size', () => {
  test.each(SIZES)('$width × $height', async (size) => {
    const drawn = await openPage(browser, size);
    const uneven: string[] = [];
    let closed = 0;
    for (const [index, sample] of homes.entries()) {
      for (const language of Language.options) {
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
