/** `npm start` as a process of its own, and a browser in front of it: what a newcomer sees, driven by a test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../cli/chromium.ts';
import { languageNames } from '../../renderer/messages/index.ts';
import type { BenchState } from '../../rig/bench/bench.ts';
import type { Language } from '../../station/contract/index.ts';
import { named } from './words.ts';

const root = join(import.meta.dirname, '../..');

export interface DemoOptions {
  readonly profile?: 'navy' | 'pink' | 'light-blue';
  readonly date?: string;
  /** Devices at their real speed: where the time that they take is the test; ten times as fast else. */
  readonly realSpeed?: boolean;
  /** An existing data directory, to go on where another run stopped. */
  readonly data?: string;
}

export interface Demo {
  readonly address: string;
  readonly data: string;
  /** The rig and its front panel. */
  readonly panel: Page;
  /** The passenger's screen. */
  readonly screen: FrameLocator;
  state(): Promise<BenchState>;
  lay(card: string): Promise<void>;
  lift(card?: string): Promise<void>;
  act(action: object): Promise<void>;
  /** Waits until this screen is up. */
  onScreen(id: string): Promise<void>;
  touch(name: string | RegExp): Promise<void>;
  /** Chooses a language by touch, and waits until the page speaks it. */
  speak(language: Language): Promise<void>;
  text(): Promise<string>;
  /** The points of a card, from the entries in the ledger's file. */
  points(cardNumber: string): number;
  /** The first day of its registration, from the ledger's file; null where there is none. */
  registeredOn(cardNumber: string): string | null;
  /** Stops it like Ctrl-C and waits; resolves to its exit code. */
  stop(): Promise<number | null>;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium: npm test installs one where it can');
  return chromium.launch({ executablePath, args: [...chromiumFlags] });
}

function readyAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    child.stderr?.on('data', (data) => {
      words += data;
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${words}`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^ready (http:\/\/\S+)$/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
}

export async function startDemo(browser: Browser, options: DemoOptions = {}): Promise<Demo> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'wester-'));
  const args = ['--shell', 'browser', '--no-open', '--port', '0', '--data', data];
  if (options.profile) args.push('--profile', options.profile);
  if (options.date) args.push('--date', options.date);
  const child = spawn(process.execPath, [join(root, 'cli/start.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  // A test run that is given up must not leave a demo behind.
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const address = await readyAddress(child);
  // What moves for ever would be drawn for ever; the movement itself is looked at in touch.test.ts.
  const panel = await browser.newPage({ viewport: { width: 1500, height: 1080 }, reducedMotion: 'reduce' });
  await panel.goto(address);
  const screen = panel.frameLocator('iframe');

  const act = async (action: object) => {
    const response = await fetch(new URL('/rig/actions', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    if (!response.ok) throw new Error(`${JSON.stringify(action)}: ${await response.text()}`);
  };
  if (!options.realSpeed) await act({ do: 'speed', speed: 10 });
  const cardButton = (card: string) => panel.locator(`#cards [data-card="${card}"]`);

  return {
    address,
    data,
    panel,
    screen,
    act,
    state: async () => (await (await fetch(new URL('/rig/state', address))).json()) as BenchState,
    lay: (card) => cardButton(card).click(),
    lift: async (card) => (card ? cardButton(card).click() : act({ do: 'lift' })),
    onScreen: (id) => screen.locator(`main[data-screen="${id}"]`).waitFor({ timeout: 20_000 }),
    touch: (name) => screen.getByRole('button', { name, exact: typeof name === 'string' }).click(),
    async speak(language) {
      await screen.locator('header .language').click();
      const name = named(languageNames[language]);
      await screen.getByRole('dialog').getByRole('button', { name }).click();
      await screen.locator(`html[data-language="${language}"]`).waitFor();
    },
    text: () => screen.locator('main').innerText(),
    points: (cardNumber) => pointsInLedger(join(data, 'center.sqlite'), cardNumber),
    registeredOn: (cardNumber) => registration(join(data, 'center.sqlite'), cardNumber),
    async stop() {
      await panel.close();
      const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null) return child.exitCode;
      child.kill('SIGINT');
      const code = await gone;
      if (!options.data) rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

/** The sum of the double entries themselves, not of the balances that the center keeps beside them. */
function pointsInLedger(file: string, cardNumber: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const sum = (side: 'source' | 'target') => {
      const row = database
        .prepare(
          `SELECT coalesce(sum(points), 0) AS points FROM entries WHERE card_number = ? AND ${side} = 'outstanding'`,
        )
        .get(cardNumber);
      return Number(row?.points);
    };
    return sum('target') - sum('source');
  } finally {
    database.close();
  }
}

function registration(file: string, cardNumber: string): string | null {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const row = database.prepare('SELECT registered_on FROM registrations WHERE card_number = ?').get(cardNumber);
    return row ? String(row.registered_on) : null;
  } finally {
    database.close();
  }
}
