/** An operator's recordings, as the page plays them: a page is built with a small set of clips and listened to in Chromium. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrawnPage, openPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { FRESH_PAD } from '../../renderer/keys/pad.ts';
import { viewLines } from '../../renderer/keys/press.ts';
import { messages } from '../../renderer/messages/all.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { clipName } from '../../renderer/voice/clip-name.ts';
import { valuesOf } from '../../renderer/voice/values.ts';
import { words } from '../../renderer/voice/words/index.ts';
import type { Screen } from '../../station/contract/index.ts';
import viteConfig from '../../vite.config.ts';

const root = join(import.meta.dirname, '../..');
const SIZE = SIZES[0] ?? { width: 1024, height: 768 };
const RATE = 8_000;

/** A tone of a tenth of a second, 16 bit mono: what a recording is to a player. */
function wave(frequency: number): Buffer {
  const samplesOf = Buffer.alloc(2 * (RATE / 10));
  for (let at = 0; at < RATE / 10; at++) {
    samplesOf.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * frequency * at) / RATE)), 2 * at);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samplesOf.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(2 * RATE, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samplesOf.length, 40);
  return Buffer.concat([head, samplesOf]);
}

function screenFor(name: string): Screen {
  const sample = samples.find((one) => one.name === name);
  if (!sample) throw new Error(`no sample ${name}`);
  const screen = screenOf(sample, 'ja', 'navy');
  return { ...screen, modes: { ...screen.modes, voice: true } };
}

const tongue = { t: messages.ja, w: words.ja, v: valuesOf('ja') };
const charged = screenFor('charged-all');
const expected = viewLines(charged, FRESH_PAD, tongue).map(({ pieces }) => pieces.flatMap(({ clips }) => clips ?? []));

declare global {
  var heard: { name: string; how: 'ended' | 'paused' }[];
}

let folder: string;
let browser: Browser;
let drawn: DrawnPage;

/** The page's own sources and the clips, built by the page's own configuration. */
async function buildWith(texts: Iterable<string>): Promise<string> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  folder = mkdtempSync(join(root, 'dist', 'voice-'));
  for (const part of ['renderer', 'station/contract'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  // Each its own tone: two files of one content would be one file in the built page.
  for (const [index, text] of [...texts].entries()) {
    const file = join(folder, 'renderer/voice/clips/ja', `${clipName(text)}.wav`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wave(300 + 10 * index));
  }
  const outDir = join(folder, 'built');
  await build({
    ...viteConfig,
    configFile: false,
    root: join(folder, 'renderer'),
    logLevel: 'warn',
    build: { ...viteConfig.build, outDir, rolldownOptions: { input: join(folder, 'renderer/index.html') } },
  });
  return outDir;
}

beforeAll(async () => {
  // Of the line that names the points that are left, one clip is missing: nobody must hear half of it.
  const texts = new Set(expected.flat().filter((text) => text !== tongue.t.charged.left));
  browser = await startBrowser();
  drawn = await openPage(browser, SIZE, await buildWith(texts));
  await drawn.page.evaluate(() => {
    globalThis.heard = [];
    const Real = window.Audio;
    window.Audio = class extends Real {
      constructor(url?: string) {
        super(url);
        const name = /([0-9a-f]{8})[^/]*$/.exec(url ?? '')?.[1] ?? '';
        for (const how of ['ended', 'paused'] as const) {
          this.addEventListener(how === 'ended' ? 'ended' : 'pause', () => {
            if (how === 'ended' || !this.ended) globalThis.heard.push({ name, how });
          });
        }
      }
    };
  });
});
afterAll(async () => {
  await drawn?.close();
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const played = () => drawn.page.evaluate(() => globalThis.heard);

test('the clips of a line are played one after the other, numbers from their parts; a line with one missing is not half said', async () => {
  await drawn.show(charged);
  await drawn.page.locator('#voice').waitFor({ state: 'attached' });
  await drawn.page.keyboard.press('0');
  const whole = expected
    .filter((line) => !line.includes(tongue.t.charged.left))
    .flat()
    .map(clipName);
  await expect
    .poll(async () => (await played()).filter(({ how }) => how === 'ended').length, { timeout: 60_000 })
    .toBe(whole.length);
  expect((await played()).filter(({ how }) => how === 'ended').map(({ name }) => name)).toEqual(whole);
  expect(whole.length).toBeGreaterThan(10);
});

test('a key stops the clip that is playing', async () => {
  await drawn.page.evaluate(() => globalThis.heard.splice(0));
  await drawn.page.keyboard.press('0');
  await drawn.page.waitForTimeout(30);
  await drawn.page.keyboard.press('0');
  await expect.poll(async () => (await played()).map(({ how }) => how)).toContain('paused');
});
