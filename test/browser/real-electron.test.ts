/**
 * The locked window in real Electron: the page on its own scheme, the station as a utility process, a charge done in
 * it. Runs where Electron's binary and a display are and this is not root (its sandbox does not run as root);
 * `npm test` says so where it is not.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildShell } from '../../cli/build.ts';
import { installedElectron, whyNotInElectron } from '../../cli/electron.ts';
import { buildPage } from '../../renderer/build.ts';
import { type Bench, createBench } from '../../rig/bench/bench.ts';
import { CenterProcess } from '../../rig/center-process.ts';
import { StationProcess } from '../../rig/station-process.ts';

const root = join(import.meta.dirname, '../..');
const canRun = whyNotInElectron() === null;

describe.runIf(canRun)('in real Electron (needs its binary, a display, and not to be root)', () => {
  let center: CenterProcess;
  let bench: Bench;
  let app: ElectronApplication;
  let page: Page;
  /** The log of main. */
  let said = '';

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'wester-electron-'));
    const accounts = join(root, 'rig/cards/demo-accounts.jsonl');
    const database = join(directory, 'center.sqlite');
    const serve = ['serve', '--database', database, '--date', '2023-04-10', '--import', accounts];
    center = new CenterProcess([process.execPath, join(root, 'cli/center.ts'), ...serve]);
    await center.start();
    const config = join(directory, 'station.json');
    bench = await createBench({
      directory,
      facts: { businessDate: '2023-04-10', profile: 'navy', stationName: 'デモ駅' },
      center,
      // The window runs the station; this one is never started.
      station: new StationProcess(join(root, 'station/main.ts'), config),
    });
    mkdirSync(join(directory, 'station'));
    writeFileSync(
      config,
      JSON.stringify({
        station: { id: 'TEST-1', name: 'デモ駅' },
        profile: 'navy',
        mode: 'rig',
        ...bench.devices.forStation,
        center: { url: center.address },
        data: join(directory, 'station'),
      }),
    );
    await buildPage();
    await buildShell();
    app = await _electron.launch({
      executablePath: installedElectron() ?? '',
      args: [join(root, 'dist/electron/main.js'), `--station-config=${config}`, '--windowed'],
    });
    app.process().stderr?.on('data', (data) => {
      said += data;
    });
    page = await app.firstWindow();
  });
  afterAll(async () => {
    await app?.close();
    await center?.stop();
    await bench?.close();
  });

  const onScreen = (id: string) => page.locator(`main[data-screen="${id}"]`).waitFor({ timeout: 20_000 });

  test('the page is our own, sees nothing of Node, and opens no window', async () => {
    await onScreen('home');
    expect(page.url()).toBe('kiosk://passenger/');
    expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
    expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull();
  });

  test('its window is on the screen, with every lock that was asked for', async () => {
    const { isVisible, preferences } = await app.evaluate(({ BrowserWindow }) => {
      const [own] = BrowserWindow.getAllWindows();
      // Not among Electron's declarations any more.
      const contents = own?.webContents as unknown as { getLastWebPreferences(): object } | undefined;
      return { isVisible: own?.isVisible(), preferences: contents?.getLastWebPreferences() };
    });
    expect(isVisible).toBe(true);
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  test('its files come with the policy; it is granted nothing, and goes nowhere', async () => {
    const policy = await app.evaluate(async ({ net }) =>
      (await net.fetch('kiosk://passenger/')).headers.get('content-security-policy'),
    );
    expect(policy).toContain("default-src 'none'");
    const granted = await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
    expect(granted).toBe('denied');
    await page.evaluate(() => {
      window.location.href = 'https://example.com/';
    });
    await onScreen('home');
    expect(page.url()).toBe('kiosk://passenger/');
  });

  test('a page that is not ours is not heard, though it has the same preload', async () => {
    await app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const foreign = new BrowserWindow({ show: false, webPreferences: { preload } });
        await foreign.loadURL('data:text/html,<p>foreign');
        await foreign.webContents.executeJavaScript("kiosk.send({ kind: 'hello' })");
        foreign.destroy();
      },
      join(root, 'dist/electron/preload.cjs'),
    );
    await expect.poll(() => said).toContain('kiosk:from-page: message refused (foreign-sender)');
  });

  test('points become stored fare', async () => {
    await page.getByRole('button', { name: /^ポイントチャージ/ }).click();
    await bench.act({ do: 'lay', card: 'icoca-108' });
    await onScreen('choose-amount');
    await page.getByRole('button', { name: /すべて/ }).click();
    await onScreen('confirm-charge');
    await page.getByRole('button', { name: /チャージする$/ }).click();
    await onScreen('charged');
    expect(bench.state().cards.find(({ id }) => id === 'icoca-108')?.balanceYen).toBe(3_300);
  });

  test('a page that dies comes back', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/page: gone \(/);
    // Not through Playwright, for which a page that has died stays dead.
    const shown = () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          "document.querySelector('main')?.dataset.screen ?? null",
        ),
      );
    await expect.poll(shown, { timeout: 20_000 }).toEqual(expect.any(String));
  });
});
