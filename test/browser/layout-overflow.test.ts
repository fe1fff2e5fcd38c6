import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, openStaffPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { layoutFaults } from '../../cli/gallery/layout-faults.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import { Language, Profile } from '../../station/contract/index.ts';
import { StaffLanguage } from '../../station/contract/staff.ts';

/** Everything with `npm run test:full`; else every sample in every language and size once, the profiles taking turns. */
const full = process.env.WESTER_TEST === 'full';

function profilesFor(index: number): readonly Profile[] {
  const turn = index % Profile.options.length;
  return full ? Profile.options : Profile.options.slice(turn, turn + 1);
}

/** What only a touch opens: the pages of the inquiry, the keys with nothing, something and too much typed. */
const OPENED: readonly { name: string; sample: string; open: (page: Page) => Promise<void> }[] = [
  { name: 'card history', sample: 'inquiry', open: (page) => page.getByRole('tab').nth(1).click() },
  {
    name: 'older card history',
    sample: 'inquiry',
    open: async (page) => {
      await page.getByRole('tab').nth(1).click();
      await page.getByRole('button', { name: /古い|Older/ }).click();
    },
  },
  { name: 'point history', sample: 'inquiry', open: (page) => page.getByRole('tab').nth(2).click() },
  { name: 'empty history', sample: 'inquiry-no-sam', open: (page) => page.getByRole('tab').nth(1).click() },
  ...['registered', 'charged', 'charged-card-full', 'unresolved'].flatMap((sample) => [
    { name: `receipt of ${sample}`, sample, open: (page: Page) => openReceipt(page, '.paper button') },
    { name: `code of ${sample}`, sample, open: (page: Page) => openReceipt(page, '.receipt-offer .button') },
  ]),
  { name: 'keys', sample: 'choose-amount-card-full', open: openKeys },
  {
    name: 'keys, too much',
    sample: 'choose-amount-card-full',
    open: async (page) => {
      await openKeys(page);
      for (const digit of ['1', '9', '9', '9', '9'])
        await page.getByRole('button', { name: digit, exact: true }).click();
    },
  },
];

function openKeys(page: Page): Promise<void> {
  return page.getByRole('button', { name: /金額を決めて|Choose the amount/ }).click();
}

async function openReceipt(page: Page, by: string): Promise<void> {
  await page.locator(by).click();
  await page.locator('.receipt-view[open]').waitFor();
}

/** A new arrival of the screen, so that nothing is open from before. */
async function showAfresh(drawn: DrawnPage, name: string, language: Language, revision: number): Promise<void> {
  for (const [step, wanted] of ['starting', name].entries()) {
    const sample = samples.find((candidate) => candidate.name === wanted);
    if (sample === undefined) throw new Error(`there is no sample "${wanted}"`);
    await drawn.show(screenOf(sample, language, 'pink', revision + step));
  }
}

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
          for (const profile of profilesFor(index)) {
            revision += 1;
            await drawn.show(screenOf(sample, language, profile, revision));
            const found = await drawn.page.evaluate(layoutFaults);
            faults.push(...found.map((fault) => `${sample.name} (${language}, ${profile}): ${fault}`));
          }
        }
        for (const { name, sample, open } of OPENED) {
          revision += 2;
          await showAfresh(drawn, sample, language, revision);
          await open(drawn.page);
          const found = await drawn.page.evaluate(layoutFaults);
          faults.push(...found.map((fault) => `${name} (${language}): ${fault}`));
        }
      }
      await drawn.close();
      expect(faults).toEqual([]);
    });
  }

  for (const size of SIZES) {
    test(`the staff page too, at ${size.width} × ${size.height}`, async () => {
      const drawn = await openStaffPage(browser, size);
      const faults: string[] = [];
      for (const language of StaffLanguage.options) {
        for (const [index, sample] of staffSamples.entries()) {
          await drawn.show(staffScreenOf(sample, language, index + 1));
          const found = await drawn.page.evaluate(layoutFaults);
          faults.push(...found.map((fault) => `${sample.name} (${language}): ${fault}`));
        }
      }
      await drawn.close();
      expect(faults).toEqual([]);
    });
  }

  test('the check itself sees what is cut off, what is too small and what lies over something', async () => {
    const drawn = await openPage(browser, { width: 1024, height: 768 });
    await showAfresh(drawn, 'confirm-charge', 'ja', 1);
    expect(await drawn.page.evaluate(layoutFaults)).toEqual([]);
    const faultsWith = async (css: string): Promise<string> => {
      const style = await drawn.page.addStyleTag({ content: css });
      const faults = await drawn.page.evaluate(layoutFaults);
      await style.evaluate((element) => element.parentNode?.removeChild(element));
      return faults.join('\n');
    };
    expect(await faultsWith('.figure { height: 1rem !important }')).toContain('is outside of <div class="figure');
    expect(await faultsWith('dt { font-size: 1rem !important }')).toContain('is too small: 1.00 rem');
    expect(await faultsWith('.button { min-height: 0 !important; padding: 0 !important }')).toContain('is too small');
    expect(await faultsWith('footer { transform: translateY(-9rem) }')).toContain('lies over');
    await drawn.close();
  });
});
