import { grouped, type Place } from './groups.ts';
import { dayParts, type SpokenNumbers, timeParts } from './spoken.ts';

const DIGITS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACE: Readonly<Record<Place, string>> = { 1000: '千', 100: '百', 10: '十', 1: '' };

/** さんびゃく, ろっぴゃく, はっせん: a digit and its place are one clip, so no rule of their sound is needed. */
function part(digit: number, place: Place): string {
  if (place === 1) return DIGITS[digit] ?? '';
  return digit === 1 ? PLACE[place] : `${DIGITS[digit]}${PLACE[place]}`;
}

const number = (value: number): string[] =>
  grouped(value, { zero: 'ゼロ', part, tenThousand: '万', oneTenThousand: 'said', gap: null });

/** Where the sound of the last part depends on what follows (よえん, よねん, じゅっポイント), the two are one clip. */
function counted(value: number, unit: string, together: readonly string[]): string[] {
  const parts = number(value);
  const last = parts.at(-1) ?? '';
  return together.includes(last) ? [...parts.slice(0, -1), `${last}${unit}`] : [...parts, unit];
}

const BEFORE_PUN = ['一', '三', '四', '六', '八', '十', '二十', '三十', '四十', '五十'];

const monthDay = (iso: string): string[] => [`${dayParts(iso).month}月`, `${dayParts(iso).day}日`];
const weekdays = ['日曜日', '月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日'];

export const japanese: SpokenNumbers = {
  number,
  yen: (value) => counted(value, '円', ['四']),
  points: (value) => counted(value, 'ポイント', ['十', '一', '六', '八']),
  percent: (value) => counted(value, 'パーセント', ['十', '一', '六', '八']),
  monthDay,
  day: (iso) => {
    const { year, weekday } = dayParts(iso);
    return [...counted(year, '年', ['四', '七', '九']), ...monthDay(iso), weekdays[weekday] ?? ''];
  },
  // よじ, くじ: an hour is one clip. いっぷん, さんぷん, じゅっぷん: so is what comes before ぷん.
  time: (minute) => {
    const { hour, rest } = timeParts(minute);
    return [`${hour}時`, ...(rest === 0 ? [] : counted(rest, '分', BEFORE_PUN))];
  },
  spelled: (text) =>
    [...text].flatMap((sign) => (/\d/.test(sign) ? number(Number(sign)) : /[A-Z]/.test(sign) ? [sign] : [])),
  key: (digit) => number(Number(digit)),
  minus: 'マイナス',
  plus: 'プラス',
  weekdays,
};
