import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DrawnPage, openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { FRESH_MODES, type Intent, type Language, type Screen } from '../../station/contract/index.ts';

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

  test('while value is in flight there is nothing to touch but how it is said', async () => {
    await drawn.show(screenNamed('charging', 1));
    expect(await drawn.page.locator('main').getByRole('button').count()).toBe(0);
    expect(await drawn.page.getByRole('button').allInnerTexts()).toEqual(['画面と音', '日本語\nLanguage']);
  });

  test('a changed language keeps what was typed', async () => {
    await drawn.show(screenNamed('choose-amount', 1));
    await button(/金額を決めて/).click();
    await button('7').click();
    await button('0').click();
    await drawn.show(screenNamed('choose-amount', 2, 'en'));
    await button('Add this amount').click();
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
    expect(await focused()).toBe('利用規約の要点をご確認ください');
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

  test('a mode is one touch, keeps the others, and the sheet stays for the next one', async () => {
    await drawn.show(screenNamed('home', 1));
    await button('画面と音').click();
    await button(/^白黒反転/).click();
    const contrast = { contrast: true, largeText: false, low: false, voice: false, volume: 2 };
    expect(await intents()).toEqual([{ revision: 1, intent: { type: 'set-modes', modes: contrast } }]);
    await drawn.show({ ...screenNamed('home', 2), modes: contrast });
    expect(await button(/^白黒反転/).getAttribute('aria-pressed')).toBe('true');
    await drawn.page.getByRole('button', { name: '大', exact: true }).click();
    expect((await intents()).at(-1)).toEqual({
      revision: 2,
      intent: { type: 'set-modes', modes: { ...contrast, volume: 3 } },
    });
    // Another screen: the sheet belonged to the one before.
    await drawn.show(screenNamed('lay-card', 3));
    expect(await drawn.page.getByRole('dialog').count()).toBe(0);
  });

  test("staff's screens are not drawn in the modes of the passenger before", async () => {
    await drawn.show({ ...screenNamed('maintenance', 1), modes: { ...FRESH_MODES, contrast: true, low: true } });
    expect(await drawn.page.locator('html[data-contrast], html[data-low]').count()).toBe(0);
  });
});

/** Input as a touchscreen and a keyboard give it, not events made by a script. */
describe('misuse', () => {
  let browser: Browser;
  let drawn: DrawnPage;
  let devtools: CDPSession;
  let revision = 0;
  beforeAll(async () => {
    browser = await startBrowser();
    drawn = await openPage(browser, { width: 1024, height: 768 });
    devtools = await drawn.page.context().newCDPSession(drawn.page);
    // Which input was refused, seen after everybody else has seen it.
    await drawn.page.evaluate(() => {
      const refused: Record<string, boolean> = {};
      Object.assign(globalThis, { refused, loaded: true });
      for (const name of ['keydown', 'contextmenu', 'dragover', 'drop', 'paste']) {
        window.addEventListener(name, (event) => {
          const key = event instanceof KeyboardEvent ? `${event.type} ${event.key}` : event.type;
          refused[key] = event.defaultPrevented;
        });
      }
    });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    revision += 10;
    await drawn.show(screenNamed('home', revision));
    await drawn.page.evaluate(() => globalThis.stage.sent.splice(0));
  });

  const intents = async () => (await drawn.sent()).filter(({ kind }) => kind === 'intent');
  const refused = () =>
    drawn.page.evaluate(() => (globalThis as unknown as { refused: Record<string, boolean> }).refused);
  const middle = async (selector: string) => {
    const box = await drawn.page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not drawn`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const fingers = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    touchPoints: { x: number; y: number; id: number }[],
  ) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  /** Nothing was marked, zoomed, scrolled, opened or loaded anew. */
  const untouched = () =>
    drawn.page.evaluate(() => ({
      loaded: 'loaded' in globalThis,
      marked: String(getSelection()),
      zoom: visualViewport?.scale,
      scrolled: [scrollX, scrollY],
      dialogs: document.querySelectorAll('dialog[open]').length,
    }));
  const CALM = { loaded: true, marked: '', zoom: 1, scrolled: [0, 0], dialogs: 0 };

  test('ten fingers on both jobs at once send one intent at most', async () => {
    const [one, other] = [await middle('.job.registration button'), await middle('.job.point-charge button')];
    const points = Array.from({ length: 10 }, (_, id) => ({ ...(id % 2 === 0 ? one : other), id }));
    await fingers('touchStart', points);
    await fingers('touchEnd', []);
    expect((await intents()).length).toBeLessThanOrEqual(1);
    expect(await untouched()).toEqual(CALM);
  });

  test('two quick touches of one finger send one intent', async () => {
    const at = await middle('.job.registration button');
    for (const _ of [1, 2]) {
      await fingers('touchStart', [{ ...at, id: 0 }]);
      await fingers('touchEnd', []);
    }
    expect(await intents()).toHaveLength(1);
  });

  test('a touch while a screen arrives is for that screen, once', async () => {
    await drawn.page.emulateMedia({ reducedMotion: 'no-preference' });
    await drawn.show(screenNamed('confirm-charge', revision + 1));
    await drawn.page.evaluate(() => globalThis.stage.show?.(null));
    await drawn.show(screenNamed('confirm-charge', revision + 2));
    await drawn.page.locator('.button.next').dblclick();
    await drawn.page.emulateMedia({ reducedMotion: 'reduce' });
    const expected = { kind: 'intent', message: { revision: revision + 2, intent: { type: 'confirm' } } };
    expect(await intents()).toEqual([expected]);
  });

  test('dragging over the screen touches nothing, marks nothing and scrolls nothing', async () => {
    const [from, to] = [await middle('h1'), await middle('.job.inquiry button')];
    await fingers('touchStart', [{ ...from, id: 0 }]);
    for (const part of [0.25, 0.5, 0.75, 1]) {
      await fingers('touchMove', [{ x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y), id: 0 }]);
    }
    await fingers('touchEnd', []);
    await drawn.page.mouse.move(from.x, from.y);
    await drawn.page.mouse.down();
    await drawn.page.mouse.move(to.x, to.y, { steps: 5 });
    await drawn.page.mouse.up();
    await drawn.page.mouse.dblclick(from.x, from.y);
    expect(await intents()).toEqual([]);
    expect(await untouched()).toEqual(CALM);
  });

  test('a long press and the right button open no menu', async () => {
    const at = await middle('h1');
    await devtools.send('Input.synthesizeTapGesture', { ...at, duration: 900, gestureSourceType: 'touch' });
    await drawn.page.mouse.click(at.x, at.y, { button: 'right' });
    expect(await refused()).toMatchObject({ contextmenu: true });
    expect(await untouched()).toEqual(CALM);
  });

  test('a pinch, and the wheel with Ctrl, do not zoom', async () => {
    await devtools.send('Input.synthesizePinchGesture', { x: 500, y: 400, scaleFactor: 3, gestureSourceType: 'touch' });
    await drawn.page.keyboard.down('Control');
    await drawn.page.mouse.wheel(0, -300);
    await drawn.page.keyboard.up('Control');
    await drawn.page.mouse.wheel(0, 300);
    expect(await untouched()).toEqual(CALM);
  });

  test('no shortcut of the browser is left to it', async () => {
    const keys = [
      ...['F1', 'F3', 'F5', 'F6', 'F7', 'F11', 'F12', 'Backspace', 'PageDown', 'End', 'ContextMenu'],
      ...['Control+r', 'Control+p', 'Control+s', 'Control+f', 'Control+=', 'Control+-', 'Control+0', 'Control+Shift+I'],
      ...['Control+w', 'Control+t', 'Control+n', 'Control+l', 'Alt+ArrowLeft', 'Alt+F4', 'Alt+d', 'Meta+r'],
    ];
    for (const key of keys) {
      await drawn.page.evaluate(() => {
        const { refused } = globalThis as unknown as { refused: Record<string, boolean> };
        for (const name of Object.keys(refused)) delete refused[name];
      });
      await drawn.page.keyboard.press(key);
      const seen = Object.entries(await refused()).filter(([name]) => !/ (Control|Alt|Meta|Shift)$/.test(name));
      expect(seen.length, `${key} reached the page`).toBeGreaterThan(0);
      expect(
        seen.every(([, wasRefused]) => wasRefused),
        `${key} was refused: ${JSON.stringify(seen)}`,
      ).toBe(true);
    }
    expect(await intents()).toEqual([]);
    expect(await untouched()).toEqual(CALM);
  });

  test('the focus goes round and never out of the page', async () => {
    const seen = new Set<string>();
    for (let press = 0; press < 20; press++) {
      await drawn.page.keyboard.press('Tab');
      seen.add(await drawn.page.evaluate(() => document.activeElement?.textContent ?? ''));
    }
    expect(await drawn.page.evaluate(() => document.hasFocus())).toBe(true);
    for (const name of await drawn.page.getByRole('button').all()) {
      expect([...seen].join('\n')).toContain((await name.textContent()) ?? '');
    }
  });

  test('a file that is dropped on the screen is not opened, and nothing is pasted', async () => {
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    }
    await drawn.page.keyboard.press('Control+v');
    expect(await refused()).toMatchObject({ dragover: true });
    expect(await untouched()).toEqual(CALM);
    expect(new URL(drawn.page.url()).host).toBe('page.test');
  });
});
