/**
 * The page's side of a window in real Chromium: its files come from main's own protocol handler with its headers, its preload is
 * the built one. Chromium without Electron knows no scheme `kiosk:`; each page stands at an address of the same shape instead.
 * What is wrong with a page can be planted: its script is not found, it draws nothing any more.
 */
import { readFileSync } from 'node:fs';
import type { Browser, Page, Route } from 'playwright-core';
import { fromPage, outside, type StandInContents } from './stand-in.ts';
import type { View } from './view.ts';

const here = (address: string) => address.replace(/^kiosk:\/\/(\w+)\//, 'http://$1.localhost/');
const there = (address: string) => address.replace(/^http:\/\/(\w+)\.localhost\//, 'kiosk://$1/');

/** `electron` as a sandboxed preload finds it. Runs in the page, before everything else. */
const modules = `
  const listeners = new Map();
  globalThis.fromMain = (channel, args) => { for (const each of listeners.get(channel) ?? []) each({}, ...args); };
  const offered = {
    contextBridge: { exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: Object.freeze(api) }) },
    ipcRenderer: {
      send: (channel, ...args) => void globalThis.toMain(channel, args),
      on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      removeListener: (channel, gone) => void listeners.set(channel, (listeners.get(channel) ?? []).filter((each) => each !== gone)),
    },
  };
  const require = (name) => { if (name === 'electron') return offered; throw new Error('a sandboxed preload has no ' + name); };
`;

export class ChromiumView implements View {
  page: Page | null = null;
  readonly #browser: Browser;
  readonly #contents: StandInContents;
  readonly #preload: string;
  /** What Chromium complains about: a policy that the page breaks is here. */
  readonly complaints: string[] = [];
  loads = 0;
  /** The next document gets no script. */
  withoutScript = false;

  constructor(browser: Browser, contents: StandInContents, preload: string) {
    this.#browser = browser;
    this.#contents = contents;
    this.#preload = preload;
  }

  async load(url: string, domReady: () => void): Promise<void> {
    const page = await this.#browser.newPage({ viewport: { width: 1024, height: 768 } });
    await page.route('**/*', (route) => this.#answer(route));
    await page.exposeBinding('toMain', ({ frame }, channel: string, args: unknown[]) => {
      const isTop = frame === page.mainFrame();
      fromPage(this.#contents, isTop ? this.#contents.mainFrame : { url: frame.url() }, channel, args);
    });
    await page.addInitScript(`{ ${modules}\n${readFileSync(this.#preload, 'utf8')}\n}`);
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('crash', () => this.#contents.gone('crashed'));
    page.on('domcontentloaded', domReady);
    // A page says hello, and is answered, before it is loaded to the last picture.
    this.page = page;
    this.loads += 1;
    await page.goto(here(url));
  }

  send(channel: string, args: unknown[]): void {
    const say = ([name, all]: [string, unknown[]]) =>
      (globalThis as unknown as { fromMain(name: string, args: unknown[]): void }).fromMain(name, all);
    // A page that has just died hears nothing.
    this.page?.evaluate(say, [channel, args] as [string, unknown[]]).catch(() => {});
  }

  crash(): void {
    const { page } = this;
    this.page = null;
    // Never answered: the process is gone.
    void page
      ?.context()
      .newCDPSession(page)
      .then((session) => session.send('Page.crash').catch(() => {}));
  }

  close(): void {
    void this.page?.close();
    this.page = null;
  }

  /** From main's handler for the scheme, and from nowhere else. */
  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = there(request.url());
    if (!url.startsWith('kiosk:')) return route.abort();
    if (this.withoutScript && request.resourceType() === 'script') {
      this.withoutScript = false;
      return route.fulfill({ status: 404 });
    }
    const asked = new Request(url, { method: request.method(), headers: await request.allHeaders() });
    const response = await outside.handlers.get('kiosk')?.(asked);
    if (!response) return route.abort();
    const headers = Object.fromEntries(response.headers);
    return route.fulfill({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) });
  }
}
