import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

// The cards and PINs that every demo begins with (rig/cards/sample-cards.json).
const PIN = { staff: '250413', 'staff-engineer': '704926' } as const;

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  browser = await launchBrowser();
  demo = await startDemo(browser);
});
afterAll(async () => {
  await demo?.stop();
  await browser?.close();
});

const onStaffScreen = (id: string) => demo.screen.locator(`main[data-staff="${id}"]`).waitFor({ timeout: 20_000 });
const key = (digit: string) => demo.screen.locator('.pad').getByRole('button', { name: digit, exact: true });

async function enterPin(pin: string): Promise<void> {
  for (const digit of pin) await key(digit).click();
}

async function comeIn(card: keyof typeof PIN): Promise<void> {
  await lay(card);
  await enterPin(PIN[card]);
  await onStaffScreen('menu');
}

async function lay(card: keyof typeof PIN | 'staff-new'): Promise<void> {
  await demo.lay(card);
  await demo.screen.locator('.pad').waitFor({ timeout: 20_000 });
}

/** Until the machine has looked at an empty reader: no hand takes a card and lays the same one within a quarter of a second. */
async function seenEmpty(): Promise<void> {
  const looks = async () => (await demo.state()).reader.emptyLooks;
  const before = await looks();
  await expect.poll(looks, { timeout: 20_000 }).toBeGreaterThan(before + 1);
}

describe('staff at the machine', () => {
  afterEach(async () => {
    await demo.lift();
    await demo.onScreen('home');
    await seenEmpty();
  });

  test('come in with card and PIN, and finish: the passenger’s page is back, and no step back leads to theirs', async () => {
    const steps = () => demo.screen.locator('body').evaluate(() => window.history.length);
    await demo.onScreen('home');
    const before = await steps();
    await comeIn('staff');
    await demo.touch('終了');
    await demo.onScreen('home');
    expect(await steps()).toBe(before);
  });

  test('the card is taken: their page goes at once', async () => {
    await comeIn('staff-engineer');
    await demo.lift();
    await demo.onScreen('home');
  });

  test('take the machine out of service with a reason, and put it back', async () => {
    await comeIn('staff');
    await demo.touch('取扱を中止する');
    await demo.touch('清掃');
    await onStaffScreen('menu');
    await demo.lift();
    await demo.onScreen('out-of-service');
    await comeIn('staff');
    await demo.touch('取扱を再開する');
    await demo.touch('清掃');
    await demo.screen.locator('[data-service="in-service"]').waitFor();
  });

  test('a page that is loaded in the middle of it finds the session again, in their language', async () => {
    await comeIn('staff');
    await demo.touch('English');
    await demo.panel.reload();
    await onStaffScreen('menu');
    await demo.screen.getByRole('button', { name: 'Finish' }).waitFor();
  });

  test('a restart brings the machine back to passengers', async () => {
    await comeIn('staff-engineer');
    await demo.touch('再起動');
    await onStaffScreen('confirm-power');
    await demo.lift();
    await demo.onScreen('home');
    await comeIn('staff-engineer');
    await demo.touch('再起動');
    await demo.screen.locator('footer').getByRole('button', { name: '再起動' }).click();
    await demo.onScreen('home');
  });

  test('the screen is wiped: touches do nothing, and the staff card ends it', async () => {
    await comeIn('staff');
    await demo.touch('画面の清掃');
    await onStaffScreen('cleaning');
    for (const [x, y] of [
      [100, 100],
      [512, 384],
      [900, 700],
    ] as const) {
      await demo.screen.locator('body').click({ position: { x, y } });
    }
    await onStaffScreen('cleaning');
    await demo.lift();
    await seenEmpty();
    await demo.lay('staff');
    await onStaffScreen('menu');
  });

  test('an engineer enrols a card, which then comes in with the PIN that its holder chose', async () => {
    await comeIn('staff-engineer');
    await demo.touch('係員証');
    await demo.touch('新しい係員証を登録する');
    await onStaffScreen('lay-new-card');
    await demo.lift();
    await demo.lay('staff-new');
    await onStaffScreen('choose-pin');
    await enterPin('630518');
    await demo.screen.getByText('もう一度、同じ暗証番号を押してください').waitFor();
    await enterPin('630518');
    await onStaffScreen('lay-staff-card');
    await demo.lift();
    await demo.lay('staff-engineer');
    await onStaffScreen('cards');
    await demo.screen.getByText('A-1002').waitFor();
    await demo.lift();
    await demo.onScreen('home');
    await seenEmpty();
    await lay('staff-new');
    await enterPin('630518');
    await onStaffScreen('menu');
  });

  test('three wrong PINs lock the card, and another card still comes in', async () => {
    await lay('staff');
    for (const left of ['あと2回', 'あと1回']) {
      await enterPin('111111');
      await demo.screen.getByText(left).waitFor();
    }
    await enterPin('111111');
    await onStaffScreen('locked-out');
    await demo.lift();
    await comeIn('staff-engineer');
  });
});
