import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Language } from '../../../station/contract/index.ts';
import { MOST, numbers } from './index.ts';

describe('an amount in yen is said in its parts', () => {
  test.each([
    ['ja', 5_200, '五千 二百 円'],
    ['ja', 10_000, '一 万 円'],
    ['ja', 12_480, '一 万 二千 四百 八十 円'],
    ['ja', 1_234, '千 二百 三十 四円'],
    ['ja', 0, 'ゼロ 円'],
    ['en', 5_200, 'five thousand two hundred yen'],
    ['en', 12_480, 'twelve thousand four hundred and eighty yen'],
    ['en', 1_005, 'one thousand and five yen'],
    ['en', 120_000, 'one hundred and twenty thousand yen'],
    ['zh-Hans', 5_200, '五千 二百 日元'],
    ['zh-Hans', 2_222, '两千 二百 二十 二 日元'],
    ['zh-Hans', 20_000, '两 万 日元'],
    ['zh-Hans', 10_050, '一 万 零 五十 日元'],
    ['zh-Hans', 5_005, '五千 零 五 日元'],
    ['zh-Hans', 15, '十 五 日元'],
    ['zh-Hans', 115, '一百 一十 五 日元'],
    ['zh-Hant', 2_222, '兩千 兩百 二十 二 日圓'],
    ['ko', 5_200, '오천 이백 엔'],
    ['ko', 10_000, '만 엔'],
    ['ko', 12_480, '만 이천 사백 팔십 엔'],
    ['ko', 1_111, '천 백 십 일 엔'],
  ] as const)('%s %i: %s', (language, value, said) => {
    expect(numbers[language].yen(value).join(' ')).toBe(said);
  });
});

describe('points, days and references', () => {
  test('ten points are じゅっポイント: a sound that changes is one clip', () => {
    expect(numbers.ja.points(110)).toEqual(['百', '十ポイント']);
    expect(numbers.ja.points(5_000)).toEqual(['五千', 'ポイント']);
  });

  test('one point is no plural, two of something are 两', () => {
    expect(numbers.en.points(1)).toEqual(['one', 'point']);
    expect(numbers['zh-Hans'].points(2)).toEqual(['两', '积分']);
  });

  test.each([
    ['ja', '二千 二十 三 年 4月 11日 火曜日'],
    ['en', 'Tuesday 11th April twenty twenty three'],
    ['zh-Hans', '二 零 二 三 年 四 月 十 一 日 星期二'],
    ['ko', '이천 이십 삼 년 4월 십 일 일 화요일'],
  ] as const)('the day in %s: %s', (language, said) => {
    expect(numbers[language].day('2023-04-11').join(' ')).toBe(said);
  });

  test.each([
    ['ja', 300, '5時'],
    ['ja', 30, '0時 三十分'],
    ['ja', 1_411, '23時 三十 一分'],
    ['ja', 545, '9時 五 分'],
    ['en', 300, 'five a.m.'],
    ['en', 30, 'twelve thirty a.m.'],
    ['en', 0, 'midnight'],
    ['en', 720, 'noon'],
    ['en', 785, 'one oh five p.m.'],
    ['zh-Hans', 125, '两 点 零 五 分'],
    ['zh-Hans', 30, '零 点 三十 分'],
    ['zh-Hant', 1_410, '二十 三 點 三十 分'],
    ['ko', 300, '오전 다섯 시'],
    ['ko', 30, '영 시 삼십 분'],
    ['ko', 810, '오후 한 시 삼십 분'],
  ] as const)('the time in %s, minute %i: %s', (language, minute, said) => {
    expect(numbers[language].time(minute).join(' ')).toBe(said);
  });

  test('ordinals of English', () => {
    const said = ['01', '02', '03', '04', '11', '12', '13', '21', '22', '23', '31'].map(
      (day) => numbers.en.monthDay(`2023-05-${day}`)[0],
    );
    expect(said).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '22nd', '23rd', '31st']);
  });

  test('a reference is spelled', () => {
    expect(numbers.ja.spelled('K7QF-2M90')).toEqual(['K', '七', 'Q', 'F', '二', 'M', '九', 'ゼロ']);
    expect(numbers.en.spelled('K7-20')).toEqual(['K', 'seven', 'two', 'zero']);
  });
});

/** What the parts of a number are worth, read by somebody who only knows the words. */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries([...'一二三四五六七八九'].map((sign, index) => [sign, index + 1])),
  ...Object.fromEntries([...'일이삼사오육칠팔구'].map((sign, index) => [sign, index + 1])),
  两: 2,
  兩: 2,
};
const PLACES: Readonly<Record<string, number>> = { 千: 1_000, 百: 100, 十: 10, 천: 1_000, 백: 100, 십: 10 };
const TEN_THOUSAND = new Set(['万', '萬', '만']);

function worthInAsia(parts: readonly string[]): number {
  let whole = 0;
  let group = 0;
  for (const part of parts) {
    if (TEN_THOUSAND.has(part)) {
      whole += 10_000 * (group === 0 ? 1 : group);
      group = 0;
      continue;
    }
    const [first = '', second = ''] = part;
    const place = PLACES[first] ?? PLACES[second] ?? 1;
    group += place * (DIGITS[first] ?? (PLACES[first] === undefined ? 0 : 1));
  }
  return whole + group;
}

const ENGLISH =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function worthInEnglish(parts: readonly string[]): number {
  let whole = 0;
  let group = 0;
  for (const part of parts) {
    if (part === 'thousand' || part === 'million') {
      whole += group * (part === 'thousand' ? 1_000 : 1_000_000);
      group = 0;
    } else if (part === 'hundred') group *= 100;
    else group += TENS.includes(part) ? 20 + 10 * TENS.indexOf(part) : Math.max(0, ENGLISH.indexOf(part));
  }
  return whole + group;
}

test.each(Language.options)('who hears a number in %s hears that number and no other', (language) => {
  const worth = language === 'en' ? worthInEnglish : worthInAsia;
  const value = fc.oneof(
    fc.integer({ min: 0, max: MOST }),
    fc.integer({ min: 0, max: 20_000 }),
    fc.integer({ min: 0, max: 20 }),
  );
  fc.assert(
    fc.property(value, (amount) => {
      expect(worth(numbers[language].number(amount))).toBe(amount);
    }),
    { numRuns: 2_000 },
  );
});
