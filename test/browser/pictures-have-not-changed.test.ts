import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentedFolder, drawDocumented } from '../../cli/gallery/documented.ts';
import { openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { openPictureTools, type PictureTools } from '../../cli/gallery/pictures.ts';
import { samples, screenOf } from '../../renderer/samples.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, documentedFolder);
/** Pictures that differ are left here, to be looked at beside the ones that were expected. */
const leftIn = join(root, 'test-results', 'pictures');

/** Part of the squares of a picture: another build of the browser draws letters a little differently, a missing word is more. */
const MOST = 0.004;

describe('every screen looks as in docs/screens (npm run gallery -- --docs makes them again)', () => {
  let browser: Browser;
  let tools: PictureTools;
  beforeAll(async () => {
    browser = await startBrowser();
    tools = await openPictureTools(browser);
  });
  afterAll(() => browser.close());

  test('nothing has changed, no picture is missing, none is left over, and they are 60 at most', async () => {
    const changed: string[] = [];
    const drawn = new Set<string>();
    for await (const { file, png } of drawDocumented(browser)) {
      drawn.add(file);
      const kept = join(folder, file);
      const difference = existsSync(kept) ? await tools.difference(png, readFileSync(kept)) : 1;
      if (difference <= MOST) continue;
      changed.push(`${file}: ${(100 * difference).toFixed(2)} %`);
      mkdirSync(leftIn, { recursive: true });
      writeFileSync(join(leftIn, file.replace('.webp', '.png')), png);
    }
    expect(changed).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.webp') && !drawn.has(name))).toEqual([]);
    expect(drawn.size).toBeLessThanOrEqual(60);
  });

  test('the comparison sees a word that is another and a button that has moved, and not that a picture was made again', async () => {
    const page = await openPage(browser, { width: 1024, height: 768 });
    const sample = samples.find(({ name }) => name === 'confirm-charge');
    if (!sample) throw new Error('no sample');
    await page.show(screenOf(sample, 'ja', 'navy', 1));
    const before = await page.page.screenshot();
    const differs = async (): Promise<boolean> =>
      (await tools.difference(await tools.webpOf(await page.page.screenshot()), before)) > MOST;
    expect(await differs()).toBe(false);
    await page.page.locator('h1').evaluate((heading) => heading.replaceChildren('ご確認'));
    expect(await differs()).toBe(true);
    await page.show(screenOf(sample, 'ja', 'navy', 2));
    await page.page
      .locator('footer .next')
      .evaluate((button) => (button as HTMLElement).style.setProperty('translate', '-2rem'));
    expect(await differs()).toBe(true);
    await page.close();
  });
});
