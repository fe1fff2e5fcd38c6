import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, openStaffPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { type Appearance, allAppearances, MODE_SETS, nameOfModes, someAppearances } from '../../cli/gallery/modes.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import { Language } from '../../station/contract/index.ts';
import { StaffLanguage } from '../../station/contract/staff.ts';

/** Everything with `npm run test:full`; else one of the eight ways in which a sample is looked at, in turn. */
const full = process.env.WESTER_TEST === 'full';
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

describe('axe finds nothing on any screen', () => {
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
    test(`in ${language}`, async () => {
      const found: string[] = [];
      const look = async (about: string): Promise<void> => {
        const { violations } = await drawn.page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
        for (const { id, nodes } of violations) found.push(...nodes.map((node) => `${about}: ${id}: ${node.html}`));
      };
      for (const [index, sample] of samples.entries()) {
        for (const { profile, modes, ...rest } of appearancesOf(index)) {
          if (rest.language !== language) continue;
          revision += 1;
          await drawn.show(screenOf(sample, language, profile, revision, modes));
          await look(`${sample.name} (${profile}, ${nameOfModes(modes)})`);
        }
      }
      // The sheet of modes, as it is and (in Japanese, else with test:full) as it is after each of its switches.
      const home = samples.find(({ name }) => name === 'home');
      if (home === undefined) throw new Error('there is no sample "home"');
      await drawn.show(screenOf(home, language, 'navy', revision + 1));
      await drawn.page.locator('header .with-picture').click();
      for (const [index, modes] of (full || language === 'ja' ? MODE_SETS : MODE_SETS.slice(0, 1)).entries()) {
        await drawn.show(screenOf(home, language, 'navy', revision + 2 + index, modes));
        await look(`sheet (${nameOfModes(modes)})`);
      }
      revision += 1 + MODE_SETS.length;
      expect(found).toEqual([]);
    });
  }

  test('nor on the staff page', async () => {
    const staff = await openStaffPage(browser, ONE_SIZE);
    await staff.page.evaluate(axeSource);
    const found: string[] = [];
    for (const [turn, language] of StaffLanguage.options.entries()) {
      for (const [index, sample] of staffSamples.entries()) {
        if (!full && index % StaffLanguage.options.length !== turn) continue;
        await staff.show(staffScreenOf(sample, language, index + 1));
        const { violations } = await staff.page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
        for (const { id, nodes } of violations) {
          found.push(...nodes.map((node) => `${sample.name} (${language}): ${id}: ${node.html}`));
        }
      }
    }
    await staff.close();
    expect(found).toEqual([]);
  });
});
