import { grouped, type Place } from './groups.ts';
import { dayParts, type SpokenNumbers, timeParts } from './spoken.ts';

const DIGITS = ['영', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'];
const PLACE: Readonly<Record<Place, string>> = { 1000: '천', 100: '백', 10: '십', 1: '' };
const WEEKDAYS = ['일요일', '월요일', '화요일', '수요일', '목요일', '금요일', '토요일'];

/** 일 is left out before 천, 백, 십 and before 만 alone. */
function part(digit: number, place: Place): string {
  if (place === 1) return DIGITS[digit] ?? '';
  return digit === 1 ? PLACE[place] : `${DIGITS[digit]}${PLACE[place]}`;
}

const number = (value: number): string[] =>
  grouped(value, { zero: '영', part, tenThousand: '만', oneTenThousand: 'left-out', gap: null });

/** Hours are counted in Korean's own numbers, by the half of the day; the hour after midnight is 영 시. */
const HOURS = ['열두', '한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열', '열한'];

function time(minute: number): string[] {
  const { hour, rest } = timeParts(minute);
  const hours = hour === 0 ? ['영 시'] : [hour < 12 ? '오전' : '오후', `${HOURS[hour % 12]} 시`];
  return [...hours, ...(rest === 0 ? [] : [...number(rest), '분'])];
}

/** June and October are irregular (유월, 시월), so a month is one clip; a day is its number. */
const monthDay = (iso: string): string[] => {
  const { month, day } = dayParts(iso);
  return [`${month}월`, ...number(day), '일'];
};

export const korean: SpokenNumbers = {
  number,
  yen: (value) => [...number(value), '엔'],
  points: (value) => [...number(value), '포인트'],
  percent: (value) => [...number(value), '퍼센트'],
  monthDay,
  day: (iso) => {
    const { year, weekday } = dayParts(iso);
    return [...number(year), '년', ...monthDay(iso), WEEKDAYS[weekday] ?? ''];
  },
  time,
  spelled: (text) =>
    [...text].flatMap((sign) =>
      sign === '0' ? ['공'] : /\d/.test(sign) ? number(Number(sign)) : /[A-Z]/.test(sign) ? [sign] : [],
    ),
  key: (digit) => number(Number(digit)),
  minus: '마이너스',
  plus: '플러스',
  weekdays: WEEKDAYS,
};
