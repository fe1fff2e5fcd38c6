import { grouped, type Place } from './groups.ts';
import { dayParts, type SpokenNumbers, timeParts } from './spoken.ts';

type Script = 'zh-Hans' | 'zh-Hant';

const WORDS = {
  'zh-Hans': {
    two: '两',
    tenThousand: '万',
    yen: '日元',
    points: '积分',
    year: '年',
    day: '日',
    hour: '点',
    minus: '减',
    plus: '加',
  },
  'zh-Hant': {
    two: '兩',
    tenThousand: '萬',
    yen: '日圓',
    points: '點',
    year: '年',
    day: '日',
    hour: '點',
    minus: '減',
    plus: '加',
  },
} as const;
const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACE: Readonly<Record<Place, string>> = { 1000: '千', 100: '百', 10: '十', 1: '' };
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

export function chinese(script: Script): SpokenNumbers {
  const words = WORDS[script];
  /** 两 before 千 and 万 (兩百 in Taiwan too), 二 everywhere else; 十五, but 一百一十五. */
  const part = (digit: number, place: Place, whole: number): string => {
    if (digit === 2 && (place === 1_000 || (place === 100 && script === 'zh-Hant')))
      return `${words.two}${PLACE[place]}`;
    if (digit === 2 && place === 1 && whole === 20_000) return words.two;
    if (digit === 1 && place === 10 && (whole < 20 || (whole >= 100_000 && whole < 200_000))) return '十';
    return place === 1 ? (DIGITS[digit] ?? '') : `${DIGITS[digit]}${PLACE[place]}`;
  };
  const number = (value: number): string[] =>
    grouped(value, { zero: '零', part, tenThousand: words.tenThousand, oneTenThousand: 'said', gap: '零' });
  /** Two of something is 两, not 二. */
  const counted = (value: number, unit: string): string[] => [...(value === 2 ? [words.two] : number(value)), unit];
  const digits = (text: string): string[] => [...text].map((digit) => DIGITS[Number(digit)] ?? '');
  const monthDay = (iso: string): string[] => {
    const { month, day } = dayParts(iso);
    return [...number(month), '月', ...number(day), words.day];
  };
  return {
    number,
    yen: (value) => counted(value, words.yen),
    points: (value) => counted(value, words.points),
    percent: (value) => ['百分之', ...number(value)],
    monthDay,
    day: (iso) => {
      const { year, weekday } = dayParts(iso);
      return [...digits(String(year)), words.year, ...monthDay(iso), WEEKDAYS[weekday] ?? ''];
    },
    /** 两点零五分. */
    time: (minute) => {
      const { hour, rest } = timeParts(minute);
      const minutes = rest === 0 ? [] : [...(rest < 10 ? ['零'] : []), ...number(rest), '分'];
      return [...counted(hour, words.hour), ...minutes];
    },
    spelled: (text) => [...text].flatMap((sign) => (/\d/.test(sign) ? digits(sign) : /[A-Z]/.test(sign) ? [sign] : [])),
    key: (digit) => digits(digit),
    minus: words.minus,
    plus: words.plus,
    weekdays: WEEKDAYS,
  };
}
