/** Everything a passenger's page can do, tried against the staff menu: nothing opens it, and what was refused is counted. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { PageMessage } from '../../station/contract/index.ts';
import { StaffIntent } from '../../station/contract/staff.ts';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

const KEYS = [
  'Escape',
  'F1',
  'F5',
  'F11',
  'F12',
  'Control+r',
  'Control+Shift+i',
  'Alt+ArrowLeft',
  'Meta+d',
  'Tab',
  'Enter',
  ' ',
];

/** One message of each staff intent, well formed. */
const staffIntents: readonly object[] = [
  { type: 'pin', places: [0, 1, 2, 3, 4, 5] },
  { type: 'open-room', room: 'settings' },
  { type: 'back' },
  { type: 'finish' },
  { type: 'confirm' },
  { type: 'more-time' },
  { type: 'set-language', language: 'en' },
  { type: 'choose-service', state: 'out-of-service' },
  { type: 'set-service', state: 'out-of-service', reason: 'other' },
  { type: 'clean-screen' },
  { type: 'choose-power', act: 'shut-down' },
  { type: 'enrol-card' },
  { type: 'remove-card', staffId: 'A-1001' },
  { type: 'refresh' },
  { type: 'open-case', at: 0 },
  { type: 'resolve-with-card' },
  { type: 'decide' },
  { type: 'choose-end', end: 'written' },
  { type: 'choose-reason', reason: 'card-lost' },
  { type: 'tell-again' },
  { type: 'hand-over' },
  { type: 'print' },
  { type: 'close-shift' },
  { type: 'show-last-shift' },
  { type: 'choose-search', by: 'day' },
  { type: 'search', wanted: { kind: 'day', on: '2023-04-10', between: null } },
  { type: 'open-hit', at: 0 },
  { type: 'check-chain' },
  { type: 'choose-medium' },
  { type: 'export-to', at: 0 },
  { type: 'open-test', test: 'reader' },
  { type: 'open-tests' },
  { type: 'test-reader' },
  { type: 'try-now', device: 'reader' },
  { type: 'print-test-page' },
  { type: 'change-paper' },
  { type: 'test-tower', part: 'red' },
  { type: 'tower-seen', part: 'red', seen: true },
  { type: 'page-tested', test: 'touch', tried: 48, missed: 0 },
  { type: 'run-self-test' },
  { type: 'print-self-test' },
  { type: 'edit-setting', field: 'volume' },
  { type: 'set-setting', field: 'volume', value: '0' },
  { type: 'undo-setting', field: 'volume' },
];

/** Intents that both contracts have: as a passenger's they are harmless. */
const SHARED = new Set(['back', 'finish', 'confirm', 'more-time', 'set-language']);
const STAFF_ONLY = new Set<string | undefined>(
  StaffIntent.def.options.map((option) => option.shape.type.def.values[0]).filter((type) => !SHARED.has(String(type))),
);

test('no screen, key, button, gesture or hidden place of the passenger’s page leads to staff', {
  timeout: 120_000,
}, async () => {
  const browser = await startBrowser();
  const drawn = await openPage(browser, { width: 1024, height: 768 });
  const { page } = drawn;
  const touchOf = await page.context().newCDPSession(page);
  const oneOfEach = samples.filter(({ body }, index) => samples.findIndex((one) => one.body.id === body.id) === index);
  let sent = 0;
  for (const [index, sample] of oneOfEach.entries()) {
    await drawn.show(screenOf(sample, 'ja', 'navy', index + 1));
    for (const key of KEYS) await page.keyboard.press(key);
    // Corners three times quickly, the rest of a grid once; then a finger that stays in a corner, and five fingers at once.
    for (const x of [8, 330, 690, 1016]) {
      for (const y of [8, 250, 500, 760]) {
        const isCorner = (x === 8 || x === 1016) && (y === 8 || y === 760);
        for (let tap = 0; tap < (isCorner ? 3 : 1); tap++) await page.touchscreen.tap(x, y);
      }
    }
    const points = [0, 1, 2, 3, 4].map((finger) => ({ x: 100 + finger * 180, y: 740 - finger * 20, id: finger }));
    for (const touchPoints of [[{ x: 4, y: 4, id: 0 }], points]) {
      await touchOf.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 30)));
      await touchOf.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    }
    expect(page.url()).not.toContain('staff');
    const messages = (await drawn.sent()).slice(sent);
    sent += messages.length;
    for (const message of messages) {
      expect(PageMessage.safeParse(message).success, JSON.stringify(message)).toBe(true);
      const type = 'message' in message && 'intent' in message.message ? message.message.intent.type : undefined;
      expect(STAFF_ONLY.has(type), `${sample.name}: ${type}`).toBe(false);
    }
  }
  // The page was really worked: screens that answer nothing would pass everything above.
  expect(sent).toBeGreaterThan(oneOfEach.length / 2);
  expect(await page.evaluate(() => 'staff' in window)).toBe(false);
  expect(await page.evaluate(() => document.querySelectorAll('a[href], iframe, form, [data-staff]').length)).toBe(0);
  await browser.close();
});

test('the list above has every intent of staff', () => {
  const types = staffIntents.map((intent) => StaffIntent.parse(intent).type);
  expect(types.sort()).toEqual(StaffIntent.def.options.map((option) => option.shape.type.def.values[0]).sort());
});

describe('through the channels of a running machine', () => {
  let browser: Browser;
  let demo: Demo;
  let frame: Frame;
  beforeAll(async () => {
    browser = await launchBrowser();
    demo = await startDemo(browser);
    await demo.onScreen('home');
    frame = demo.panel.frames().find((one) => one.url().includes('/page/')) as Frame;
  });
  afterAll(async () => {
    await demo?.stop();
    await browser?.close();
  });

  /** What the page's own script would get for this request. */
  const post = (path: string, body: unknown, referrer?: string) =>
    frame.evaluate(
      async ([to, text, from]) => {
        const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: String(text) };
        return (await fetch(String(to), { ...request, ...(from ? { referrer: from } : {}) })).status;
      },
      [path, JSON.stringify(body), referrer],
    );
  const messageOf = (intent: object) => ({ kind: 'intent', message: { session: '0'.repeat(32), revision: 1, intent } });

  test('no staff intent is taken on the passenger’s channel, nor on the other one from the passenger’s page', async () => {
    for (const intent of staffIntents) {
      // Some have the name of a passenger's intent: as such they are taken there, and do what a passenger may.
      const asPassenger = PageMessage.safeParse(messageOf(intent)).success;
      expect(await post('/channel', messageOf(intent))).toBe(asPassenger ? 204 : 400);
      expect(await post('/channel', { kind: 'staff', message: messageOf(intent) })).toBe(400);
      expect(await post('/staff-channel', messageOf(intent))).toBe(400);
    }
    await demo.onScreen('home');
  });

  test('the staff channel tells it nothing', async () => {
    expect(await frame.evaluate(async () => (await fetch('/staff-channel')).status)).toBe(403);
  });

  test('a page that says it is that of staff has no session: refused by the station, counted, on the audit log', async () => {
    const referrer = new URL('/page/staff.html', demo.address).href;
    for (const intent of staffIntents) expect(await post('/staff-channel', messageOf(intent), referrer)).toBe(204);
    await demo.onScreen('home');
    await demo.lay('staff');
    await demo.screen.locator('.pad').waitFor({ timeout: 20_000 });
    for (const digit of '250413') {
      await demo.screen.locator('.pad').getByRole('button', { name: digit, exact: true }).click();
    }
    await demo.screen.getByText(`不正な操作の拒否 ${staffIntents.length}回`).waitFor();
    expect(onAuditLog()).toContainEqual({ kind: 'message-refused', why: 'noSession', count: 1 });
  });

  /** The log is held by the station; a copy of its files can be read all the same. */
  function onAuditLog(): unknown[] {
    const folder = mkdtempSync(join(tmpdir(), 'wester-audit-'));
    try {
      for (const end of ['', '-wal'])
        cpSync(join(demo.data, 'station', `audit.sqlite${end}`), join(folder, `log${end}`));
      const database = new DatabaseSync(join(folder, 'log'));
      const rows = database.prepare('SELECT body FROM entries').all();
      database.close();
      return rows.map(({ body }) => JSON.parse(String(body)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test('the staff page by its address, without a session: the passenger’s page is back at once', async () => {
    await demo.lift();
    await demo.onScreen('home');
    await frame.goto(new URL('/page/staff.html', demo.address).href);
    await demo.onScreen('home');
  });
});
