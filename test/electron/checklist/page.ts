/** The pages: where they come from, what they may load, where they cannot go. */
import assert from 'node:assert/strict';
import { outside } from '../stand-in.ts';
import type { Check } from './check.ts';

const { cancelled } = outside;

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

export const thePages: readonly Check[] = [
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
      assert.equal(check?.(null, 'serial', 'kiosk://passenger', null as never), false);
      assert.equal(device?.({ deviceType: 'hid', origin: 'kiosk://passenger', device: null as never }), false);
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
      assert.equal(isCancelled('kiosk://passenger/index.html'), false);
    },
  },
  {
    line: 'WebRTC tells no address of the network',
    without: [['lock.ts', "contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');"]],
    look: ({ page, staff }) => {
      for (const { webContents } of [page, staff]) assert.equal(webContents.webRtcPolicy, 'disable_non_proxied_udp');
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
      ['page-files.ts', "'content-security-policy': contentSecurityPolicy, "],
    ],
    look: async ({ get }) => {
      for (const url of ['passenger/', 'passenger/index.html', 'staff/', 'passenger/notes.txt'].map(
        (each) => `kiosk://${each}`,
      )) {
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
    line: 'the pages have a scheme of their own, standard, secure and streaming, and nothing more',
    without: [
      ['main.ts', 'standard: true, ', ''],
      ['main.ts', 'secure: true, ', ''],
      ['main.ts', ', stream: true', ''],
      ['main.ts', 'stream: true', 'stream: true, bypassCSP: true'],
    ],
    look: () => {
      const privileges = { standard: true, secure: true, stream: true };
      assert.deepEqual(outside.schemes, [{ scheme: 'kiosk', privileges }]);
    },
  },
  {
    line: 'each page has an origin of its own',
    without: [
      ['page-files.ts', '}://passenger/`', '}://staff/`'],
      ['page-files.ts', '}://staff/`', '}://passenger/`'],
    ],
    look: ({ page, staff }) => {
      assert.equal(page.webContents.mainFrame.url, 'kiosk://passenger/');
      assert.equal(staff.webContents.mainFrame.url, 'kiosk://staff/');
    },
  },
  {
    line: 'each page gets its own files and nothing else',
    without: [
      ['page-files.ts', '!(extname(entry.name) in types)', 'false'],
      ['page-files.ts', 'lists.get(host)', "lists.get('passenger')"],
      ['page-files.ts', "!other.endsWith('.html') && ", ''],
      [
        'page-files.ts',
        "method === 'GET' ? lists.get(host)?.get(pathname) : undefined",
        'lists.get(host)?.get(pathname)',
      ],
      [
        'page-files.ts',
        "if (!path) return new Response('not found', { status: 404, headers: locks });",
        'if (!path) return new Response();',
      ],
    ],
    look: async ({ get }) => {
      const status = async (url: string, method = 'GET') => (await get(url, method)).status;
      assert.equal(await status('kiosk://passenger/index.html'), 200);
      const others = ['passenger/../package.json', 'passenger/notes.txt', 'passenger/staff.html', 'staff/index.html'];
      for (const address of [...others, 'elsewhere/index.html']) {
        assert.equal(await status(`kiosk://${address}`), 404, address);
      }
      assert.equal(await status('kiosk://passenger/', 'POST'), 404);
    },
  },
];
