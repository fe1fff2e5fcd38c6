/** A system that forces its own colours takes grounds and shadows: what they alone had told must be told all the same. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrawnPage, openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';

let browser: Browser;
let drawn: DrawnPage;
beforeAll(async () => {
  browser = await startBrowser();
  drawn = await openPage(browser, { width: 1024, height: 768 });
  await drawn.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
});
afterAll(() => browser?.close());

async function show(name: string): Promise<void> {
  const sample = samples.find((candidate) => candidate.name === name);
  if (!sample) throw new Error(`there is no sample "${name}"`);
  await drawn.show(screenOf(sample, 'ja', 'navy'));
}

const picture = async (of: Locator): Promise<string> => (await of.screenshot()).toString('base64');

test('the line of a charge: what is behind, where one is and what comes look different', async () => {
  await show('charging');
  const stops = [1, 3, 4].map((at) => drawn.page.locator('.line .stop').nth(at).locator('i'));
  const seen = await Promise.all(stops.map(picture));
  expect(new Set(seen).size).toBe(3);
});

test('how much of 20,000 yen was charged can be seen', async () => {
  await show('inquiry');
  const bar = drawn.page.locator('progress');
  const before = await picture(bar);
  await bar.evaluate((element: HTMLProgressElement) => {
    element.value = 0;
  });
  expect(await picture(bar)).not.toBe(before);
});

test('the question whether there is time has an edge, and its button another than the rest', async () => {
  await show('more-time');
  const edge = (of: string) =>
    drawn.page.locator(of).evaluate((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth));
  expect(await edge('.more-time')).toBeGreaterThan(3);
  expect(await edge('.more-time .next')).toBeGreaterThan(await edge('.more-time .quiet'));
});
