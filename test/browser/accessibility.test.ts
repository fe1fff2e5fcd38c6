import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, openStaffPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import {
  type Appearance,
  allAppearances,
  MODE_SETS,
  nameOfModes,
  screenNamed,
  someAppearances,
} from '../../cli/gallery/modes.ts';
import {
  lookAt,
  nameOfOpened,
  OPENED,
  openLanguages,
  openModes,
  showAfresh,
  showOpened,
} from '../../cli/gallery/opened.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import { Language } from '../../station/contract/index.ts';
import { StaffLanguage } from '../../station/contract/staff.ts';

/** Everything with `npm run test:full`; else one of the eight ways in which a sample is looked at, in turn. */
const full = process.env.WESTER_TEST === 'full';
/** With test:full one test looks some thousand times: it took ten minutes on busy cores. */
const LIMIT_MS = full ? 3_600_000 : 120_000;
const ONE_SIZE = SIZES[0] ?? { width: 1024, height: 768 };

/** Of all sizes one: what axe looks at is the same at each. */
function appearancesOf(index: number): readonly Appearance[] {
  if (full) return allAppearances().filter(({ size }) => size === ONE_SIZE);
  return someAppearances(index).filter((_, turn) => turn === index % MODE_SETS.length);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All of axe's rules, and beyond its defaults: 7:1 on every text (WCAG 1.4.6), and targets of a size (2.5.8). */
const RULES: RunOptions = {
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

declare global {
  var axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
}

async function violationsOn({ page }: Pick<DrawnPage, 'page'>): Promise<string[]> {
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

describe('axe finds nothing on any screen, nor on what a touch opens there', () => {
  let browser: Browser;
  let drawn: DrawnPage;
  let revision = 0;
  beforeAll(async () => {
    browser = await startBrowser();
    drawn = await openPage(browser, ONE_SIZE);
    await drawn.page.evaluate(axeSource);
  });
  afterAll(() => browser.close());

  test('every language and every set of modes is among what is looked at', () => {
    const looks = samples.flatMap((_, index) => appearancesOf(index));
    expect(new Set(looks.map(({ language }) => language)).size).toBe(Language.options.length);
    expect(new Set(looks.map(({ modes }) => nameOfModes(modes))).size).toBe(MODE_SETS.length);
  });

  for (const language of Language.options) {
    test(`in ${language}`, { timeout: LIMIT_MS }, async () => {
      const found: string[] = [];
      const inspect = async (about: string): Promise<void> => {
        found.push(...(await violationsOn(drawn)).map((violation) => `${about}: ${violation}`));
      };
      for (const [index, sample] of samples.entries()) {
        for (const { profile, modes, ...rest } of appearancesOf(index)) {
          if (rest.language !== language) continue;
          revision += 1;
          await drawn.show(screenOf(sample, language, profile, revision, modes));
          await inspect(`${sample.name} (${profile}, ${nameOfModes(modes)})`);
        }
      }
      for (const [index, opened] of OPENED.entries()) {
        for (const look of appearancesOf(index)) {
          if (look.language !== language) continue;
          revision += 2;
          await showOpened(drawn, opened, revision, look);
          const { profile, modes } = lookAt(opened, look);
          await inspect(`${nameOfOpened(opened)} (${profile}, ${nameOfModes(modes)})`);
        }
      }
      expect(found).toEqual([]);
    });
  }

  test('the sheet of modes as each of its switches leaves it', async () => {
    revision += 2;
    await showAfresh(drawn, 'home', revision);
    await openModes(drawn.page);
    const found: string[] = [];
    for (const modes of MODE_SETS) {
      revision += 1;
      await drawn.show(screenNamed('home', revision, { modes }));
      found.push(...(await violationsOn(drawn)).map((violation) => `sheet (${nameOfModes(modes)}): ${violation}`));
    }
    expect(found).toEqual([]);
  });

  test('the check itself sees what stands in an open sheet', async () => {
    revision += 2;
    await showAfresh(drawn, 'home', revision);
    await openLanguages(drawn.page);
    expect(await violationsOn(drawn)).toEqual([]);
    const style = await drawn.page.addStyleTag({ content: '.language-sheet .choice { color: #888 !important }' });
    expect((await violationsOn(drawn)).join('\n')).toContain('color-contrast-enhanced: <button');
    await style.evaluate((element) => element.parentNode?.removeChild(element));
  });

  test('nor on the staff page', async () => {
    const staff = await openStaffPage(browser, ONE_SIZE);
    await staff.page.evaluate(axeSource);
    const found: string[] = [];
    for (const [turn, language] of StaffLanguage.options.entries()) {
      for (const [index, sample] of staffSamples.entries()) {
        if (!full && index % StaffLanguage.options.length !== turn) continue;
        await staff.show(staffScreenOf(sample, language, index + 1));
        found.push(...(await violationsOn(staff)).map((violation) => `${sample.name} (${language}): ${violation}`));
      }
    }
    await staff.close();
    expect(found).toEqual([]);
  });
});
