import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../hardware/printer/text.ts';
import { breakLines } from './kinsoku.ts';

describe('no line begins with a closing bracket', () => {
  test('「WESTERポイント（チャージ専用）」 at every width', () => {
    for (let columns = 8; columns <= 48; columns++) {
      for (const line of breakLines('「WESTERポイント（チャージ専用）」に変わりました。', columns)) {
        expect(line, `${columns} columns`).not.toMatch(/^[）」。ーャ]/);
        expect(line, `${columns} columns`).not.toMatch(/[（「]$/);
      }
    }
  });

  test('amounts and words stay whole', () => {
    expect(breakLines('残高は20,000円までです', 10)).toEqual(['残高は', '20,000円ま', 'でです']);
    expect(breakLines('Points before the charge', 10)).toEqual(['Points', 'before the', 'charge']);
  });
});

test('nothing is lost and no line is too wide, whatever the text', () => {
  const text = fc.string({ unit: fc.constantFrom(...'あ漢ー。、（）「」aB1, .円ｶ'), maxLength: 80 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 48 }), (data, columns) => {
      const lines = breakLines(data, columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(data.replaceAll(' ', ''));
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    }),
    { numRuns: 1_000 },
  );
});
