import { describe, expect, test } from 'vitest';
import { type Piece, printOf } from '../../hardware/printer/paper.ts';
import { bytesOf } from '../../hardware/printer/paper-of.ts';
import { columnsOf, columnsOn } from '../../hardware/printer/text.ts';
import { markupOf } from './markup.ts';
import type { Imprint, Receipt, ReceiptKind } from './receipt.ts';
import { sampleImprint, samples } from './samples.ts';

const kinds = Object.keys(samples) as ReceiptKind[];
const papers = kinds.flatMap((kind) =>
  ([58, 80] as const).flatMap((widthMm) => (['ja', 'en'] as const).map((language) => ({ kind, widthMm, language }))),
);

function print(receipt: Receipt, widthMm: 58 | 80, language: 'ja' | 'en', imprint: Imprint = sampleImprint): Piece {
  const markup = markupOf(receipt, imprint, { language, columns: columnsOn(widthMm) });
  const bytes = bytesOf({ number: 1, markup }, widthMm);
  if (!bytes.ok) throw new Error(bytes.error.detail);
  const pieces = printOf(bytes.value, widthMm);
  expect(pieces.length).toBe(1);
  const [piece] = pieces;
  if (!piece) throw new Error('no paper');
  return piece;
}

describe.each(papers)('$kind on $widthMm mm, $language', ({ kind, widthMm, language }) => {
  test('fits the paper, begins no line with 「）」 or its like, shows no rubbish, carries number and station', () => {
    const { text } = print(samples[kind], widthMm, language);
    for (const line of text.split('\n')) {
      if (!line.startsWith('[QR')) expect(columnsOf(line), line).toBeLessThanOrEqual(columnsOn(widthMm));
      expect(line).not.toMatch(/^\s*[）」』、。ー]/);
    }
    expect(text).not.toMatch(/[□?]{2}/);
    expect(text).toContain('000042');
    expect(text).toContain('大阪駅 紺色 07号機');
  });

  test('the text on paper is what it was', () => {
    expect(print(samples[kind], widthMm, language).text).toMatchSnapshot();
  });
});

/** To look at: the same pictures that the front panel shows. Made new with `vitest -u` after a change that is meant. */
test.each(papers.filter(({ language }) => language === 'ja'))('picture of $kind on $widthMm mm', async (paper) => {
  const { svg } = print(samples[paper.kind], paper.widthMm, paper.language);
  await expect(`${svg}\n`).toMatchFileSnapshot(`pictures/${paper.kind}-${paper.widthMm}.svg`);
});

test('English stands beneath the Japanese, never instead of it', () => {
  for (const kind of kinds) {
    const japanese = print(samples[kind], 80, 'ja')
      .text.split('\n')
      .filter((line) => /[ぁ-ん一-龠]/.test(line));
    const english = print(samples[kind], 80, 'en').text;
    for (const line of japanese) expect(english).toContain(line.trim());
  }
});

test('a point charge shows balance and points before and after', () => {
  const { text } = print(samples['point-charge'], 80, 'ja');
  for (const figure of [
    '5,000円',
    '1,200円',
    '6,200円',
    '5,008ポイント',
    '8ポイント',
    'WESTERポイント（チャージ専用）',
    '****4821',
  ]) {
    expect(text).toContain(figure);
  }
});

test('data cannot become markup', () => {
  const imprint = { ...sampleImprint, stationName: '{12}|_"^~\\駅' };
  expect(print(samples['point-charge'], 80, 'ja', imprint).text).toContain('{12}|_"^~＼駅');
});

test('nothing of a receipt holds more of the card number than its last four', () => {
  for (const { kind, widthMm, language } of papers) {
    expect(print(samples[kind], widthMm, language).text).not.toMatch(/JW\d|\d{5,}4821/);
  }
});

test.each(['ja', 'en'] as const)('registered too late to apply: the slip names no day for it (%s)', (language) => {
  const data = { cardTail: '4821', registeredOn: '2023-05-31', earliestApplicationOn: null, already: false };
  const { text } = print({ kind: 'registration', data }, 58, language);
  expect(text).toMatch(/もう\s*できません/);
  expect(text.includes('too late')).toBe(language === 'en');
  expect(text).not.toMatch(/申込みができる日|apply from/);
});
