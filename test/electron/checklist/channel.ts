/** The channel: who is heard, and with what. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';

const hello = { kind: 'hello' };
const touch = (session: string) => ({
  kind: 'intent',
  message: { session, revision: 1, intent: { type: 'back' } },
});

export const theChannel: readonly Check[] = [
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
        [page, { url: 'kiosk://passenger/frame.html' }],
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
    line: 'two preloads give three named functions each, of one page only, and no event object',
    without: [
      ['preload.ts', "exposeInMainWorld('kiosk', {", "exposeInMainWorld('kiosk', { ipcRenderer,"],
      ['preload.ts', '=> listener(screen);', '=> (listener as (...all: unknown[]) => void)(screen, _event);'],
      ['preload-staff.ts', '=> listener(screen);', '=> (listener as (...all: unknown[]) => void)(screen, _event);'],
      ['kiosk.ts', "preload('preload-staff.cjs')", "preload('preload.cjs')"],
      ['preload.ts', 'channel.fromPage', "'kiosk:from-staff'"],
      // What Electron's own function returns is its emitter.
      ['preload.ts', '() => void ipcRenderer', '() => ipcRenderer'],
      ['preload-staff.ts', '() => void ipcRenderer', '() => ipcRenderer'],
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
        const api = exposed[name] as { send(message: unknown): void; onScreen(listener: unknown): () => unknown };
        assert.deepEqual(Object.keys(api), ['send', 'onScreen', 'onBeat']);
        const seen: unknown[][] = [];
        const stop = api.onScreen((...all: unknown[]) => seen.push(all));
        window.webContents.send(channel, 'a screen');
        await running.settle();
        assert.equal(stop(), undefined);
        assert.deepEqual(seen, [['a screen']]);
        assert.deepEqual(await running.heardFrom(() => api.send(hello)), [heard]);
      }
    },
  },
];
