/**
 * The two jobs of the machine as a passenger does them, from the touch to the paper, in both languages. What is believed
 * is the card, the ledger and the receipt; the screen is only read.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

const words = {
  ja: {
    language: '日本語',
    register: /^ポイント利用登録/,
    pointCharge: /^ポイントチャージ/,
    agree: '同意して登録する',
    all: /^すべてチャージする/,
    choose: /^金額を決めてチャージする/,
    ok: 'この金額でチャージする',
    go: /チャージする$/,
    receipt: 'レシートを受け取る',
    noReceipt: 'いらない',
    tomorrow: '4月11日',
    receiptTitle: 'ご利用票',
  },
  en: {
    language: 'English',
    register: /^Register a card/,
    pointCharge: /^Charge points/,
    agree: 'Agree and register',
    all: /^Charge everything/,
    choose: /^Choose the amount/,
    ok: 'Charge this amount',
    go: 'Charge',
    receipt: 'Yes, a receipt',
    noReceipt: 'No receipt',
    tomorrow: '11 April 2023',
    receiptTitle: 'Point charge',
  },
} as const;

describe.each(['ja', 'en'] as const)('both jobs (%s)', (language) => {
  const say = words[language];
  let browser: Browser;
  let demo: Demo;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    demo = await startDemo(browser);
    await demo.onScreen('home');
    if (language === 'en') await demo.touch(say.language);
  });
  afterEach(async () => {
    expect((await demo.state()).reader.breaches).toEqual([]);
    expect((await demo.state()).printer.breaches).toEqual([]);
    expect(await demo.stop()).toBe(0);
  });
  afterAll(() => browser.close());

  const balance = async (card: string) => (await demo.state()).cards.find(({ id }) => id === card)?.balanceYen;

  test('a new card is registered, and can apply from tomorrow', async () => {
    await demo.touch(say.register);
    await demo.onScreen('lay-card');
    await demo.lay('icoca-new');
    await demo.onScreen('terms');
    await demo.touch(say.agree);
    await demo.onScreen('registered');
    expect(await demo.text()).toContain(say.tomorrow);
    expect(demo.registeredOn('JW000000000000001')).toBe('2023-04-10');
    expect(await balance('icoca-new')).toBe(1200);
  });

  test('all points become stored fare, with a receipt', async () => {
    await demo.touch(say.pointCharge);
    await demo.onScreen('lay-card');
    await demo.lay('icoca-5000');
    await demo.onScreen('choose-amount');
    await demo.touch(say.all);
    await demo.onScreen('confirm-charge');
    await demo.touch(say.go);
    await demo.onScreen('charged');
    expect(await demo.text()).toContain('6,480');
    await demo.touch(say.receipt);
    await demo.onScreen('goodbye');

    expect(await balance('icoca-5000')).toBe(6480);
    expect(demo.points('JW000000000000002')).toBe(0);
    const paper = (await demo.state()).printer.pieces;
    expect(paper).toHaveLength(1);
    expect(paper[0]?.text).toContain('ご利用票');
    expect(paper[0]?.text).toContain(say.receiptTitle);
    expect(paper[0]?.text).toMatch(/5,000/);
    expect(paper[0]?.text).toMatch(/6,480/);
    expect(paper[0]?.text).not.toContain('JW000000000000002');
  });

  test('a chosen amount in tens; the rest stays, and the passenger is told why', async () => {
    await demo.touch(say.pointCharge);
    await demo.lay('icoca-108');
    await demo.onScreen('choose-amount');
    expect(await demo.text()).toMatch(/108/);
    await demo.touch(say.choose);
    await demo.touch('3');
    await demo.touch('0');
    await demo.touch(say.ok);
    await demo.onScreen('confirm-charge');
    await demo.touch(say.go);
    await demo.onScreen('charged');
    expect(await demo.text()).toMatch(/78/);
    await demo.touch(say.noReceipt);
    await demo.onScreen('goodbye');
    await demo.lift('icoca-108');
    await demo.onScreen('home');

    expect(await balance('icoca-108')).toBe(3230);
    expect(demo.points('JW000000000000004')).toBe(78);
    expect((await demo.state()).printer.pieces).toHaveLength(0);
  });
});
