/**
 * The page's side of a window in real Chromium: its files come from main's own protocol handler with its headers, its preload is
 * the built one. Chromium without Electron knows no scheme `kiosk:`; the page stands at an address of the same shape instead.
 */
import { readFileSync } from 'node:fs';
import type { Browser, Page, Route } from 'playwright-core';
import { fromPage, outside, type StandInContents } from './stand-in.ts';
import type { View } from './view.ts';

const HERE = 'http://page.localhost/';
const THERE = 'kiosk://page/';

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

  constructor(browser: Browser, contents: StandInContents, preload: string) {
    this.#browser = browser;
    this.#contents = contents;
    this.#preload = preload;
  }

  async load(url: string, domReady: () => void): Promise<void> {
    const page = await this.#browser.newPage({ viewport: { width: 1024, height: 768 } });
    await page.route('**/*', answer);
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
    await page.goto(url.replace(THERE, HERE));
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
}

/** From main's handler for the scheme, and from nowhere else. */
async function answer(route: Route): Promise<void> {
  const request = route.request();
  if (!request.url().startsWith(HERE)) return route.abort();
  const url = request.url().replace(HERE, THERE);
  const response = await outside.handlers.get('kiosk')?.({ url, method: request.method() } as Request);
  if (!response) return route.abort();
  const headers = Object.fromEntries(response.headers);
  return route.fulfill({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) });
}
