import { dayParts, type SpokenNumbers, timeParts } from './spoken.ts';

const ONES = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

function belowHundred(value: number): string[] {
  if (value < 20) return [ONES[value] ?? ''];
  const ones = value % 10;
  return [TENS[Math.floor(value / 10)] ?? '', ...(ones === 0 ? [] : [ONES[ones] ?? ''])];
}

function belowThousand(value: number): string[] {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  if (hundreds === 0) return belowHundred(rest);
  return [ONES[hundreds] ?? '', 'hundred', ...(rest === 0 ? [] : ['and', ...belowHundred(rest)])];
}

/** "Twelve thousand four hundred and eighty", "one thousand and five": the "and" of British English. */
function number(value: number): string[] {
  const scales = [
    { of: 1_000_000, name: 'million' },
    { of: 1_000, name: 'thousand' },
  ];
  const said: string[] = [];
  let rest = value;
  for (const { of, name } of scales) {
    if (rest < of) continue;
    said.push(...belowThousand(Math.floor(rest / of)), name);
    rest %= of;
  }
  if (said.length === 0) return belowThousand(rest);
  if (rest > 0 && rest < 100) said.push('and');
  return rest === 0 ? said : [...said, ...belowThousand(rest)];
}

/** Twenty twenty-three; two thousand and nine. */
function year(value: number): string[] {
  const tail = value % 100;
  return tail < 10 ? number(value) : [...belowHundred(Math.floor(value / 100)), ...belowHundred(tail)];
}

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  return `${day}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
}

/** Five a.m., one oh five p.m.; noon and midnight by their names, since twelve a.m. is either to somebody. */
function time(minute: number): string[] {
  const { hour, rest } = timeParts(minute);
  if (rest === 0 && hour % 12 === 0) return [hour === 0 ? 'midnight' : 'noon'];
  const minutes = rest === 0 ? [] : rest < 10 ? ['oh', ...belowHundred(rest)] : belowHundred(rest);
  return [...belowHundred(hour % 12 === 0 ? 12 : hour % 12), ...minutes, hour < 12 ? 'a.m.' : 'p.m.'];
}

const monthDay = (iso: string): string[] => {
  const { month, day } = dayParts(iso);
  return [ordinal(day), MONTHS[month - 1] ?? ''];
};

export const english: SpokenNumbers = {
  number,
  yen: (value) => [...number(value), 'yen'],
  points: (value) => [...number(value), value === 1 ? 'point' : 'points'],
  percent: (value) => [...number(value), 'percent'],
  monthDay,
  day: (iso) => {
    const { weekday, year: of } = dayParts(iso);
    return [WEEKDAYS[weekday] ?? '', ...monthDay(iso), ...year(of)];
  },
  time,
  spelled: (text) =>
    [...text].flatMap((sign) => (/\d/.test(sign) ? [ONES[Number(sign)] ?? ''] : /[A-Z]/.test(sign) ? [sign] : [])),
  key: (digit) => [ONES[Number(digit)] ?? ''],
  minus: 'minus',
  plus: 'plus',
  weekdays: WEEKDAYS,
};
