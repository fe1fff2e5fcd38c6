import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { columnsOf, decodeText, encodeText, toPrintable } from './text.ts';

function hexOf(text: string): string {
  const encoded = encodeText(toPrintable(text));
  return encoded.ok ? toHex(encoded.value) : encoded.error.detail;
}

/** Source of the pairs: docs/facts/printing.md §1.4. */
describe('characters that the tables lose silently', () => {
  test.each([
    ['①', '8740'],
    ['～', '8160'],
    ['－', '817c'],
    ['￥', '818f'],
    ['ｶﾅ', 'b6c5'],
    ['領収書', '97cc8efb8f91'],
  ])('%s goes through as it is', (text, hex) => expect(hexOf(text)).toBe(hex));

  test.each([
    ['\u301c', '～'],
    ['\u2212', '－'],
    ['\u2014', '―'],
    ['\u2013', '‐'],
    ['\u2016', '∥'],
    ['¢£¬¦', '￠￡￢￤'],
    ['¥', '￥'],
    ['\\', '＼'],
    ['か\u3099', 'が'],
  ])('%s is replaced on purpose', (text, substitute) => expect(toPrintable(text)).toBe(substitute));

  test.each(['㋿', '𠮷', '♡', '㊑', '麵', '😀', '\x07', '\n'])('%j is refused', (text) => {
    expect(encodeText(toPrintable(text)).ok).toBe(false);
  });

  test('the refusal names the character', () => {
    expect(encodeText('A麵')).toEqual({ ok: false, error: { kind: 'unprintable', detail: 'U+9EB5 麵' } });
  });

  test('IBM extension characters stand inside the lead bytes that every printer lists', () => {
    expect(hexOf('髙')).toBe('eee0');
    expect(hexOf('﨑')).toBe('ed95');
    const ibm = encodeText('髙﨑', 'ibm');
    expect(ibm.ok && toHex(ibm.value)).toBe('fbfcfab1');
  });
});

const mixed = fc.oneof(
  fc.constantFrom(...'aZ 09\\~¥￥〜～−－—ｶﾅ漢字髙﨑①㈱麵♡が'),
  fc.integer({ min: 0x20, max: 0x9fff }).map((code) => String.fromCharCode(code)),
);

test('whatever is encoded comes back as it was, and takes the columns it was measured', () => {
  fc.assert(
    fc.property(fc.string({ unit: mixed, maxLength: 30 }), (text) => {
      const printable = toPrintable(text);
      const encoded = encodeText(printable);
      if (!encoded.ok) return;
      expect(decodeText(encoded.value)).toBe(printable);
      expect(encoded.value.length).toBe(columnsOf(printable));
    }),
    { numRuns: 300 },
  );
});

test('every character of the basic plane either comes back or is refused', () => {
  let kept = 0;
  for (let code = 0x20; code < 0xd800; code++) {
    const character = String.fromCharCode(code);
    const encoded = encodeText(character);
    if (!encoded.ok) continue;
    kept++;
    expect(decodeText(encoded.value)).toBe(character);
  }
  // JIS X 0208 alone has 6,879 characters.
  expect(kept).toBeGreaterThan(6_500);
});
