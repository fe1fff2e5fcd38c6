import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import type { Intent, Language, Screen } from '../../station/contract/index.ts';

function screenNamed(name: string, revision: number, language: Language = 'ja'): Screen {
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample === undefined) throw new Error(`there is no sample "${name}"`);
  return screenOf(sample, language, 'navy', revision);
}

describe('touching the page', () => {
  let browser: Browser;
  let drawn: DrawnPage;
  beforeAll(async () => {
    browser = await startBrowser();
    drawn = await openPage(browser, { width: 1024, height: 768 });
  });
  afterAll(() => browser.close());
  // One page for all, as in a station: each test begins where a passenger would, with nothing sent for this screen.
  beforeEach(async () => {
    await drawn.show(screenNamed('starting', 0));
    if ((await intents()).length > 0) await drawn.page.evaluate(() => globalThis.stage.sent.splice(0));
  });

  /** The intents sent so far, each with the revision it names. */
  async function intents(): Promise<{ revision: number; intent: Intent }[]> {
    return (await drawn.sent()).flatMap((message) => (message.kind === 'intent' ? [message.message] : []));
  }
  const button = (name: string | RegExp) => drawn.page.getByRole('button', { name });

  test('says hello before anything else', async () => {
    expect(await drawn.sent()).toEqual([{ kind: 'hello' }]);
  });

  test('a touch names the revision of the screen it was made on', async () => {
    await drawn.show(screenNamed('home', 41));
    await button(/ポイントチャージ/).click();
    expect(await intents()).toEqual([{ revision: 41, intent: { type: 'choose-job', job: 'point-charge' } }]);
  });

  test('a double touch, and a second button before the answer, send nothing more', async () => {
    await drawn.show(screenNamed('home', 1));
    await button(/ポイントチャージ/).dblclick();
    await button(/残高・履歴/).click();
    expect(await intents()).toHaveLength(1);
  });

  test('the next screen can be touched at once', async () => {
    await drawn.show(screenNamed('home', 1));
    await button(/ポイントチャージ/).click();
    await drawn.show(screenNamed('confirm-charge', 2));
    await button('チャージする').click();
    expect((await intents()).map(({ revision, intent }) => [revision, intent.type])).toEqual([
      [1, 'choose-job'],
      [2, 'confirm'],
    ]);
  });

  test('what was touched shows it until the answer', async () => {
    await drawn.show(screenNamed('confirm-charge', 1));
    await button('チャージする').click();
    expect(await button('チャージする').getAttribute('data-sent')).toBe('');
    await drawn.show(screenNamed('confirm-charge', 2));
    expect(await button('チャージする').getAttribute('data-sent')).toBeNull();
  });

  test('an intent that the screen does not take has no button', async () => {
    const screen = screenNamed('confirm-charge', 1);
    await drawn.show({ ...screen, accepts: ['back'] });
    expect(await drawn.page.getByRole('button').allInnerTexts()).toEqual(['もどる']);
    await drawn.show({ ...screen, revision: 2, accepts: [] });
    expect(await drawn.page.getByRole('button').count()).toBe(0);
  });

  test('while value is in flight there is nothing to touch but the language', async () => {
    await drawn.show(screenNamed('charging', 1));
    const buttons = drawn.page.getByRole('button');
    expect(await buttons.count()).toBe(1);
    expect(await buttons.getAttribute('class')).toBe('language');
  });

  test('a changed language keeps what was typed', async () => {
    await drawn.show(screenNamed('choose-amount', 1));
    await button(/金額を決めて/).click();
    await button('7').click();
    await button('0').click();
    await drawn.show(screenNamed('choose-amount', 2, 'en'));
    await button('Charge this amount').click();
    expect(await intents()).toEqual([{ revision: 2, intent: { type: 'choose-amount', points: 70 } }]);
    expect(await drawn.page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('amounts that cannot be charged cannot be sent', async () => {
    await drawn.show(screenNamed('choose-amount', 1));
    await button(/金額を決めて/).click();
    const go = button('この金額でチャージする');
    expect(await go.isDisabled()).toBe(true);
    for (const [digit, disabled] of [
      ['5', true],
      ['0', false],
      ['5', true],
      ['0', true],
    ] as const) {
      await button(digit).click();
      expect(await go.isDisabled(), `after ${digit}`).toBe(disabled);
    }
    await button('1文字消す').click();
    await button('訂正').click();
    expect(await go.isDisabled()).toBe(true);
  });

  test('nothing of the passenger before is left on the keys', async () => {
    await drawn.show(screenNamed('choose-amount', 1));
    await button(/金額を決めて/).click();
    await button('9').click();
    await drawn.show(screenNamed('home', 2));
    await drawn.show(screenNamed('choose-amount', 3));
    expect(await button('9').count()).toBe(0);
    expect(await drawn.page.content()).not.toContain('>9<');
  });

  test('the heading of a new screen has the focus; the same screen again does not take it back', async () => {
    await drawn.show(screenNamed('terms', 1));
    const focused = () => drawn.page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('利用規約をご確認ください');
    await drawn.page.keyboard.press('Tab');
    const before = await focused();
    await drawn.show(screenNamed('terms', 2));
    expect(await focused()).toBe(before);
  });

  test('more time: the question has the focus on the way on, and the screen beneath cannot be touched', async () => {
    await drawn.show(screenNamed('more-time', 5));
    const dialog = drawn.page.getByRole('dialog', { name: 'もう少し時間が必要ですか' });
    await dialog.waitFor();
    await drawn.page.keyboard.press('Escape');
    await drawn.page.keyboard.press('Enter');
    expect(await intents()).toEqual([{ revision: 5, intent: { type: 'more-time' } }]);
    await drawn.show({
      ...screenNamed('choose-amount', 6),
      timeLimit: { ms: 60_000, totalMs: 60_000, warning: false },
    });
    expect(await dialog.count()).toBe(0);
  });

  test('what is no Screen is not drawn: please wait, in both languages, until the next true one', async () => {
    await drawn.show(screenNamed('home', 1));
    await drawn.show({ ...screenNamed('home', 2), body: { id: 'jackpot' } } as unknown as Screen);
    const wait = drawn.page.getByRole('status').filter({ hasText: 'しばらくお待ちください' });
    expect(await wait.innerText()).toContain('Please wait');
    await drawn.show(screenNamed('home', 3));
    expect(await wait.count()).toBe(0);
  });

  test('no menu, no marking, no dragging, no zoom, no shortcut', async () => {
    await drawn.show(screenNamed('home', 1));
    const refused = await drawn.page.evaluate(() => {
      const heading = document.querySelector('h1');
      const events = ['contextmenu', 'selectstart', 'dragstart', 'copy', 'wheel', 'touchmove'].map(
        (name) => new Event(name, { bubbles: true, cancelable: true }),
      );
      const keys = [{ key: 'r', ctrlKey: true }, { key: 'F5' }, { key: 'ArrowLeft', altKey: true }].map(
        (key) => new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }),
      );
      return [...events, ...keys].filter((event) => heading?.dispatchEvent(event)).map((event) => event.type);
    });
    expect(refused).toEqual([]);
  });
});
