/** A reload at any moment of a job returns to the true screen, in the passenger's language and modes (design §2). */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  browser = await launchBrowser();
  demo = await startDemo(browser);
});
afterAll(async () => {
  await demo.stop();
  await browser.close();
});

test('on every screen of a point charge, and after it the next passenger begins afresh', async () => {
  const page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  await page.goto(new URL('/page/', demo.address).href);
  const onScreen = (id: string) => page.locator(`main[data-screen="${id}"]`).waitFor({ timeout: 20_000 });
  const root = page.locator('html');
  /** What of the passenger's choices is on the page. */
  const choices = () =>
    root.evaluate((html) => [
      html.getAttribute('lang'),
      ...['contrast', 'large', 'low'].filter((mode) => mode in html.dataset),
    ]);
  const reload = async (id: string): Promise<void> => {
    await onScreen(id);
    const before = await page.locator('main').innerText();
    await page.reload();
    await onScreen(id);
    await expect
      .poll(choices, { message: `after a reload on ${id}`, timeout: 10_000 })
      .toEqual(['en', 'contrast', 'low']);
    expect(await page.locator('main').innerText()).toBe(before);
  };
  const touch = (name: RegExp | string) => page.getByRole('button', { name, exact: true }).click();

  await onScreen('home');
  await page.locator('header .language').click();
  await touch('English');
  await expect.poll(choices, { timeout: 10_000 }).toEqual(['en']);
  await touch('Settings');
  await touch(/^High contrast/);
  await expect.poll(choices, { timeout: 10_000 }).toEqual(['en', 'contrast']);
  await touch(/^Low position/);
  await expect.poll(choices, { timeout: 10_000 }).toEqual(['en', 'contrast', 'low']);
  await touch('Close');
  await reload('home');
  await touch(/^Add points/);
  await reload('lay-card');
  await demo.lay('icoca-5000');
  await reload('choose-amount');
  await touch(/^Add all/);
  await reload('confirm-charge');
  await touch('Add to card');
  await reload('charged');
  await touch('No receipt');
  await reload('goodbye');
  await demo.lift('icoca-5000');
  await onScreen('home');
  await expect.poll(choices, { timeout: 10_000 }).toEqual(['ja']);
});
