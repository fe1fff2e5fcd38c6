/** A hand on the page that ships, in a real browser: what it touches is what a passenger can see and reach. */
import type { Browser, Locator } from 'playwright-core';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { loadMessages } from '../../renderer/messages/index.ts';
import type { Hand } from '../../rig/scenario/hand.ts';
import type { RigMachine } from '../../rig/scenario/machine.ts';
import type { Touch } from '../../rig/scenario/schema.ts';
import type { PageMessage, Screen } from '../../station/contract/index.ts';
import { type DrawnPage, openPage, SIZES, startBrowser } from '../gallery/drawn-page.ts';
import { intentOf, offersOf, plain } from './words-hand.ts';

/** Real time in which a page answers a touch, ms. */
const PATIENCE_MS = 20_000;
/** The same for a key, which may have nothing to say to the station. */
const KEY_MS = 1_500;
const CODES: Readonly<Record<string, string>> = { '*': 'NumpadMultiply', '#': '#' };

export interface PageHands {
  readonly hand: (machine: RigMachine) => Promise<Hand>;
  close(): Promise<void>;
}

/** One browser for all; the error is one line. */
export async function openPageHands(): Promise<Result<PageHands, string>> {
  let browser: Browser;
  try {
    browser = await startBrowser({ outlivesSignals: true });
  } catch (error) {
    return fail(`these scenarios touch the page: ${error instanceof Error ? error.message : String(error)}`);
  }
  return ok({
    hand: async (machine) => new PageHand(machine, await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 })),
    close: () => browser.close(),
  });
}

class PageHand implements Hand {
  readonly #machine: RigMachine;
  readonly #drawn: DrawnPage;
  #heard = 0;

  constructor(machine: RigMachine, drawn: DrawnPage) {
    this.#machine = machine;
    this.#drawn = drawn;
    drawn.page.setDefaultTimeout(PATIENCE_MS);
  }

  async touch(what: Touch): Promise<void> {
    const screen = await this.#catchUp();
    if (typeof what !== 'string' && what.id === 'choose-amount') await this.#typeAmount(screen, what.points ?? 0);
    const button = await this.#button(screen, what);
    const count = await button.count();
    if (count !== 1) {
      const names = await this.#drawn.page.getByRole('button').allInnerTexts();
      const told = names.map((name) => `"${name.replaceAll(/\s+/g, ' ')}"`).join(', ');
      throw new Error(`${count} buttons for ${JSON.stringify(what)} on the page; its buttons: ${told}`);
    }
    await button.click();
    await this.#deliver();
  }

  async press(key: string): Promise<void> {
    await this.#catchUp();
    const { page } = this.#drawn;
    await page.keyboard.press(CODES[key] ?? `Numpad${key}`);
    await this.#deliver(KEY_MS);
  }

  async reload(): Promise<void> {
    await this.#drawn.page.reload();
    this.#heard = 0;
    await this.#catchUp();
  }

  async picture(): Promise<Uint8Array> {
    await this.#catchUp();
    return await this.#drawn.page.screenshot();
  }

  close(): Promise<void> {
    return this.#drawn.close();
  }

  async #button(screen: Screen, what: Touch): Promise<Locator> {
    const { page } = this.#drawn;
    // "Call staff" stands in the header of every screen, and on some of them as their next step.
    const named = async (name: string): Promise<Locator> => {
      const here = page.getByRole('main').getByRole('button', { name: beginsWith(name) });
      return (await here.count()) === 1 ? here : page.getByRole('button', { name: beginsWith(name) });
    };
    if (typeof what === 'string') {
      const exact = page.getByRole('button', { name: what, exact: true });
      return (await exact.count()) === 1 ? exact : named(what);
    }
    const intent = await intentOf(screen, what);
    const offers = await offersOf(screen);
    const offer = offers.find((each) => JSON.stringify(each.intent) === JSON.stringify(intent));
    if (!offer && intent.type === 'choose-amount') return named(plain((await loadMessages(screen.language)).amount.ok));
    if (!offer) throw new Error(`no button sends ${JSON.stringify(what)} on ${screen.body.id}`);
    if (intent.type !== 'set-language') return named(offer.name);
    await page.locator('header .language').click();
    return page.getByRole('dialog').getByRole('button', { name: offer.name });
  }

  /** An amount that no button has is typed, up to the last touch. */
  async #typeAmount({ body, language }: Screen, points: number): Promise<void> {
    if (body.id !== 'choose-amount' || points === body.chargeable) return;
    const { amount } = await loadMessages(language);
    const { page } = this.#drawn;
    await page.getByRole('button', { name: beginsWith(plain(amount.choose)) }).click();
    for (const digit of String(points)) await page.getByRole('button', { name: digit, exact: true }).click();
  }

  /** The page shows what the station shows. */
  async #catchUp(): Promise<Screen> {
    const { screen } = this.#machine;
    await this.#drawn.show(screen);
    await this.#drawn.page.locator(`main[data-screen="${screen.body.id}"]`).waitFor({ state: 'attached' });
    return screen;
  }

  /** What the page said goes to the station, and what it answers to the page. */
  async #deliver(limitMs = PATIENCE_MS): Promise<void> {
    const end = performance.now() + limitMs;
    const news = async (): Promise<PageMessage[]> => (await this.#drawn.sent()).slice(this.#heard);
    let messages = await news();
    while (!messages.some(({ kind }) => kind === 'intent') && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      messages = await news();
    }
    this.#heard += messages.length;
    for (const message of messages) this.#machine.station.receive(message);
    await this.#machine.world.clock.advance(0);
    await this.#drawn.show(this.#machine.screen);
  }
}

/** Spaces between the parts of a button are the page's own affair. */
function beginsWith(name: string): RegExp {
  const signs = [...name.replaceAll(/\s/g, '')].map((sign) => sign.replace(/[.*+?^${}()|[\]\\]/, '\\$&'));
  return new RegExp(`^\\s*${signs.join('\\s*')}`);
}
