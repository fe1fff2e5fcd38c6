/** Numbers, yen, points and days as people of a language write them. Days are calendar days: no zone ever shifts one. */
import type { Language } from '../station/contract/index.ts';

const LOCALE: Record<Language, string> = {
  ja: 'ja-JP',
  'easy-ja': 'ja-JP',
  en: 'en-GB',
  'zh-Hans': 'zh-CN',
  'zh-Hant': 'zh-TW',
  ko: 'ko-KR',
};

/** The digits of an amount, and what stands before and after them in smaller letters. */
export interface AmountParts {
  readonly before: string;
  readonly digits: string;
  readonly after: string;
}

export interface Formats {
  number(value: number): string;
  /** `5,000円`, `¥5,000`. */
  yen(value: number): string;
  /** With its sign: `+5,000円`, `-160円`. */
  yenChange(value: number): string;
  /** `8ポイント`, `8 points`. */
  points(value: number): string;
  /** With its sign: `+5,000`. */
  change(value: number): string;
  yenParts(value: number): AmountParts;
  pointParts(value: number): AmountParts;
  /** `2023年5月31日(水)`, `Wed 31 May 2023`. */
  day(iso: string): string;
  /** `4月18日`, `18 April`. */
  monthDay(iso: string): string;
  /** For tables: `2023/04/10`, `10/04/2023`. */
  shortDay(iso: string): string;
}

const plural = new Intl.PluralRules('en');
const UNIT: Record<Language, (value: number) => string> = {
  ja: () => 'ポイント',
  'easy-ja': () => 'ポイント',
  'zh-Hans': () => '积分',
  'zh-Hant': () => '點數',
  ko: () => '포인트',
  en: (value) => (plural.select(value) === 'one' ? ' point' : ' points'),
};

const SIGN = ['-', '', '+'];

/** The day at midnight UTC, to be written in UTC: no zone and no summer time between the two. */
function atMidnight(iso: string): Date {
  return new Date(`${iso}T00:00:00Z`);
}

function formatsOf(language: Language): Formats {
  const locale = LOCALE[language];
  const days = (options: Intl.DateTimeFormatOptions): ((iso: string) => string) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (iso) => format.format(atMidnight(iso));
  };
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  const join = (parts: AmountParts): string => parts.before + parts.digits + parts.after;
  // 「5,000円」 in Japanese; the sign, not the word, elsewhere.
  const yenParts = (value: number): AmountParts => {
    const digits = number.format(value);
    return language === 'ja' ? { before: '', digits, after: '円' } : { before: '¥', digits, after: '' };
  };
  const pointParts = (value: number): AmountParts => ({
    before: '',
    digits: number.format(value),
    after: UNIT[language](value),
  });
  return {
    number: (value) => number.format(value),
    yen: (value) => join(yenParts(value)),
    yenChange: (value) => SIGN[Math.sign(value) + 1] + join(yenParts(Math.abs(value))),
    points: (value) => join(pointParts(value)),
    change: (value) => signed.format(value),
    yenParts,
    pointParts,
    day: days({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' }),
    monthDay: days({ month: 'long', day: 'numeric' }),
    shortDay: days({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  };
}

export const formats: Record<Language, Formats> = {
  ja: formatsOf('ja'),
  'easy-ja': formatsOf('easy-ja'),
  en: formatsOf('en'),
  'zh-Hans': formatsOf('zh-Hans'),
  'zh-Hant': formatsOf('zh-Hant'),
  ko: formatsOf('ko'),
};
