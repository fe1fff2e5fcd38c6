import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { shiftsIn, shiftsSeen } from '../../cli/gallery/layout-shifts.ts';
import { Job, Language } from '../../station/contract/index.ts';

/** Every job in every language at every size with `npm run test:full`; else one of each for each job. */
const full = process.env.WESTER_TEST === 'full';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

for (const [index, job] of Job.options.entries()) {
  for (const [turn, language] of Language.options.entries()) {
    // Readings, and two fonts that come late.
    if (!full && turn !== 2 * index + 1) continue;
    for (const size of full ? SIZES : SIZES.filter((_, place) => place === (turn + index) % SIZES.length)) {
      test(`nothing moves by itself: ${job}, with ${language} chosen in it, at ${size.width} × ${size.height}`, async () => {
        const drawn = await openPage(browser, size);
        expect(await shiftsIn(drawn, job, language)).toEqual([]);
        // The check itself sees what moves.
        await drawn.page.addStyleTag({ content: 'main { margin-top: 4rem }' });
        expect(await shiftsSeen(drawn.page)).not.toEqual([]);
        await drawn.close();
      });
    }
  }
}
