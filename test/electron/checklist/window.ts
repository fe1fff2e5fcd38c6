/** The window: its options, and what a hand on the machine cannot do with it. */
import assert from 'node:assert/strict';
import type { Running } from '../running.ts';
import { outside } from '../stand-in.ts';
import type { Check } from './check.ts';

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

export const theWindow: readonly Check[] = [
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
];
