import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** A charge with its detours, as the screens follow each other; the same screen twice is a step or a tick of it. */
const JOB = [
  'home',
  'lay-card',
  'lay-card',
  'reading-card',
  'choose-amount',
  'more-time',
  'choose-amount',
  'confirm-charge',
  'charging-preparing',
  'charging',
  'charging-checking',
  'charged',
  'printing',
  'goodbye',
  'home',
];

test('nothing moves by itself while the screens of a job follow each other', async () => {
  const drawn = await openPage(browser, { width: 1024, height: 768 });
  await drawn.page.evaluate(() => {
    const shifts: string[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node: Node }[] })[]) {
        const moved = entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : ''));
        shifts.push(`${entry.value.toFixed(4)}: ${moved.join(', ')}`);
      }
    }).observe({ type: 'layout-shift' });
  });
  const shifts = () => drawn.page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts.splice(0));
  const found: string[] = [];
  for (const [index, name] of JOB.entries()) {
    const sample = samples.find((candidate) => candidate.name === name);
    if (sample === undefined) throw new Error(`there is no sample "${name}"`);
    await drawn.show(screenOf(sample, 'ja', 'navy', index));
    await drawn.page.waitForTimeout(50);
    found.push(...(await shifts()).map((shift) => `${name}: ${shift}`));
  }
  expect(found).toEqual([]);

  // The check itself sees what moves.
  await drawn.page.addStyleTag({ content: 'main { margin-top: 4rem }' });
  await expect.poll(shifts).not.toEqual([]);
  await drawn.close();
});
