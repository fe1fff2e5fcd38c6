/**
 * The two jobs by who does not see the screen: ten keys, a voice, nothing else. What is decided is decided by what was
 * said (the captions are the very lines); what is believed is the card, the ledger and the paper.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

interface Ears {
  hear(line: string): void;
  read(line: string): void;
}

/**
 * Stands where the system's voices are (this Chromium has none): a local Japanese one that takes a twentieth of a second
 * for a line. Tells the test what it is given to say, and what stands in the caption.
 */
function fastVoice(): void {
  const ears = window as unknown as Ears;
  const voice = { lang: 'ja-JP', localService: true, name: 'fast' };
  let timer = 0;
  Object.assign(window, {
    SpeechSynthesisUtterance: class {
      readonly text: string;
      onend: () => void = () => {};
      constructor(text: string) {
        this.text = text;
      }
    },
  });
  Object.defineProperty(window, 'speechSynthesis', {
    value: {
      getVoices: () => [voice],
      cancel: () => clearTimeout(timer),
      speak(utterance: { text: string; onend: () => void }) {
        ears.hear(utterance.text);
        timer = window.setTimeout(utterance.onend, 50);
      },
    },
  });
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(() => {
      const line = document.querySelector('#voice .caption')?.textContent;
      if (line) ears.read(line);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

describe('both jobs by ten keys, the screen dark', () => {
  let browser: Browser;
  let demo: Demo;
  /** Every line that was said since the last key, and every caption ever. */
  let heard: string[] = [];
  let captions: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    demo = await startDemo(browser);
    await demo.panel.exposeFunction('hear', (line: string) => heard.push(line));
    await demo.panel.exposeFunction('read', (line: string) => captions.push(line));
    await demo.panel.addInitScript(fastVoice);
    await demo.panel.reload();
    await demo.onScreen('home');
  });
  beforeEach(() => {
    captions = [];
    heard = [];
  });
  afterEach(async () => {
    // Whoever does not hear, or stands beside to help, could read it all.
    expect(captions).toEqual(expect.arrayContaining(heard));
    expect((await demo.state()).reader.breaches).toEqual([]);
    expect((await demo.state()).printer.breaches).toEqual([]);
  });
  afterAll(async () => {
    expect(await demo.stop()).toBe(0);
    await browser.close();
  });

  const balance = async (card: string) => (await demo.state()).cards.find(({ id }) => id === card)?.balanceYen;

  /** Listens until something like this is said. */
  async function hear(words: RegExp): Promise<RegExpExecArray> {
    let found: RegExpExecArray | null = null;
    await expect
      .poll(() => (found = heard.map((line) => words.exec(line)).find((match) => match !== null) ?? null), {
        timeout: 60_000,
      })
      .not.toBeNull();
    if (found === null) throw new Error(`not heard: ${words}`);
    return found;
  }

  /** Presses keys of the machine's own pad, on the front panel. */
  async function press(keys: string): Promise<void> {
    heard = [];
    for (const key of keys) await demo.panel.locator(`#ten-key [data-key="${key}"]`).click();
  }

  /** The key that was said for a choice. */
  async function keyFor(what: string): Promise<string> {
    return (await hear(new RegExp(`^${what}、(\\d)番`)))[1] ?? '';
  }

  const isDark = () => demo.screen.locator('main').evaluate((main) => getComputedStyle(main).visibility === 'hidden');

  test('a new card is registered, and can apply from tomorrow', async () => {
    await press('*');
    await hear(/音声案内をはじめます/);
    expect(await isDark()).toBe(true);
    await press(await keyFor('ポイント利用登録'));
    await hear(/カードを読み取り部に置いてください/);
    await demo.lay('icoca-new');
    await hear(/登録は無料です/);
    await hear(/明日 2023年4月11日/);
    await press(await keyFor('同意して登録する'));
    await hear(/利用登録が完了しました/);
    await hear(/マイナポイントのお申込み 2023年4月11日/);
    await press(await keyFor('いらない'));
    await hear(/カードをお取りください/);
    expect(await isDark()).toBe(true);
    await demo.lift('icoca-new');
    await demo.onScreen('home');
    expect(await isDark()).toBe(false);

    expect(demo.registeredOn('JW000000000000001')).toBe('2023-04-10');
    expect(await balance('icoca-new')).toBe(1200);
    expect((await demo.state()).printer.pieces).toHaveLength(0);
  });

  test('an amount is typed, heard, confirmed and charged, with a receipt', async () => {
    await press('*');
    await press(await keyFor('ポイントチャージ'));
    await demo.lay('icoca-5000');
    await hear(/カードの残高 1,480円/);
    await hear(/5,000ポイント/);
    await press(await keyFor('金額を決めてチャージする'));
    await hear(/最後に#/);
    await press('205');
    await hear(/^205円/);
    await press('#');
    await hear(/10円単位/);
    await press('1200#');
    await hear(/チャージする金額 1,200円/);
    await hear(/1,480円から、2,680円/);
    await hear(/5,000ポイントから、3,800ポイント/);
    await press('#');
    await hear(/チャージが完了しました/);
    await hear(/カードの残高 2,680円/);
    await press(await keyFor('レシートを受け取る'));
    await hear(/カードとレシートをお忘れなく/);
    await demo.lift('icoca-5000');
    await demo.onScreen('home');

    expect(await balance('icoca-5000')).toBe(2680);
    expect(demo.points('JW000000000000002')).toBe(3800);
    const paper = (await demo.state()).printer.pieces;
    expect(paper).toHaveLength(1);
    expect(paper[0]?.text).toMatch(/1,200/);
    expect(paper[0]?.text).toMatch(/2,680/);
  });

  test('balance and history are read out, a person is called, and nothing of it is left', async () => {
    await press('*');
    await press(await keyFor('残高・履歴の確認'));
    await demo.lay('icoca-5000');
    await hear(/カードの残高 [\d,]+円/);
    await press(await keyFor('カードの履歴'));
    await hear(/件のうち1件目/);
    await press('#');
    await hear(/件のうち2件目/);
    await press('9');
    await hear(/係員を呼んでいます/);
    await press('#');
    await demo.onScreen('home');
    expect(await demo.screen.locator('#voice').innerText()).toBe('');
  });
});
