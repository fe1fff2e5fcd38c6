/**
 * What can go wrong in front of a real page: reloads, power cuts, cables, cards. After each, the card and the ledger
 * agree, and the passenger was told what happened.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

let browser: Browser;
let demo: Demo;

beforeAll(async () => {
  browser = await launchBrowser();
  demo = await startDemo(browser);
});
afterAll(async () => {
  const state = await demo.state();
  const code = await demo.stop();
  await browser.close();
  expect(state.reader.breaches).toEqual([]);
  expect(state.printer.breaches).toEqual([]);
  expect(code).toBe(0);
});
beforeEach(async () => {
  await demo.act({ do: 'lift' });
  const home = demo.screen.locator('main[data-screen="home"]');
  const giveUp = demo.screen.getByRole('button', { name: 'とりやめる' });
  // Its card was lifted: the screen may go by itself before the button is touched.
  const isHome = async () => {
    if (await home.isVisible()) return true;
    await giveUp
      .last()
      .click({ timeout: 2_000 })
      .catch(() => {});
    return home.isVisible();
  };
  await expect.poll(isHome, { timeout: 60_000 }).toBe(true);
});

const balance = async (card: string) => (await demo.state()).cards.find(({ id }) => id === card)?.balanceYen;

async function confirmCharge(card: string, tens: string): Promise<void> {
  await demo.touch(/^ポイントチャージ/);
  await demo.lay(card);
  await demo.onScreen('choose-amount');
  await demo.touch(/^金額を決めてチャージする/);
  for (const digit of tens) await demo.touch(digit);
  await demo.touch('この金額でチャージする');
  await demo.onScreen('confirm-charge');
}

/** The others with `npm run test:full`: what the station answers to each is in test/flows too. */
const SOME = ['icoca-nearly-full', 'not-felica', 'pass-without-sf'];

describe('every sample card gets its own answer', () => {
  const answers = [
    ['icoca-nearly-full', /^ポイントチャージ/, 'card-full'],
    ['icoca-on-the-way', /^ポイントチャージ/, 'no-points'],
    ['icoca-new', /^ポイントチャージ/, 'unregistered'],
    ['suica', /^ポイントチャージ/, 'foreign-card'],
    ['not-felica', /^ポイントチャージ/, 'not-felica'],
    ['smart-icoca', /^ポイント利用登録/, 'registration-not-needed'],
    ['mobile-icoca', /^ポイント利用登録/, 'registration-not-needed'],
    ['pass-without-sf', /^ポイント利用登録/, 'no-stored-fare'],
  ] as const;
  test.each(answers.filter(([card]) => process.env.WESTER_TEST === 'full' || SOME.includes(card)))(
    '%s at %s: %s',
    async (card, job, trouble) => {
      await demo.touch(job);
      await demo.lay(card);
      await demo.screen.locator(`main[data-screen="trouble"][data-trouble="${trouble}"]`).waitFor({ timeout: 20_000 });
    },
  );
});

test('the page is reloaded at the choice of an amount: the same screen comes back', async () => {
  await demo.touch(/^ポイントチャージ/);
  await demo.lay('icoca-15000');
  await demo.onScreen('choose-amount');
  await demo.panel.reload();
  await demo.onScreen('choose-amount');
});

test('the language changes in the middle and the place is kept', async () => {
  await demo.touch(/^ポイントチャージ/);
  await demo.lay('icoca-15000');
  await demo.onScreen('choose-amount');
  await demo.speak('en');
  await demo.screen.getByRole('heading', { name: 'How much do you want to add?' }).waitFor();
  await demo.speak('ja');
  await demo.screen.getByRole('heading', { name: 'チャージする金額を選んでください' }).waitFor();
});

test('the card is lifted as it is written, the answer is lost: laid again, the charge is found and counted once', async () => {
  await demo.act({ do: 'arm-fault', fault: 'lifted-after-write' });
  await confirmCharge('icoca-15000', '100');
  await demo.touch(/チャージする$/);
  await demo.onScreen('lay-same-card');
  await demo.lay('icoca-15000');
  await demo.onScreen('charged');
  expect(await balance('icoca-15000')).toBe(6100);
  expect(demo.points('JW000000000000005')).toBe(14_900);
  await demo.touch('いらない');
});

test('the card is lifted before the write: laid again, nothing was charged and the points are back', async () => {
  await demo.act({ do: 'arm-fault', fault: 'lifted-before-write' });
  await confirmCharge('icoca-108', '100');
  await demo.touch(/チャージする$/);
  await demo.onScreen('lay-same-card');
  await demo.lay('icoca-108');
  await demo.screen.locator('main[data-screen="trouble"]').waitFor({ timeout: 20_000 });
  expect(await balance('icoca-108')).toBe(3200);
  expect(demo.points('JW000000000000004')).toBe(108);
});

test('the power fails with a transfer open: the machine comes back to "lay the same card again"', async () => {
  await demo.act({ do: 'arm-fault', fault: 'lifted-after-write' });
  await confirmCharge('icoca-15000', '200');
  await demo.touch(/チャージする$/);
  await demo.onScreen('lay-same-card');
  await demo.act({ do: 'station', action: 'kill' });
  await demo.onScreen('lay-same-card');
  await demo.lay('icoca-15000');
  await demo.onScreen('charged');
  expect(await balance('icoca-15000')).toBe(6300);
  expect(demo.points('JW000000000000005')).toBe(14_700);
  await demo.touch('いらない');
});

test('the reader is unplugged and plugged in again: the home screen says so, and all is well after', async () => {
  await demo.act({ do: 'reader', action: 'unplug' });
  await demo.screen.getByText('カードリーダーの調整中のため').first().waitFor({ timeout: 20_000 });
  await demo.act({ do: 'reader', action: 'plug-in' });
  await demo.screen.getByText('カードリーダーの調整中のため').first().waitFor({ state: 'hidden', timeout: 20_000 });
  await demo.touch(/^残高・履歴の確認/);
  await demo.lay('icoca-5000');
  await demo.onScreen('inquiry');
});

test('the center is gone: balance and history still work, and it comes back', async () => {
  await demo.act({ do: 'center', action: 'stop' });
  await demo.touch(/^残高・履歴の確認/);
  await demo.lay('icoca-5000');
  await demo.onScreen('inquiry');
  expect(await demo.text()).toContain('1,480');
  await demo.act({ do: 'center', action: 'start' });
});

test('the printer is out of paper: said before the choice', async () => {
  await demo.act({ do: 'printer', action: 'paper-out' });
  await confirmCharge('icoca-15000', '50');
  expect(await demo.text()).toMatch(/レシート/);
  await demo.touch(/チャージする$/);
  await demo.onScreen('charged');
  await expect(demo.screen.getByRole('button', { name: 'レシートを受け取る' }).count()).resolves.toBe(0);
  await demo.touch('おわる');
  await demo.act({ do: 'printer', action: 'paper-in' });
});

describe('the instruments of the panel', () => {
  test('tower, states, wire and journal show what the machine does, as it does it', async () => {
    const { panel } = demo;
    await panel.locator('#tower [data-lamp="green"][data-look="on"]').waitFor();
    await panel.locator('[data-machine="station"] [data-state="inService.home"][data-now]').waitFor();
    await confirmCharge('icoca-15000', '10');
    await panel.locator('[data-machine="pointCharge"] [data-now]').first().waitFor();
    await demo.touch(/チャージする$/);
    await demo.onScreen('charged');
    await panel.locator('#trace li', { hasText: 'to the card: Write' }).last().waitFor();
    await panel.locator('#journal [data-kind="transfer-written"]').last().waitFor();
    await demo.touch('いらない');
  });

  test('the speed of the devices is chosen by touch', async () => {
    await demo.panel.locator('[data-speed="10"]').click();
    await demo.panel.locator('[data-speed="10"][aria-pressed="true"]').waitFor();
    expect((await demo.state()).speed).toBe(10);
    await demo.act({ do: 'speed', speed: 1 });
  });

  test('a reader that stops answering is brought back by the station itself', async () => {
    await demo.panel.getByRole('group', { name: 'Reader' }).getByRole('button', { name: 'Stops answering' }).click();
    await demo.touch(/^残高・履歴の確認/);
    await demo.lay('icoca-5000');
    await demo.onScreen('inquiry');
  });
});
