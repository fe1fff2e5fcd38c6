/**
 * The built main.js and preloads with a real station, a real center, simulated devices, and the pages in real Chromium: what a
 * passenger and staff do, what a page must not be able to do, and what becomes of one that draws nothing. Prints `{ step: what went wrong or null }` as JSON.
 */
import './register.ts';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { buildShell } from '../../cli/build.ts';
import { chromiumFlags, findChromium } from '../../cli/chromium.ts';
import { buildPage } from '../../renderer/build.ts';
import { createBench } from '../../rig/bench/bench.ts';
import { CenterProcess } from '../../rig/center-process.ts';
import { enrolRigStaff } from '../../rig/staff.ts';
import { StationProcess } from '../../rig/station-process.ts';
import { staffFiles } from '../../station/staff/assemble.ts';
import { ChromiumView } from './chromium-view.ts';
import { hurry } from './hurry.ts';
import { outside } from './stand-in.ts';

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'wester-chromium-'));
const accounts = join(root, 'rig/cards/demo-accounts.jsonl');
const database = join(directory, 'center.sqlite');
const serve = ['serve', '--database', database, '--date', '2023-04-10', '--import', accounts, '--stop-with-stdin'];
const center = new CenterProcess([process.execPath, join(root, 'cli/center.ts'), ...serve]);
await center.start();
const configFile = join(directory, 'station.json');
const bench = await createBench({
  directory,
  facts: { businessDate: '2023-04-10', profile: 'navy', stationName: 'デモ駅' },
  center,
  // The window runs the station; this one is never started.
  station: new StationProcess(join(root, 'station/main.ts'), configFile),
});
mkdirSync(join(directory, 'station'));
enrolRigStaff(join(directory, 'station', staffFiles.register), bench.enrolled);
const config = {
  station: { id: 'TEST-1', name: 'デモ駅' },
  profile: 'navy',
  mode: 'rig',
  ...bench.devices.forStation,
  center: { url: center.address },
  data: join(directory, 'station'),
  log: join(directory, 'station.log'),
};
writeFileSync(configFile, JSON.stringify(config));
await buildPage();
await buildShell();

const executablePath = findChromium();
assert.ok(executablePath, 'no Chromium');
const browser = await chromium.launch({ executablePath, args: [...chromiumFlags], handleSIGTERM: false });
const views: ChromiumView[] = [];
outside.switches.set('station-config', configFile);
outside.openView = (contents, { webPreferences }) => {
  const view = new ChromiumView(browser, contents, webPreferences?.preload ?? '');
  views.push(view);
  return view;
};
const output = process.stdout.write.bind(process.stdout);
process.stdout.write = (() => true) as typeof process.stdout.write;
const ended = new Promise<number>((resolve) => {
  outside.exit = resolve;
});
const said: string[] = [];
console.error = (...words) => void said.push(words.join(' '));
await import(join(root, 'dist/electron/main.js'));

async function until(condition: () => boolean | undefined): Promise<void> {
  // Not by the clock that may be in a hurry.
  const limit = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > limit) throw new Error('it did not happen');
    await sleep(20);
  }
}
await until(() => views[0]?.page != null);
const [view] = views as [ChromiumView];
const page = () => {
  if (!view.page) throw new Error('there is no page');
  return view.page;
};
const onScreen = (id: string) => page().locator(`main[data-screen="${id}"]`).waitFor({ timeout: 40_000 });

/** The time of "lay the card" may have run out meanwhile. */
const anyScreen = () =>
  page().locator('main[data-screen="lay-card"], main[data-screen="home"]').waitFor({ timeout: 40_000 });

const steps: Record<string, () => Promise<void>> = {
  'the page comes up, and sees three functions and nothing of Node': async () => {
    await onScreen('home');
    const seen = await page().evaluate(() => ({
      kiosk: Object.keys((globalThis as unknown as { kiosk: object }).kiosk),
      node: ['require', 'process', 'module', 'staff'].filter((name) => name in globalThis),
    }));
    assert.deepEqual(seen, { kiosk: ['send', 'onScreen', 'onBeat'], node: [] });
  },
  'a charge goes on in a new page after the old one has died in the middle of it': async () => {
    await page()
      .getByRole('button', { name: /^ポイントチャージ/ })
      .click();
    await bench.act({ do: 'lay', card: 'icoca-108' });
    await onScreen('choose-amount');
    await page()
      .getByRole('button', { name: /すべて/ })
      .click();
    await onScreen('confirm-charge');
    await page()
      .getByRole('button', { name: /チャージする$/ })
      .click();
    view.crash();
    await until(() => view.page !== null);
    await onScreen('charged');
    assert.equal(view.loads, 2);
    assert.equal(bench.state().cards.find(({ id }) => id === 'icoca-108')?.balanceYen, 3_300);
    await bench.act({ do: 'lift' });
    await onScreen('home');
  },
  'staff get a page of their own, which is gone with them': async () => {
    await bench.act({ do: 'lay', card: 'staff' });
    await until(() => views[1]?.page != null);
    const staff = views[1]?.page;
    await staff?.getByRole('button').nth(9).waitFor({ timeout: 40_000 });
    const names = await staff?.evaluate(() => ['staff', 'kiosk'].filter((name) => name in globalThis));
    assert.deepEqual(names, ['staff']);
    const origins = await Promise.all([page(), staff].map((each) => each?.evaluate(() => location.origin)));
    assert.deepEqual(origins, ['http://passenger.localhost', 'http://staff.localhost']);
    assert.equal(outside.windows.length, 2);
    await bench.act({ do: 'lift' });
    await until(() => outside.windows.length === 1 && views.length === 2);
  },
  'nothing that the pages did broke their own policy': async () => {
    assert.deepEqual(
      views.flatMap(({ complaints }) => complaints),
      [],
    );
  },
  'and the policy holds: no script in the page, no connection, no frame, nothing of the other page': async () => {
    const own = await page().evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const scripts = readFileSync(join(root, 'dist/renderer/staff.html'), 'utf8').matchAll(/assets\/[^"]+\.js/g);
    const ofStaff = [...scripts].map(([name]) => name).filter((name) => !own.some((each) => each.endsWith(name)));
    assert.notDeepEqual(ofStaff, []);
    for (const name of ['staff.html', ...ofStaff]) {
      const asked = new Request(`kiosk://passenger/${name}`);
      assert.equal((await outside.handlers.get('kiosk')?.(asked))?.status, 404, name);
    }
    const broken = await page().evaluate(async () => {
      const kept: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => kept.push(effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'globalThis.planted = true';
      document.body.append(script);
      await fetch('/index.html').catch(() => {});
      const frame = document.createElement('iframe');
      frame.src = '/index.html';
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { kept: [...new Set(kept)].sort(), planted: 'planted' in globalThis };
    });
    assert.deepEqual(broken, {
      kept: ['connect-src', 'frame-src', 'script-src-elem'],
      planted: false,
    });
  },
  'a rendering throws; the next page gets no script; the one after shows the true screen': async () => {
    const before = view.loads;
    hurry.factor = 4;
    await page().evaluate(() => {
      document.createElementNS = () => {
        throw new Error('planted');
      };
    });
    view.withoutScript = true;
    await page()
      .getByRole('button', { name: /^ポイントチャージ/ })
      .click();
    await until(() => said.some((line) => /^page: shows \w+ in place of \d+, ending it$/.test(line)));
    await until(() => said.some((line) => line === 'page: does not answer, ending it'));
    await until(() => view.loads >= before + 2 && view.page !== null);
    hurry.factor = 1;
    await onScreen('lay-card');
  },
  'a page whose root was emptied is replaced by one on the true screen': async () => {
    const before = view.loads;
    said.length = 0;
    hurry.factor = 4;
    await page().evaluate(() => document.getElementById('page')?.replaceChildren());
    await until(() => said.some((line) => /^page: shows nothing in place of \d+, ending it$/.test(line)));
    await until(() => view.loads > before && view.page !== null);
    hurry.factor = 1;
    await anyScreen();
  },
  'asked to end, it waits for its station and goes with status 0': async () => {
    process.emit('SIGTERM', 'SIGTERM');
    assert.equal(await Promise.race([ended, sleep(25_000)]), 0);
  },
};

const results: Record<string, string | null> = {};
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    results[name] = null;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    results[name] = [words, ...said, ...views.flatMap(({ complaints }) => complaints)].join('\n');
    // Each step begins where the one before has ended.
    break;
  }
}
await browser.close();
await center.stop();
await bench.close();
rmSync(directory, { recursive: true, force: true });
output(JSON.stringify(results), () => process.exit(0));
