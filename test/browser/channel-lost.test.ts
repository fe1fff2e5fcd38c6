import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { buildPage } from '../../renderer/build.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { PageMessage, type Screen } from '../../station/contract/index.ts';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** A browser shell of a few lines: the page's files, and the channel, which can be cut. */
class Shell {
  readonly messages: PageMessage[] = [];
  screen: Screen;
  #server: Server | null = null;
  readonly #channels = new Set<ServerResponse>();
  readonly #folder: string;

  constructor(folder: string, screen: Screen) {
    this.#folder = folder;
    this.screen = screen;
  }

  /** Listens on a port, 0 for any; answers `hello` with the screen, as the station does. */
  async start(port: number): Promise<number> {
    const server = createServer(async (request, response) => {
      if (request.url !== '/channel') {
        const file = join(this.#folder, request.url === '/' ? 'index.html' : (request.url ?? ''));
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
        response.end(await readFile(file));
      } else if (request.method === 'POST') {
        let body = '';
        for await (const part of request) body += part;
        const message = PageMessage.parse(JSON.parse(body));
        this.messages.push(message);
        response.writeHead(204).end();
        if (message.kind === 'hello') this.send();
      } else {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.flushHeaders();
        this.#channels.add(response);
        response.on('close', () => this.#channels.delete(response));
      }
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  send(): void {
    for (const channel of this.#channels) channel.write(`data: ${JSON.stringify(this.screen)}\n\n`);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  }
}

function screenNamed(name: string, revision: number): Screen {
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample === undefined) throw new Error(`there is no sample "${name}"`);
  return screenOf(sample, 'ja', 'navy', revision);
}

let browser: Browser;
let page: Page;
let shell: Shell;
beforeAll(async () => {
  browser = await startBrowser();
  shell = new Shell(await buildPage(), screenNamed('home', 7));
});
afterAll(async () => {
  await browser.close();
  await shell.stop();
});

test('station gone: a quiet "please wait"; station back: the true screen, and touches count again', async () => {
  const port = await shell.start(0);
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.locator('main[data-screen="home"]').waitFor();

  await shell.stop();
  const wait = page.getByText('しばらくお待ちください');
  await wait.waitFor();
  expect(await page.locator('.frame').getAttribute('inert')).not.toBeNull();

  shell.screen = screenNamed('confirm-charge', 8);
  await shell.start(port);
  await page.locator('main[data-screen="confirm-charge"]').waitFor();
  expect(await wait.count()).toBe(0);
  expect(shell.messages).toEqual([{ kind: 'hello' }, { kind: 'hello' }]);

  await page.getByRole('button', { name: 'チャージする' }).click();
  await expect
    .poll(() => shell.messages.at(-1))
    .toEqual({
      kind: 'intent',
      message: { revision: 8, intent: { type: 'confirm' } },
    });

  // A reload in the middle of anything returns to the true screen.
  await page.reload();
  await page.locator('main[data-screen="confirm-charge"]').waitFor();
});

test('station gone in the Electron window, which says so with null: "please wait", and the true screen on its return', async () => {
  const drawn = await openPage(browser, { width: 1024, height: 768 });
  await drawn.show(screenNamed('home', 3));
  await drawn.page.evaluate(() => globalThis.stage.show?.(null));
  await drawn.page.getByText('しばらくお待ちください').waitFor();
  await drawn.show(screenNamed('confirm-charge', 1));
  await drawn.page.locator('main[data-screen="confirm-charge"]').waitFor();
  expect(await drawn.page.getByText('しばらくお待ちください').count()).toBe(0);
  await drawn.close();
});
