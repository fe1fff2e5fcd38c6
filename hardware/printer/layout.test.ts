import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../bytes.ts';
import { japanese } from './commands.ts';
import { layOut } from './layout.ts';
import { printOf } from './paper.ts';
import { encodeText, escapeMarkup, toPrintable } from './text.ts';

function paperOf(markup: string, widthMm: 58 | 80 = 80): string {
  const body = layOut(markup, widthMm);
  if (!body.ok) return `refused: ${body.error.detail}`;
  return printOf(concat(japanese, ...body.value), widthMm)
    .map((piece) => piece.text)
    .join('');
}

describe('data that looks like markup', () => {
  test.each(['{12}', '_a_', '"b"', '`c`', '^d', '~', 'a|b', '---', '===', '{code:1}', 'x\\ny'])(
    '%s is printed as it is',
    (data) => {
      expect(paperOf(`|${escapeMarkup(data)} |`).trim()).toBe(toPrintable(data));
    },
  );

  test('any text that can be printed is printed, character for character', () => {
    const printable = fc
      .string({
        unit: fc.oneof(fc.constantFrom(...'{}|\\^_"`~-=;:あ漢ｶ（）'), fc.string({ minLength: 1, maxLength: 1 })),
        maxLength: 20,
      })
      .map((text) => toPrintable(text).trim())
      .filter((text) => text !== '' && encodeText(text).ok);
    fc.assert(
      fc.property(printable, (text) => {
        expect(paperOf(`|${escapeMarkup(text)} |`)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what our receipts do not use is refused, not left out', () => {
  test.each([
    ['=', 'a cut'],
    ['_a_', 'underlining'],
    ['{command:\\x1b@}', 'a raw command'],
    ['{code:123}', 'a barcode'],
    ['{border:line}\n|a|b|', 'a ruled table'],
    ['a\x07b', 'control character 7'],
    ['麵', 'U+9EB5 麵'],
  ])('%j', (markup, reason) => expect(paperOf(markup)).toContain(`refused: ${reason}`));
});

test('size, alignment and columns as receiptline lays them out', () => {
  expect(paperOf('^^^領収書\n|左 | 右|', 58)).toBe(`${' '.repeat(10)}領収書\n左${' '.repeat(28)}右`);
});

test('only commands that escpos-tools knows, and each line ends with LF', () => {
  const body = layOut('^^^`再発行`\n"太字"\n-\n|a | b|', 58);
  expect(body.ok && body.value.every((line) => line.at(-1) === 0x0a)).toBe(true);
});
