import { expect, test } from 'vitest';
import { captionOf, filled, foreign, line, pause, phrase } from './line.ts';
import { receiptLines } from './script.ts';
import { valuesOf } from './values.ts';

const { yen, points } = valuesOf('ja');

test('a message with a value is its phrases and the parts of the number between them', () => {
  const pieces = filled((value) => `チャージは10ポイント単位のため、${value}が残ります。`, points(8));
  expect(pieces.map(({ text }) => text)).toEqual(['チャージは10ポイント単位のため、', '8ポイント', 'が残ります。']);
  expect(pieces.flatMap(({ clips }) => clips)).toEqual(['チャージは10ポイント単位のため', '八ポイント', 'が残ります']);
});

test('values stand where the language puts them', () => {
  const pieces = filled((before, after) => `${after} ← ${before}`, yen(100), yen(200));
  expect(captionOf({ language: 'ja', pieces })).toBe('200円 ← 100円');
});

test('readings of やさしい日本語 are neither shown in a caption nor spoken', () => {
  expect(phrase('{駅|えき}の{人|ひと}をよぶ')).toEqual({ text: '駅の人をよぶ', clips: ['駅の人をよぶ'] });
});

test('signs alone need no clip; a name from elsewhere has none', () => {
  expect(phrase('。')).toEqual({ text: '。', clips: [] });
  expect(pause(' ').clips).toEqual([]);
  expect(foreign('大阪').clips).toBeNull();
});

test('a receipt is read in its rows from left to right, without its rules', () => {
  const texts = [
    { text: '5,000円', x: 300, y: 20 },
    { text: 'チャージ', x: 0, y: 20 },
    { text: '--------', x: 0, y: 30 },
    { text: 'ご利用票', x: 0, y: 10 },
  ];
  expect(receiptLines('ja', texts).map(captionOf)).toEqual(['ご利用票', 'チャージ 5,000円']);
  expect(line('ja', 'はい').pieces).toHaveLength(1);
});
