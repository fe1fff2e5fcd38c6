import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { layoutFaults } from '../../cli/gallery/layout-faults.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { Language, Profile } from '../../station/contract/index.ts';

/** Everything with `npm run test:full`; else every sample in every language and size once, the profiles taking turns. */
const full = process.env.WESTER_TEST_FULL === '1';

describe('every screen fits: nothing is cut off, nothing lies over anything, everything can be read and hit', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  for (const size of SIZES) {
    test(`at ${size.width} × ${size.height}`, async () => {
      const drawn = await openPage(browser, size);
      const faults: string[] = [];
      let revision = 0;
      for (const language of Language.options) {
        for (const [index, sample] of samples.entries()) {
          const all = Profile.options;
          const profiles = full ? all : all.slice(index % all.length, (index % all.length) + 1);
          for (const profile of profiles) {
            revision += 1;
            await drawn.show(screenOf(sample, language, profile, revision));
            const found = await drawn.page.evaluate(layoutFaults);
            faults.push(...found.map((fault) => `${sample.name} (${language}, ${profile}): ${fault}`));
          }
        }
      }
      await drawn.close();
      expect(faults).toEqual([]);
    });
  }
});
