/**
 * The two jobs of the machine as a passenger does them, from the touch to the paper, in one language after the other: first the language by
 * touch, then the jobs, by the words of its catalogue. What is believed is the card, the ledger and the receipt; the screen
 * is only read.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formats } from '../../renderer/format.ts';
import { loadMessages } from '../../renderer/messages/index.ts';
import { Language } from '../../station/contract/index.ts';
import { type Demo, launchBrowser, startDemo } from './demo.ts';
import { named, namedFrom, withoutReadings } from './words.ts';

const full = process.env.WESTER_TEST === 'full';

/** All six with `npm run test:full`; else Japanese, English, and of the others one that has fonts of its own and one that has readings. */
const languages = full ? Language.options : (['ja', 'easy-ja', 'en', 'ko'] as const);

describe.each(languages)('both jobs (%s)', async (language) => {
  const t = await loadMessages(language);
  const f = formats[language];
  let browser: Browser;
  let demo: Demo;

  beforeAll(async () => {
    browser = await launchBrowser();
    demo = await startDemo(browser);
  });
  beforeEach(async () => {
    await demo.lift();
    await demo.act({ do: 'take-paper' });
    await demo.onScreen('home');
    if (language !== 'ja') await demo.speak(language);
  });
  afterAll(async () => {
    const { reader, printer } = await demo.state();
    const code = await demo.stop();
    await browser.close();
    expect(reader.breaches).toEqual([]);
    expect(printer.breaches).toEqual([]);
    expect(code).toBe(0);
  });

  const balance = async (card: string) => (await demo.state()).cards.find(({ id }) => id === card)?.balanceYen;
  const onScreen = async (message: string) =>
    expect(withoutReadings(await demo.screen.locator('main').innerHTML())).toContain(withoutReadings(message));

  test('a new card is registered and can apply from tomorrow; then all points of another become stored fare, with a receipt', async () => {
    await demo.touch(namedFrom(t.job.registration));
    await demo.onScreen('lay-card');
    await demo.lay('icoca-new');
    await demo.onScreen('terms');
    await demo.touch(named(t.terms.agree));
    await demo.onScreen('registered');
    await onScreen(f.day('2023-04-11'));
    expect(demo.registeredOn('JW000000000000001')).toBe('2023-04-10');
    expect(await balance('icoca-new')).toBe(1200);
    await demo.touch(named(t.receipt.no));
    await demo.onScreen('goodbye');
    await demo.lift('icoca-new');
    await demo.onScreen('home');
    // Whoever comes next is spoken to in Japanese.
    await demo.screen.locator('html[data-language="ja"]').waitFor();
    if (language !== 'ja') await demo.speak(language);

    await demo.touch(namedFrom(t.job['point-charge']));
    await demo.onScreen('lay-card');
    await demo.lay('icoca-5000');
    await demo.onScreen('choose-amount');
    await demo.touch(namedFrom(t.amount.all));
    await demo.onScreen('confirm-charge');
    await demo.touch(named(t.confirm.go));
    await demo.onScreen('charged');
    await onScreen(f.number(6480));
    await demo.touch(named(t.receipt.yes));
    await demo.onScreen('goodbye');

    expect(await balance('icoca-5000')).toBe(6480);
    expect(demo.points('JW000000000000002')).toBe(0);
    const paper = (await demo.state()).printer.pieces;
    expect(paper).toHaveLength(1);
    expect(paper[0]?.text).toContain('ご利用票');
    // For who reads no Japanese, the printer's own letters say it in English too.
    const readsJapanese = language === 'ja' || language === 'easy-ja';
    expect(paper[0]?.text.includes('Point charge')).toBe(!readsJapanese);
    expect(paper[0]?.text).toMatch(/5,000/);
    expect(paper[0]?.text).toMatch(/6,480/);
    expect(paper[0]?.text).not.toContain('JW000000000000002');
  });

  test.runIf(full || language === 'en')('who lays the card first charges from its balance', async () => {
    await demo.lay('icoca-15000');
    await demo.onScreen('inquiry');
    await demo.touch(t.job['point-charge']);
    await demo.onScreen('choose-amount');
    await demo.touch(named(t.common.cancel));
    await demo.onScreen('goodbye');
    await demo.lift('icoca-15000');
    await demo.onScreen('home');
  });

  // What this adds is arithmetic, which is the same in every language: English, and all with `npm run test:full`.
  test.runIf(full || language === 'en')(
    'a chosen amount in tens; the rest stays, and the passenger is told why',
    async () => {
      await demo.touch(namedFrom(t.job['point-charge']));
      await demo.lay('icoca-108');
      await demo.onScreen('choose-amount');
      await onScreen(f.number(108));
      await demo.touch(namedFrom(t.amount.choose));
      await demo.touch('3');
      await demo.touch('0');
      await demo.touch(named(t.amount.ok));
      await demo.onScreen('confirm-charge');
      await demo.touch(named(t.confirm.go));
      await demo.onScreen('charged');
      await onScreen(t.kept.chosen(f.points(78)));
      await demo.touch(named(t.receipt.no));
      await demo.onScreen('goodbye');
      await demo.lift('icoca-108');
      await demo.onScreen('home');

      expect(await balance('icoca-108')).toBe(3230);
      expect(demo.points('JW000000000000004')).toBe(78);
      expect((await demo.state()).printer.pieces).toHaveLength(0);
    },
  );
});
