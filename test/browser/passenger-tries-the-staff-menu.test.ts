/** Everything a passenger's page can do, tried against the staff menu: nothing opens it, and what was refused is counted. */
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

test('no screen, no key and no gesture of the passenger’s page says anything but what its contract knows', async () => {
  const browser = await startBrowser();
  const drawn = await openPage(browser, { width: 1024, height: 768 });
  const oneOfEach = samples.filter(({ body }, index) => samples.findIndex((one) => one.body.id === body.id) === index);
  for (const [index, sample] of oneOfEach.entries()) {
    await drawn.show(screenOf(sample, 'ja', 'navy', index + 1));
    for (const key of KEYS) await drawn.page.keyboard.press(key);
    for (const [x, y] of [
      [5, 5],
      [1019, 5],
      [5, 763],
      [1019, 763],
      [512, 384],
    ] as const) {
      for (let tap = 0; tap < 3; tap++) await drawn.page.touchscreen.tap(x, y);
    }
    expect(drawn.page.url()).not.toContain('staff');
  }
  for (const message of await drawn.sent()) expect(PageMessage.safeParse(message).success).toBe(true);
  expect(await drawn.page.evaluate(() => 'staff' in window)).toBe(false);
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
  });

  test('the staff page by its address, without a session: the passenger’s page is back at once', async () => {
    await demo.lift();
    await demo.onScreen('home');
    await frame.goto(new URL('/page/staff.html', demo.address).href);
    await demo.onScreen('home');
  });
});
