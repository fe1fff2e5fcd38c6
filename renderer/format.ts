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

/** What stands around an amount. Intl would write `JP¥5,000` in London and `5,000 일본 엔화` in Seoul; a fare is not written so. */
const YEN: Record<Language, Omit<AmountParts, 'digits'>> = {
  ja: { before: '', after: '円' },
  'easy-ja': { before: '', after: '{円|えん}' },
  en: { before: '¥', after: '' },
  'zh-Hans': { before: '', after: '日元' },
  'zh-Hant': { before: '', after: '日圓' },
  ko: { before: '', after: '엔' },
};

const plural = new Intl.PluralRules('en');
const POINTS: Record<Language, (value: number) => string> = {
  ja: () => 'ポイント',
  'easy-ja': () => 'ポイント',
  en: (value) => (plural.select(value) === 'one' ? ' point' : ' points'),
  'zh-Hans': () => '积分',
  'zh-Hant': () => '點',
  ko: () => '포인트',
};

const SIGN = ['-', '', '+'];

/** The day at midnight UTC, to be written in UTC: no zone and no summer time between the two. */
function atMidnight(iso: string): Date {
  return new Date(`${iso}T00:00:00Z`);
}

/** Days of the month that are not read 〜にち. */
const DAY_READINGS: Readonly<Record<string, string>> = {
  1: 'ついたち',
  2: 'ふつか',
  3: 'みっか',
  4: 'よっか',
  5: 'いつか',
  6: 'むいか',
  7: 'なのか',
  8: 'ようか',
  9: 'ここのか',
  10: 'とおか',
  14: 'じゅうよっか',
  20: 'はつか',
  24: 'にじゅうよっか',
};
const WEEKDAY_READINGS: Readonly<Record<string, string>> = {
  日: 'にち',
  月: 'げつ',
  火: 'か',
  水: 'すい',
  木: 'もく',
  金: 'きん',
  土: 'ど',
};

/** `2023年5月31日(水)` with the readings of messages/reading.ts; a day in digits alone stays as it is. */
function withReadings(japanese: string): string {
  return japanese
    .replace(/\((.)\)/, (_, weekday: string) => `({${weekday}|${WEEKDAY_READINGS[weekday]}})`)
    .replace(/(\d+)年/, '$1{年|ねん}')
    .replace(/(\d+)月/, '$1{月|がつ}')
    .replace(/(\d+)日/, (_, day: string) =>
      day in DAY_READINGS ? `{${day}日|${DAY_READINGS[day]}}` : `${day}{日|にち}`,
    );
}

/** Made when it is first asked for: thirty of Intl's formats at once would be half of what the page's start takes. */
function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function formatsOf(language: Language): Formats {
  const locale = LOCALE[language];
  const days = (options: Intl.DateTimeFormatOptions): ((iso: string) => string) => {
    const format = once(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));
    const write = (iso: string): string => format().format(atMidnight(iso));
    return language === 'easy-ja' ? (iso) => withReadings(write(iso)) : write;
  };
  const number = once(() => new Intl.NumberFormat(locale));
  const signed = once(() => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }));
  const join = (parts: AmountParts): string => parts.before + parts.digits + parts.after;
  const yenParts = (value: number): AmountParts => ({ ...YEN[language], digits: number().format(value) });
  const pointParts = (value: number): AmountParts => ({
    before: '',
    digits: number().format(value),
    after: POINTS[language](value),
  });
  return {
    number: (value) => number().format(value),
    yen: (value) => join(yenParts(value)),
    yenChange: (value) => SIGN[Math.sign(value) + 1] + join(yenParts(Math.abs(value))),
    points: (value) => join(pointParts(value)),
    change: (value) => signed().format(value),
    yenParts,
    pointParts,
    // Korean puts its one-letter weekday there without brackets: 「31일 수」 reads like a slip.
    day: days({ year: 'numeric', month: 'long', day: 'numeric', weekday: language === 'ko' ? 'long' : 'short' }),
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
