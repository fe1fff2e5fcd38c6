/** Pictures of the page as small files, and what two of them have in common. Chromium does both; nothing else is needed. */
import type { Browser } from 'playwright-core';

/** A square of the grid on which two pictures are compared, px: smooths over how a font's edges are drawn. */
const SQUARE = 8;
/** Of 255, by which a square's colour may be off: a codec that keeps half of the colours smears yellow on black. */
const TOLERANCE = 20;

export interface PictureTools {
  /** Some 25 kB a screen; what the codec adds is far below what a comparison takes for a change. */
  webpOf(png: Buffer): Promise<Buffer>;
  /** The part of the squares that look different, 0 to 1; 1 where the sizes differ. */
  difference(one: Buffer, other: Buffer): Promise<number>;
  close(): Promise<void>;
}

export async function openPictureTools(browser: Browser): Promise<PictureTools> {
  const page = await browser.newPage();
  return {
    async webpOf(png) {
      const base64 = await page.evaluate(async (data) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
        canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
        return canvas.toDataURL('image/webp', 0.85).replace(/^.*,/, '');
      }, png.toString('base64'));
      return Buffer.from(base64, 'base64');
    },
    difference: (one, other) =>
      page.evaluate(compare, {
        pictures: [one.toString('base64'), other.toString('base64')],
        square: SQUARE,
        tolerance: TOLERANCE,
      }),
    close: () => page.close(),
  };
}

/** Runs inside the page. */
async function compare(options: { pictures: string[]; square: number; tolerance: number }): Promise<number> {
  const { pictures, square, tolerance } = options;
  const grids = await Promise.all(
    pictures.map(async (data) => {
      const blob = await (await fetch(`data:application/octet-stream;base64,${data}`)).blob();
      const whole = await createImageBitmap(blob);
      const [width, height] = [Math.ceil(whole.width / square), Math.ceil(whole.height / square)];
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.imageSmoothingQuality = 'high';
      context.drawImage(whole, 0, 0, width, height);
      return { size: `${whole.width}x${whole.height}`, data: context.getImageData(0, 0, width, height).data };
    }),
  );
  const [first, second] = grids;
  if (!first || !second || first.size !== second.size) return 1;
  let different = 0;
  for (let at = 0; at < first.data.length; at += 4) {
    const off = [0, 1, 2].some((channel) => {
      return Math.abs((first.data[at + channel] ?? 0) - (second.data[at + channel] ?? 0)) > tolerance;
    });
    if (off) different += 1;
  }
  return different / (first.data.length / 4);
}
