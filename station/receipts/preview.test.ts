import decodeQR from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { paperOf } from '../../hardware/printer/paper-of.ts';
import { columnsOn } from '../../hardware/printer/text.ts';
import { ReceiptPreview } from '../contract/screen.ts';
import { markupOf } from './markup.ts';
import { type PreviewOptions, previewOf, textFor } from './preview.ts';
import { SAMPLE_NUMBER, sampleImprint, samples } from './samples.ts';

/** Those that a passenger is asked about; the longest is in English on narrow paper. */
const kinds = ['registration', 'point-charge', 'unresolved'] as const;
const cases = kinds.flatMap((kind) =>
  ([58, 80] as const).flatMap((widthMm) => (['ja', 'en'] as const).map((language) => ({ kind, widthMm, language }))),
);
const optionsFor = (options: Pick<PreviewOptions, 'widthMm' | 'language'>): PreviewOptions => ({
  imprint: sampleImprint,
  number: SAMPLE_NUMBER,
  ...options,
});

/** Four pixels a square and white around it, as a decoder wants it. */
function decoded({ size, rows }: ReceiptPreview['code']): string {
  const [pixels, quiet] = [4, 4];
  const width = (size + 2 * quiet) * pixels;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const [across, down] = [Math.floor(x / pixels) - quiet, Math.floor(y / pixels) - quiet];
      if (across < 0 || across >= size) continue;
      const digit = Number.parseInt(rows[down]?.charAt(across >> 2) || '0', 16);
      if ((digit & (8 >> (across & 3))) !== 0) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}

describe.each(cases)('$kind on $widthMm mm, $language', ({ kind, widthMm, language }) => {
  const options = optionsFor({ widthMm, language });
  const preview = previewOf(samples[kind], options);

  test('the page takes it', () => {
    expect(ReceiptPreview.safeParse(preview).error?.issues ?? []).toEqual([]);
  });

  test('the picture shows what comes out: the same texts in the same order', () => {
    const markup = markupOf(samples[kind], sampleImprint, { language, columns: columnsOn(widthMm) });
    const paper = paperOf({ number: SAMPLE_NUMBER, markup }, widthMm);
    const printed = paper.ok ? paper.value.text.replace(/\s/g, '') : '';
    expect(
      preview?.texts
        .map(({ text }) => text)
        .join('')
        .replace(/\s/g, ''),
    ).toBe(printed);
  });

  test('the code says what the paper says, but for the number of a print', () => {
    const text = preview && decoded(preview.code);
    expect(text).toBe(textFor(samples[kind], options));
    const markup = markupOf(samples[kind], sampleImprint, { language, columns: columnsOn(80) });
    const paper = paperOf({ number: SAMPLE_NUMBER, markup }, 80);
    const onPaper = new Set(paper.ok ? paper.value.text.split('\n').map((row) => row.replace(/\s/g, '')) : []);
    const missing = (text ?? '').split('\n').filter((row) => !onPaper.has(row.replace(/\s/g, '')) && !/^―/.test(row));
    expect(missing).toEqual(['お渡し方法  QRコード', ...(language === 'en' ? ['Given as'] : [])]);
  });
});

test('a second print is announced as one', () => {
  const imprint = { ...sampleImprint, original: false };
  const preview = previewOf(samples['point-charge'], { ...optionsFor({ widthMm: 80, language: 'ja' }), imprint });
  expect(preview?.texts.map(({ text }) => text)).toContain('再発行');
});

test('a receipt that cannot be printed has no picture', () => {
  const imprint = { ...sampleImprint, stationName: '麵駅' };
  expect(previewOf(samples.registration, { ...optionsFor({ widthMm: 80, language: 'ja' }), imprint })).toBeNull();
});
