/** What dies, hangs or shows nothing, and comes back by itself. */
import assert from 'node:assert/strict';
import type { Check } from './check.ts';

export const supervision: readonly Check[] = [
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
      ['preload.ts', 'ipcRenderer.send(channel.beat, { beat, drawn: drawn() })', '{}'],
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
    line: 'a page that shows nothing, or not what it was sent, is ended and loaded again',
    without: [
      ['kiosk-window.ts', 'if (!this.#proof.holds(answer)) return false;'],
      ['kiosk-window.ts', 'this.#proof.sent(screen?.revision ?? null);'],
      ['drawn-proof.ts', 'drawn === owed ?', 'drawn ?'],
      ['preload.ts', 'drawn: drawn()', "drawn: 'please-wait'"],
    ],
    look: async (running) => {
      const { page } = running;
      assert.deepEqual(await running.screensAfterHello(), [running.screen]);
      const [sent, before] = [running.drawn(page), running.crashes(page)];
      running.draws(page, 'nothing');
      await running.until(() => running.crashes(page) === before + 1);
      running.draws(page, sent);
      await running.until(() => running.exposed(page).kiosk !== undefined);
      assert.ok(running.complaints.includes(`page: shows nothing in place of ${sent}, ending it`));
    },
  },
  {
    line: 'every window is shown, though none is ready to be shown before it is (Wayland)',
    without: [
      ['kiosk-window.ts', 'if (!this.#window.isVisible()) this.#window.show();'],
      ['kiosk-window.ts', 'this.#window.show();', "this.#window.once('ready-to-show', () => this.#window.show());"],
    ],
    look: ({ page, staff }) => assert.deepEqual([page.isVisible(), staff.isVisible()], [true, true]),
  },
  {
    line: 'a page in a window that nobody sees is ended, loaded again and shown',
    without: [['kiosk-window.ts', 'if (!this.#isVisible) return false;']],
    look: async (running) => {
      const { page } = running;
      const before = running.crashes(page);
      page.hide();
      await running.until(() => running.crashes(page) === before + 1);
      await running.until(() => running.exposed(page).kiosk !== undefined && page.isVisible());
      assert.ok(running.complaints.includes('page: is not visible, ending it'));
    },
  },
  {
    line: 'no window is closed, whoever asks for it',
    without: [['kiosk-window.ts', 'event.preventDefault();']],
    look: (running) => {
      const windows = [running.page, running.staff];
      for (const window of windows) window.close();
      assert.deepEqual(
        windows.map((window) => window.isDestroyed()),
        [false, false],
      );
      assert.ok(!running.complaints.some((line) => line.startsWith('exit')));
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
