/** The operator's board in Chromium: what it shows of a fleet, by keyboard, for a screen reader, and nothing that its policy forbids. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedDate } from '../../center/business-date.ts';
import { calls } from '../../center/contract/index.ts';
import { importCall } from '../../center/contract/operator.ts';
import {
  evidence,
  finish,
  cardNumber as fixtureCard,
  hold,
  posting,
  registration,
  TODAY,
  uuid,
} from '../../center/fixture.ts';
import { silentLog } from '../../center/log.ts';
import { type Served, serve } from '../../center/main.ts';
import { startBrowser } from '../../cli/gallery/drawn-page.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where a picture of each size and language is kept for people to look at; docs/fleet-board.webp is one of them. */
const picture = process.env.WESTER_BOARD_PICTURE;
const keepPicture = async (name: string): Promise<void> => {
  if (picture) await page.screenshot({ path: `${picture}-${name}.png`, fullPage: true });
};

let served: Served;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

async function post(base: string | null, path: string, body: unknown): Promise<void> {
  const response = await fetch(new URL(path, String(base)), {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': typeof body === 'string' ? 'application/jsonl' : 'application/json' },
  });
  expect([200, 404]).toContain(response.status);
}

/** Three stations, one of them out of paper with messages that wait; an open transfer, a discrepancy, a grant run. */
async function fleet(): Promise<void> {
  const grant = posting('g', 5_000, { kind: 'grant', measure: 'charge', person: 'P', on: '2023-03-18' });
  const lines = [registration(), registration(fixtureCard(2)), grant, posting('c', 800, { card: fixtureCard(2) })];
  await post(served.operatorUrl, importCall.path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const devices = [
    { reader: 'ready', printer: 'ready', outbox: '0' },
    { reader: 'ready', printer: 'paper-out', outbox: '2' },
    { reader: 'ready', printer: 'paper-low', outbox: '0' },
  ];
  for (const [index, each] of devices.entries()) {
    await post(served.url, calls.heartbeat.path, {
      stationId: `OSAKA-0${index + 1}`,
      journalHead: { entry: 40 + index, hash: String(index).repeat(64) },
      follows: null,
      softwareVersion: '0.1.0',
      devices: each,
    });
  }
  await post(served.url, calls.hold.path, hold(1, 500, { stationId: 'OSAKA-02' }));
  const other = hold(2, 300, { stationId: 'OSAKA-01', evidence: evidence(300, fixtureCard(2)) });
  await post(served.url, calls.hold.path, other);
  const end = { stationId: 'OSAKA-01', cardNumber: fixtureCard(2) };
  await post(served.url, calls.finish.path, finish(2, 'settled', end));
  await post(served.url, calls.finish.path, finish(2, 'voided', { ...end, stationId: 'OSAKA-03', proof: 'history' }));
}

beforeAll(async () => {
  served = await serve({
    database: ':memory:',
    businessDate: fixedDate(TODAY),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    operatorHost: '127.0.0.1',
    tls: null,
    importFile: null,
    onImported: () => {},
    onRefused: () => {},
  });
  await fleet();
  browser = await startBrowser();
  // No policy stands in axe's way: it is put in from outside of the page.
  page = await (await browser.newContext({ locale: 'ja-JP', viewport: { width: 1024, height: 768 } })).newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(String(served.operatorUrl));
  await page.locator('#stations tbody tr').first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await served.stop();
});

const rows = (place: string): Promise<string[]> => page.locator(`#${place} tbody tr`).allInnerTexts();

test('what needs somebody comes first, in words', async () => {
  const stations = await rows('stations');
  expect(stations).toHaveLength(3);
  expect(stations[0]).toContain('用紙切れ');
  expect(stations[0]).toContain('未送信 2');
  expect(stations[2]).toContain('OSAKA-01');
  expect(await page.locator('#figures li').allInnerTexts()).toEqual([
    expect.stringMatching(/^3\s*応答のある券売機 \(全 3 台\)/),
    expect.stringMatching(/^2\s/),
    expect.stringMatching(/^1\s/),
    expect.stringMatching(/^1\s/),
  ]);
  expect((await rows('open'))[0]).toContain(uuid(1));
  expect((await rows('discrepancies'))[0]).toMatch(/OSAKA-03.*取消.*書込済/s);
  // Of a card only its end is shown.
  expect(await page.content()).not.toContain(fixtureCard(1));
  await keepPicture('ja-1024');
});

test('by keyboard alone, and every step is told', async () => {
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('status').innerText()).toContain('更新しました');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Fleet board');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  await page.keyboard.press('Tab');
  await page.keyboard.type('osaka-03');
  expect(await rows('stations')).toEqual([expect.stringContaining('OSAKA-03')]);
  await page.getByRole('searchbox').fill('');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await rows('stations')).toHaveLength(2);
  await page.getByRole('button', { name: 'Count' }).press('Enter');
  await expect.poll(() => rows('runs')).toEqual([expect.stringMatching(/2023-04-10\s+charge\s+1\s+5,000/)]);
});

test.each([
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
])('at $width × $height nothing hangs over, and axe finds nothing', async (size) => {
  await page.setViewportSize(size);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  const { violations } = (await page.evaluate(`${axeSource}; axe.run(document, {
    rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } }, resultTypes: ['violations'] })`)) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  await keepPicture(`en-${size.width}`);
});

test('a center that has gone is told, and nothing on the way offended the policy', async () => {
  expect(complaints).toEqual([]);
  await served.stop();
  await page.getByRole('button', { name: 'Refresh' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('does not answer');
});
