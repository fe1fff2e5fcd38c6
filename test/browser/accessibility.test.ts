import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, openStaffPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import { Language, Profile } from '../../station/contract/index.ts';
import { StaffLanguage } from '../../station/contract/staff.ts';

/** Everything with `npm run test:full`; else every sample in every language once, the profiles taking turns. */
const full = process.env.WESTER_TEST === 'full';
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
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  for (const language of Language.options) {
    test(`in ${language}`, async () => {
      const drawn = await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
      await drawn.page.evaluate(axeSource);
      const found: string[] = [];
      let revision = 0;
      for (const [index, sample] of samples.entries()) {
        const turn = index % Profile.options.length;
        for (const profile of full ? Profile.options : Profile.options.slice(turn, turn + 1)) {
          revision += 1;
          await drawn.show(screenOf(sample, language, profile, revision));
          const { violations } = await drawn.page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
          for (const { id, nodes } of violations) {
            found.push(...nodes.map((node) => `${sample.name} (${profile}): ${id}: ${node.html}`));
          }
        }
      }
      await drawn.close();
      expect(found).toEqual([]);
    });
  }

  test('nor on the staff page', async () => {
    const drawn = await openStaffPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
    await drawn.page.evaluate(axeSource);
    const found: string[] = [];
    for (const language of StaffLanguage.options) {
      for (const [index, sample] of staffSamples.entries()) {
        await drawn.show(staffScreenOf(sample, language, index + 1));
        const { violations } = await drawn.page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
        for (const { id, nodes } of violations) {
          found.push(...nodes.map((node) => `${sample.name} (${language}): ${id}: ${node.html}`));
        }
      }
    }
    await drawn.close();
    expect(found).toEqual([]);
  });
});
