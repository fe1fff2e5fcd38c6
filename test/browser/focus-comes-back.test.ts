import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrawnPage, openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { ja } from '../../renderer/messages/ja.ts';
import { samples, screenOf } from '../../renderer/samples.ts';

/** Whoever goes through a screen with Tab or a screen reader stands, after a sheet has closed, where it was opened. */

let browser: Browser;
let drawn: DrawnPage;
let revision = 0;
beforeAll(async () => {
  browser = await startBrowser();
  drawn = await openPage(browser, { width: 1024, height: 768 });
});
afterAll(() => browser.close());

async function show(name: string): Promise<void> {
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample === undefined) throw new Error(`there is no sample "${name}"`);
  revision += 1;
  await drawn.show(screenOf(sample, 'ja', 'navy', revision));
}

async function opensAndCloses(opener: Locator, close: string): Promise<void> {
  await opener.focus();
  await drawn.page.keyboard.press('Enter');
  const sheet = drawn.page.locator('dialog[open]');
  await sheet.waitFor();
  expect(await sheet.evaluate((box) => box.contains(document.activeElement))).toBe(true);
  await sheet.getByRole('button', { name: close, exact: true }).click();
  await sheet.waitFor({ state: 'detached' });
  expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
}

test('from the sheet of languages', async () => {
  await show('home');
  await opensAndCloses(drawn.page.locator('header .language'), ja.common.back);
});

test('from the sheet of screen and sound', async () => {
  await show('home');
  await opensAndCloses(drawn.page.locator('header .with-picture'), ja.modes.close);
});

test('from the receipt that was enlarged', async () => {
  await show('charged');
  await opensAndCloses(drawn.page.getByRole('button', { name: ja.receipt.enlarge }), ja.common.back);
});

test('from the question for more time', async () => {
  await show('choose-amount');
  const chosen = drawn.page.locator('.choices .choice');
  await chosen.focus();
  await show('more-time');
  const question = drawn.page.locator('dialog[open]');
  await question.waitFor();
  expect(await question.evaluate(() => document.activeElement?.textContent)).toBe(ja.time.more);
  await show('choose-amount');
  await question.waitFor({ state: 'detached' });
  expect(await chosen.evaluate((button) => button === document.activeElement)).toBe(true);
});

test('one trouble after another: the heading of the new one is read out', async () => {
  await show('trouble-card-unreadable');
  await drawn.page.locator('header .language').focus();
  await show('trouble-card-removed');
  const title = ja.trouble['card-removed'].title({});
  await expect.poll(() => drawn.page.evaluate(() => document.activeElement?.textContent)).toBe(title);
});
