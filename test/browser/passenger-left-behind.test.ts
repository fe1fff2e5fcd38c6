/**
 * Nothing of a passenger is left in the page when the card has gone (design §5): not on the screen, not in the page's
 * memory, not in what a browser keeps. Looked for in the real page, before a real station, with a heap snapshot.
 */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

/**
 * The card `icoca-108` of the demo: its last four digits, its balance before and after, as the page was told and as it says
 * them. Its points alone, `108`, prove nothing: the engine keeps the digits of any number that it has written.
 */
const TRACES = [
  '0004',
  '"cardTail":"0004"',
  '末尾 0004',
  '"balanceYen":3200',
  '3,200',
  '3,230',
  '108ポイント',
] as const;

let browser: Browser;
let demo: Demo;
let page: Page;
let devtools: CDPSession;
const said: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  demo = await startDemo(browser);
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.on('console', (message) => said.push(message.text()));
  devtools = await page.context().newCDPSession(page);
  await page.goto(new URL('/page/', demo.address).href);
  await onScreen('home');
});
afterAll(async () => {
  await demo.stop();
  await browser.close();
});

const onScreen = (id: string) => page.locator(`main[data-screen="${id}"]`).waitFor({ timeout: 20_000 });
const touch = (name: RegExp | string) => page.getByRole('button', { name }).click();

/** Every string in the page's memory after a garbage collection, its document among them. */
async function memory(): Promise<string[]> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }) => chunks.push(chunk);
  await devtools.send('HeapProfiler.collectGarbage');
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
  return (JSON.parse(chunks.join('')) as { strings: string[] }).strings;
}

/** Which of the traces are in memory. A bare number counts where it is a whole string: as a part it is in any program. */
async function tracesLeft(): Promise<string[]> {
  const strings = await memory();
  return TRACES.filter((trace) =>
    strings.some((text) => (/^\d+$/.test(trace) ? text === trace : text.includes(trace))),
  );
}

test('card gone: nothing of it in the page, its memory, its history or its storage', async () => {
  await touch(/^ポイントチャージ/);
  await onScreen('lay-card');
  await demo.lay('icoca-108');
  await onScreen('choose-amount');
  await touch(/^金額を決めてチャージする/);
  for (const digit of ['3', '0']) await page.getByRole('button', { name: digit, exact: true }).click();
  await touch('この金額でチャージする');
  await onScreen('confirm-charge');
  await touch(/チャージする$/);
  await onScreen('charged');
  await page.getByRole('button', { name: 'レシートを大きく見る' }).click();
  const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator('.receipt-view').innerText())?.[0];
  expect(reference, 'the receipt on the screen has its number').toBeDefined();
  await page.locator('.receipt-view').getByRole('button').click();

  // The page knows the passenger while the card lies there; else the search below could find nothing in any case.
  expect(await tracesLeft()).toEqual(expect.arrayContaining(['0004', '末尾 0004', '3,230']));

  await touch('いらない');
  await onScreen('goodbye');
  await demo.lift('icoca-108');
  await onScreen('home');

  expect(await tracesLeft()).toEqual([]);
  expect((await memory()).filter((text) => text.includes(reference ?? ''))).toEqual([]);
  const html = await page.content();
  for (const trace of ['0004', '3,230', reference ?? '']) expect(html).not.toContain(trace);
  const kept = await page.evaluate(async () => ({
    session: Object.keys(sessionStorage),
    local: Object.keys(localStorage),
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    history: history.length,
    state: history.state,
  }));
  // Two: the empty page of a new tab, and this one.
  expect(kept).toEqual({ session: [], local: [], cookie: '', databases: 0, caches: 0, history: 2, state: null });
  expect(said).toEqual([]);
});
