/**
 * The checklist of docs/facts/anchors.md §6, a check a line, against the real main.ts in the stand-in. `without` takes the line
 * out of the code (a text of a file, and what stands there then): the check has to fail (checklist.test.ts).
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Running } from './running.ts';
import { outside } from './stand-in.ts';

/** How a check fails that could not even begin: a line taken out must not break the rest. */
export const DID_NOT_START = 'main.ts does not come up';

export interface Check {
  readonly line: string;
  readonly without: readonly (readonly [file: string, text: string, instead?: string])[];
  readonly look: (running: Running) => Promise<void> | void;
}

const { cancelled } = outside;
const preferences = (running: Running) => running.page.options.webPreferences;

/** A line of window-options.ts: one of them for every window. */
function option(name: string, expected: unknown): Check {
  const text = `${name}: ${JSON.stringify(expected)},\n`;
  return {
    line: `windows have ${name} = ${JSON.stringify(expected)}`,
    without: [['window-options.ts', text, '\n']],
    look: ({ page, staff }) => {
      for (const { options } of [page, staff]) {
        const { webPreferences, ...window } = options;
        assert.equal({ ...window, ...webPreferences }[name as 'sandbox'], expected);
      }
    },
  };
}

function refusedEvent(name: string): Check {
  return {
    line: `${name} is prevented`,
    without: [['lock.ts', `contents.on('${name}', refuse);`]],
    look: ({ page, staff }) => {
      for (const { webContents } of [page, staff]) assert.ok(cancelled(webContents, name));
    },
  };
}

/** In full: a word more is a hole, a word less as well. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; " +
  "connect-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const hello = { kind: 'hello' };
const touch = (session: string) => ({
  kind: 'intent',
  message: { session, revision: 1, intent: { type: 'back' } },
});

export const checklist: readonly Check[] = [
  option('sandbox', true),
  option('contextIsolation', true),
  option('nodeIntegration', false),
  option('nodeIntegrationInWorker', false),
  option('nodeIntegrationInSubFrames', false),
  option('webSecurity', true),
  option('allowRunningInsecureContent', false),
  option('experimentalFeatures', false),
  option('webviewTag', false),
  option('navigateOnDragDrop', false),
  option('disableDialogs', true),
  option('autoHideMenuBar', true),
  {
    line: 'no blink features are switched on, by option or by switch',
    without: [['window-options.ts', 'sandbox: true,', "sandbox: true, enableBlinkFeatures: 'X',"]],
    look: (running) => {
      assert.equal(preferences(running)?.enableBlinkFeatures, undefined);
      assert.deepEqual([...outside.switches.keys()], ['station-config', 'windowed', 'enable-speech-dispatcher']);
    },
  },
  {
    line: 'in a kiosk, whatever it is told: no developer tools, no frame, the whole screen, dark before the first picture',
    without: [
      ['window-options.ts', 'devTools: windowed', 'devTools: true'],
      ['window-options.ts', 'kiosk: !windowed', 'kiosk: false'],
      ['window-options.ts', 'fullscreen: !windowed', 'fullscreen: false'],
      ['window-options.ts', 'frame: windowed', 'frame: true'],
      ['window-options.ts', "backgroundColor: '#0b1736',"],
      ['window-options.ts', 'show: false,'],
      ['main.ts', '!app.isPackaged && '],
    ],
    look: (running) => {
      const { options } = running.page;
      assert.deepEqual(
        [preferences(running)?.devTools, options.kiosk, options.fullscreen, options.frame, options.show],
        [false, true, true, false, false],
      );
      assert.equal(options.backgroundColor, '#0b1736');
    },
  },
  {
    line: 'every page is sandboxed, whatever a window says',
    without: [['main.ts', 'app.enableSandbox();']],
    look: () => assert.ok(outside.sandboxed),
  },
  {
    line: 'permissions are denied: asked for, looked up, and for devices',
    without: [
      ['lock.ts', 'own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));'],
      ['lock.ts', 'own.setPermissionCheckHandler(() => false);'],
      ['lock.ts', 'own.setDevicePermissionHandler(() => false);'],
      ['main.ts', 'lockSession(session.defaultSession);'],
    ],
    look: () => {
      const { request, check, device } = outside.permission;
      const answers: boolean[] = [];
      request?.(null as never, 'media', (granted) => answers.push(granted), null as never);
      assert.deepEqual(answers, [false]);
      assert.equal(check?.(null, 'serial', 'kiosk://page', null as never), false);
      assert.equal(device?.({ deviceType: 'hid', origin: 'kiosk://page', device: null as never }), false);
    },
  },
  {
    line: 'nothing is fetched from elsewhere',
    without: [
      ['lock.ts', 'own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayBeFetched(url) }));'],
      ['lock.ts', 'cancel: !mayBeFetched(url)', 'cancel: false'],
    ],
    look: () => {
      const isCancelled = (url: string) => {
        let cancel: boolean | undefined;
        outside.beforeRequest?.({ url }, (answer) => {
          cancel = answer.cancel;
        });
        return cancel;
      };
      for (const url of ['https://example.com/', 'file:///etc/passwd', 'ws://127.0.0.1/'])
        assert.equal(isCancelled(url), true);
      assert.equal(isCancelled('kiosk://page/index.html'), false);
    },
  },
  {
    line: 'nothing is saved',
    without: [['lock.ts', "own.on('will-download', (event) => event.preventDefault());"]],
    look: ({ session }) => assert.ok(cancelled(session, 'will-download')),
  },
  {
    line: 'every file of the page comes with the whole policy, and nothing beside it',
    without: [
      ...policy.split('; ').map((directive) => ['window-options.ts', `"${directive}",`] as const),
      ['window-options.ts', `"style-src 'self'"`, `"style-src 'self' 'unsafe-inline'"`],
      ['window-options.ts', `"form-action 'none'",`, `"form-action 'none'", "worker-src blob:",`],
      ['page-files.ts', "'content-security-policy': contentSecurityPolicy,"],
    ],
    look: async ({ get }) => {
      for (const url of ['kiosk://page/', 'kiosk://page/index.html', 'kiosk://page/staff.html']) {
        assert.equal((await get(url)).headers.get('content-security-policy'), policy);
      }
    },
  },
  ...['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'].map(refusedEvent),
  {
    line: 'no page opens a window',
    without: [
      ['lock.ts', "contents.setWindowOpenHandler(() => ({ action: 'deny' }));"],
      ['main.ts', "app.on('web-contents-created', (_event, contents) => lockContents(contents, windowed));"],
    ],
    look: ({ page, staff }) => {
      for (const { webContents } of [page, staff]) {
        assert.deepEqual(webContents.openHandler?.({ url: 'https://example.com/' } as never), { action: 'deny' });
      }
    },
  },
  {
    line: 'no shortcut of the browser arrives',
    without: [
      ['lock.ts', 'if (!windowed && isShortcut(input)) event.preventDefault();'],
      ['lock.ts', 'control || ', ''],
      ['lock.ts', 'alt || ', ''],
      ['lock.ts', 'meta || ', ''],
      ['lock.ts', ' || /^F\\d+$/.test(key)', ''],
    ],
    look: ({ page }) => {
      const plain = { control: false, alt: false, meta: false, key: 'a' };
      const isEaten = (input: object) => cancelled(page.webContents, 'before-input-event', { ...plain, ...input });
      for (const input of [{ control: true }, { alt: true }, { meta: true }, { key: 'F11' }]) assert.ok(isEaten(input));
      assert.equal(isEaten({ key: '7' }), false);
    },
  },
  {
    line: 'no zoom',
    without: [['lock.ts', "contents.on('dom-ready', () => void contents.setVisualZoomLevelLimits(1, 1));"]],
    look: ({ page, staff }) => {
      for (const { webContents } of [page, staff]) assert.deepEqual(webContents.zoomLimits, [1, 1]);
    },
  },
  {
    line: 'no menu',
    without: [['main.ts', 'Menu.setApplicationMenu(null);']],
    look: () => assert.equal(outside.menu, null),
  },
  {
    line: 'the page has a scheme of its own, standard and secure',
    without: [
      ['main.ts', 'standard: true, ', ''],
      ['main.ts', 'secure: true', ''],
    ],
    look: ({ page }) => {
      assert.deepEqual(outside.schemes, [{ scheme: 'kiosk', privileges: { standard: true, secure: true } }]);
      assert.equal(page.webContents.mainFrame.url, 'kiosk://page/');
    },
  },
  {
    line: 'the page gets its own files and nothing else',
    without: [
      ['page-files.ts', '!(extname(entry.name) in types)', 'false'],
      ['page-files.ts', "address.host === 'page' && ", ''],
      ['page-files.ts', " && method === 'GET'", ''],
      [
        'page-files.ts',
        "if (!path) return new Response('not found', { status: 404 });",
        'if (!path) return new Response();',
      ],
    ],
    look: async ({ get }) => {
      const status = async (url: string, method = 'GET') => (await get(url, method)).status;
      assert.equal(await status('kiosk://page/index.html'), 200);
      for (const url of ['kiosk://page/../package.json', 'kiosk://page/notes.txt', 'kiosk://elsewhere/index.html']) {
        assert.equal(await status(url), 404, url);
      }
      assert.equal(await status('kiosk://page/', 'POST'), 404);
    },
  },
  {
    line: 'only the top frame of its own window is heard',
    without: [
      ['channel.ts', 'isTop && ', ''],
      ['channel.ts', 'url?.startsWith(ownAddress) === true', 'true'],
      ['handle.ts', 'frame === own.webContents.mainFrame', 'true'],
    ],
    look: async (running) => {
      const { page, staff } = running;
      const speakers = [
        [page, { url: 'kiosk://page/frame.html' }],
        [page, null],
        [staff, staff.webContents.mainFrame],
        [page, { url: page.webContents.mainFrame.url }],
      ] as const;
      for (const [window, frame] of speakers) {
        assert.deepEqual(await running.heard(window, frame, 'kiosk:from-page', hello), []);
      }
      const own = page.webContents.mainFrame;
      assert.deepEqual(await running.heard(page, own, 'kiosk:from-page', hello), [hello]);
      // Its own top frame, gone elsewhere all the same.
      page.webContents.mainFrame = { url: 'https://example.com/' };
      const elsewhere = page.webContents.mainFrame;
      assert.deepEqual(await running.heard(page, elsewhere, 'kiosk:from-page', hello), []);
      page.webContents.mainFrame = own;
    },
  },
  {
    line: 'only what the contract knows is heard',
    without: [
      [
        'channel.ts',
        'const parsed = schema.safeParse(message);',
        'const parsed = { success: true, data: message as Message };',
      ],
      [
        'handle.ts',
        'if (checked.ok) return take(checked.message);',
        'return take(checked.ok ? checked.message : (message as Message));',
      ],
    ],
    look: async (running) => {
      const { page } = running;
      for (const message of [{ kind: 'open-maintenance' }, { kind: 'intent' }, undefined, 'hello']) {
        assert.deepEqual(await running.heard(page, page.webContents.mainFrame, 'kiosk:from-page', message), []);
      }
    },
  },
  {
    line: 'a touch of staff is heard with the session that is open, and no other',
    without: [['channel.ts', 'result.message.message.session === session', 'true']],
    look: async (running) => {
      const { staff, sessionToken } = running;
      const say = (token: string) =>
        running.heard(staff, staff.webContents.mainFrame, 'kiosk:from-staff', touch(token));
      assert.deepEqual(await say('f'.repeat(32)), []);
      assert.deepEqual(await say(sessionToken), [{ kind: 'staff', message: touch(sessionToken) }]);
    },
  },
  {
    line: 'one handle() takes what pages say; nothing opens anything outside',
    without: [
      ['main.ts', "app.on('child-process-gone'", "void (await import('electron')).shell;\napp.on('child-process-gone'"],
      [
        'lock.ts',
        "import { pageScheme } from './page-files.ts';",
        "import { pageScheme } from './page-files.ts';\n// ipcMain.handle",
      ],
    ],
    look: ({ sources }) => {
      const files = readdirSync(sources).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
      const having = (pattern: RegExp) =>
        files.filter((name) => pattern.test(readFileSync(join(sources, name), 'utf8')));
      assert.deepEqual(having(/ipcMain/), ['handle.ts']);
      assert.deepEqual(having(/\bshell\b|openExternal|openPath/), []);
    },
  },
  {
    line: 'two preloads give two named functions each, of one page only, and no event object',
    without: [
      ['preload.ts', "exposeInMainWorld('kiosk', {", "exposeInMainWorld('kiosk', { ipcRenderer,"],
      ['preload.ts', '=> listener(screen);', '=> (listener as (...all: unknown[]) => void)(screen, _event);'],
      ['preload-staff.ts', '=> listener(screen);', '=> (listener as (...all: unknown[]) => void)(screen, _event);'],
      ['kiosk.ts', "preload('preload-staff.cjs')", "preload('preload.cjs')"],
      ['preload.ts', 'channel.fromPage', "'kiosk:from-staff'"],
    ],
    look: async (running) => {
      const { page, staff } = running;
      const worlds = [
        [page, 'kiosk', 'kiosk:screen', hello],
        [staff, 'staff', 'kiosk:staff-screen', { kind: 'staff', message: hello }],
      ] as const;
      for (const [window, name, channel, heard] of worlds) {
        const exposed = running.exposed(window);
        assert.deepEqual(Object.keys(exposed), [name]);
        const api = exposed[name] as { send(message: unknown): void; onScreen(listener: unknown): () => void };
        assert.deepEqual(Object.keys(api), ['send', 'onScreen']);
        const seen: unknown[][] = [];
        const stop = api.onScreen((...all: unknown[]) => seen.push(all));
        window.webContents.send(channel, 'a screen');
        await running.settle();
        stop();
        assert.deepEqual(seen, [['a screen']]);
        assert.deepEqual(await running.heardFrom(() => api.send(hello)), [heard]);
      }
    },
  },
  {
    line: 'a page that died is loaded again, on the true screen',
    without: [
      ['kiosk-window.ts', "webContents.on('render-process-gone', (_event, { reason }) => this.#gone(reason));"],
    ],
    look: async (running) => {
      running.crash(running.page);
      await running.until(() => running.exposed(running.page).kiosk !== undefined);
      assert.deepEqual(await running.screensAfterHello(), [running.screen]);
    },
  },
  {
    line: 'a page that does not respond is ended and loaded again',
    without: [['kiosk-window.ts', "this.#window.on('unresponsive', () => webContents.forcefullyCrashRenderer());"]],
    look: async (running) => {
      const before = running.crashes(running.page);
      running.page.emit('unresponsive');
      assert.equal(running.crashes(running.page), before + 1);
      await running.until(() => running.exposed(running.page).kiosk !== undefined);
      assert.deepEqual(await running.screensAfterHello(), [running.screen]);
    },
  },
  {
    line: 'a page that does not answer main is ended and loaded again',
    without: [
      ['kiosk-window.ts', 'own.webContents.forcefullyCrashRenderer();'],
      ['preload.ts', '(_event: unknown, beat: unknown) => ipcRenderer.send(channel.beat, beat)', '() => {}'],
    ],
    look: async (running) => {
      const before = running.crashes(running.page);
      await running.aWhile();
      assert.equal(running.crashes(running.page), before);
      running.hang(running.page);
      await running.until(() => running.crashes(running.page) === before + 1);
      await running.until(() => running.exposed(running.page).kiosk !== undefined);
      assert.deepEqual(await running.screensAfterHello(), [running.screen]);
    },
  },
  {
    line: 'the end of any other process is written down',
    without: [['main.ts', "app.on('child-process-gone'", "app.on('accessibility-support-changed' as never"]],
    look: ({ app, complaints }) => {
      app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' });
      assert.equal(complaints.at(-1), 'GPU process: gone (crashed)');
    },
  },
  {
    line: 'a defect of main ends it, and no box is shown',
    without: [
      ['main.ts', 'app.exit(1);'],
      ['main.ts', 'process.on(event, (error) => {', 'void ((error: unknown) => {'],
    ],
    look: (running) => {
      const status = running.exitsOn(() =>
        process.listeners('uncaughtException').at(-1)?.(new Error('planted'), 'uncaughtException'),
      );
      assert.equal(status, 1);
    },
  },
  {
    line: 'a second instance goes at once',
    without: [['main.ts', 'app.requestSingleInstanceLock()', 'true']],
    look: async (running) => assert.deepEqual(await running.secondInstance(), { status: 0, windows: 0 }),
  },
];
