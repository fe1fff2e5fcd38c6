/**
 * The QR code on the screen, photographed: the pixels of the real page, at every size of screen, read by a decoder that
 * is not ours (the package qr; the code is made by receiptline). What it reads is the receipt, and no more of the card than four digits.
 */
import type { Browser } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrawnPage, openPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { Language, type Screen } from '../../station/contract/index.ts';

/** Every size with every language with `npm run test:full`; else each of them once. */
const full = process.env.WESTER_TEST === 'full';

let browser: Browser;
let drawn: DrawnPage;
let revision = 0;
beforeAll(async () => {
  browser = await startBrowser();
  drawn = await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
});
afterAll(() => browser.close());

/** The text that a phone would show, from a picture of the code on the screen; the browser itself unpacks the picture. */
async function scanned(screen: Screen): Promise<string> {
  await drawn.show(screen);
  await drawn.page.locator('.receipt-offer .button').click();
  const png = await drawn.page.locator('svg.code').screenshot({ type: 'png' });
  const { width, height, dots } = await drawn.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = picture;
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas?.drawImage(picture, 0, 0);
    const pixels = canvas?.getImageData(0, 0, width, height).data ?? [];
    const dark = Array.from({ length: width * height }, (_, index) => ((pixels[index * 4] ?? 0) < 128 ? 'x' : ' '));
    return { width, height, dots: dark.join('') };
  }, png.toString('base64'));
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < dots.length; at++) if (dots[at] === 'x') data.fill(0, at * 4, at * 4 + 3);
  return decodeQR({ width, height, data });
}

test.each(
  SIZES.flatMap((size, at) =>
    Language.options
      .filter((_, index) => full || index % SIZES.length === at)
      .map((language) => ({ ...size, language })),
  ),
)('the code of every receipt can be read at $width × $height, in $language', async ({ language, ...size }) => {
  await drawn.resize(size);
  for (const name of ['registered', 'charged', 'unresolved']) {
    const sample = samples.find((candidate) => candidate.name === name);
    if (!sample) throw new Error(`there is no sample "${name}"`);
    revision += 1;
    const text = await scanned(screenOf(sample, language, 'pink', revision));
    expect(text).toContain('カード番号  ****4821');
    expect(text).not.toMatch(/JW\d|\d{5}/);
    expect(text).toContain('大阪駅 中央口 3号機');
    expect(text).toContain('お渡し方法  QRコード');
    expect(text).not.toContain('控え番号');
    expect(text.includes('Card number')).toBe(language !== 'ja' && language !== 'easy-ja');
    if (name === 'charged') expect(text).toMatch(/チャージ後残高 {2}6,200円/);
    if (name === 'unresolved') expect(text).toContain('K7QF-2M9T');
  }
});
