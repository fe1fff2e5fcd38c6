import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf, plain } from './reading.ts';

test('a reading stands over its characters and over nothing else', () => {
  expect(piecesOf('{次|つぎ}へ')).toEqual([
    { text: '次', reading: 'つぎ' },
    { text: 'へ', reading: null },
  ]);
  expect(piecesOf('お{金|かね}')).toEqual([
    { text: 'お', reading: null },
    { text: '金', reading: 'かね' },
  ]);
  expect(piecesOf('もどる')).toEqual([{ text: 'もどる', reading: null }]);
  expect(piecesOf('')).toEqual([]);
});

test('what is spoken has no reading in it', () => {
  expect(plain('もう{一度|いちど}{登録|とうろく}する')).toBe('もう一度登録する');
});

test('half a mark is text, not a reading', () => {
  for (const half of ['{駅', '駅|えき}', '{駅}', '{|えき}', '{駅|}', '{{駅|えき}']) {
    expect(
      piecesOf(half)
        .map(({ text }) => text)
        .join(''),
    ).toBe(plain(half));
  }
  expect(plain('{駅')).toBe('{駅');
  expect(plain('{駅|}')).toBe('{駅|}');
});

test('whatever a message holds, its pieces are its text and nothing is lost', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('{', '|', '}', '駅', '{駅|えき}'));
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const message = parts.join('');
      const pieces = piecesOf(message);
      expect(pieces.map(({ text }) => text).join('')).toBe(plain(message));
      const written = pieces.map(({ text, reading }) => (reading === null ? text : `{${text}|${reading}}`));
      expect(written.join('')).toBe(message);
    }),
  );
});
