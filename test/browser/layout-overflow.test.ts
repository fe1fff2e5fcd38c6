import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, openStaffPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { layoutFaults } from '../../cli/gallery/layout-faults.ts';
import { type Appearance, allAppearances, MODE_SETS, nameOfModes, someAppearances } from '../../cli/gallery/modes.ts';
import { lookAt, nameOfOpened, OPENED, showAfresh, showOpened } from '../../cli/gallery/opened.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import { Language, Profile } from '../../station/contract/index.ts';
import { StaffLanguage } from '../../station/contract/staff.ts';

/** Everything with `npm run test:full`; else every sample four times, half of the sets of modes in turn. */
const full = process.env.WESTER_TEST === 'full';
const appearancesOf = (index: number): readonly Appearance[] =>
  full ? allAppearances() : someAppearances(index).filter((_, turn) => (turn + (index >> 3)) % 2 === 0);

/** With test:full one test looks some thousand times: it took ten minutes on busy cores. */
const LIMIT_MS = full ? 3_600_000 : 120_000;

const SMALL = { width: 1024, height: 768 };
/** The one with the least room, and the one that is narrow. */
const STAFF_SIZES = SIZES.filter((_, index) => index === 0 || index === SIZES.length - 1);

const told = ({ language, profile, modes }: Appearance): string => `(${language}, ${profile}, ${nameOfModes(modes)})`;

test('the samples together are looked at in every pair of language, profile, size and modes', () => {
  const looks = samples.flatMap((_, index) => appearancesOf(index));
  const pairs = (one: keyof Appearance, other: keyof Appearance): number =>
    new Set(looks.map((look) => JSON.stringify([look[one], look[other]]))).size;
  const [languages, profiles] = [Language.options.length, Profile.options.length];
  expect(pairs('language', 'profile')).toBe(languages * profiles);
  expect(pairs('language', 'size')).toBe(languages * SIZES.length);
  expect(pairs('language', 'modes')).toBe(languages * MODE_SETS.length);
  expect(pairs('profile', 'size')).toBe(profiles * SIZES.length);
  expect(pairs('profile', 'modes')).toBe(profiles * MODE_SETS.length);
  expect(pairs('size', 'modes')).toBe(SIZES.length * MODE_SETS.length);
});

describe('every screen fits: nothing is cut off, nothing lies over anything, everything can be read and hit', () => {
  let browser: Browser;
  let drawn: DrawnPage;
  let revision = 0;
  beforeAll(async () => {
    browser = await startBrowser();
    drawn = await openPage(browser, SMALL);
  });
  afterAll(() => browser.close());

  for (const size of SIZES) {
    test.each(Language.options)(`at ${size.width} × ${size.height} in %s`, { timeout: LIMIT_MS }, async (language) => {
      await drawn.resize(size);
      const faults: string[] = [];
      const looksOf = (index: number): Appearance[] =>
        appearancesOf(index).filter((look) => look.size === size && look.language === language);
      for (const [index, sample] of samples.entries()) {
        for (const look of looksOf(index)) {
          revision += 1;
          await drawn.show(screenOf(sample, language, look.profile, revision, look.modes));
          const found = await drawn.page.evaluate(layoutFaults);
          faults.push(...found.map((fault) => `${sample.name} ${told(look)}: ${fault}`));
        }
      }
      for (const [index, opened] of OPENED.entries()) {
        for (const look of looksOf(index)) {
          revision += 2;
          await showOpened(drawn, opened, revision, look);
          const found = await drawn.page.evaluate(layoutFaults);
          faults.push(...found.map((fault) => `${nameOfOpened(opened)} ${told(lookAt(opened, look))}: ${fault}`));
        }
      }
      expect(faults).toEqual([]);
    });
  }

  test('the staff page too: every screen in both languages, at the least and at the narrow size in turn, at all with test:full', async () => {
    const staff = await openStaffPage(browser, SMALL);
    const faults: string[] = [];
    for (const size of full ? SIZES : STAFF_SIZES) {
      await staff.resize(size);
      for (const language of StaffLanguage.options) {
        for (const [index, sample] of staffSamples.entries()) {
          // Each screen in one language at the one size and in the other at the other.
          if (!full && (index + SIZES.indexOf(size) + StaffLanguage.options.indexOf(language)) % 2 === 0) continue;
          await staff.show(staffScreenOf(sample, language, index + 1));
          const found = await staff.page.evaluate(layoutFaults);
          faults.push(...found.map((fault) => `${sample.name} (${language}, ${size.width} px): ${fault}`));
        }
      }
    }
    await staff.close();
    expect(faults).toEqual([]);
  });

  test('the check itself sees what is cut off, what is too small and what lies over something', async () => {
    await drawn.resize(SMALL);
    await showAfresh(drawn, 'confirm-charge', revision + 1);
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
    await showAfresh(drawn, 'confirm-charge', revision + 3, { modes: { low: true } });
    expect(await drawn.page.evaluate(layoutFaults)).toEqual([]);
    expect(await faultsWith('.frame > header { order: 0 !important }')).toContain('is too high for a low hand');
  });
});
