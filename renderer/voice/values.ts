/** Amounts, days and references as pieces of a line: written as `format.ts` writes them, said as `numbers/` says them. */
import type { Language, PointName } from '../../station/contract/index.ts';
import { formats } from '../format.ts';
import { glossOf } from '../gloss.ts';
import { type Piece, pause, phrase } from './line.ts';
import { MOST, numbers } from './numbers/index.ts';

export interface Values {
  yen(value: number): Piece[];
  /** With its sign: what a journey took, what a charge brought. */
  yenChange(value: number): Piece[];
  points(value: number): Piece[];
  pointChange(value: number): Piece[];
  number(value: number): Piece[];
  day(iso: string): Piece[];
  monthDay(iso: string): Piece[];
  /** `HH:MM`. */
  time(text: string): Piece[];
  /** `K7QF-2M9T`, letter by letter. */
  spelled(text: string): Piece[];
  /** A key of the keypad. */
  key(sign: string): Piece[];
  /** A name that the notice fixes. */
  name(name: PointName): Piece[];
}

export function valuesOf(language: Language): Values {
  const format = formats[language];
  const say = numbers[language];
  /** What is too large to be composed is left to a synthesiser. */
  const sized = (value: number, text: string, parts: (value: number) => string[]): Piece[] => [
    { text, clips: Math.abs(value) <= MOST ? signed(value, parts) : null },
  ];
  const signed = (value: number, parts: (value: number) => string[]): string[] =>
    value < 0 ? [say.minus, ...parts(-value)] : parts(value);
  const plus = (value: number, parts: (value: number) => string[]): string[] =>
    value > 0 ? [say.plus, ...parts(value)] : signed(value, parts);
  return {
    yen: (value) => sized(value, format.yen(value), say.yen),
    yenChange: (value) => [{ text: format.yenChange(value), clips: plus(value, say.yen) }],
    points: (value) => sized(value, format.points(value), say.points),
    pointChange: (value) => [{ text: format.change(value), clips: plus(value, say.points) }],
    number: (value) => sized(value, format.number(value), say.number),
    day: (iso) => [{ text: format.day(iso), clips: say.day(iso) }],
    monthDay: (iso) => [{ text: format.monthDay(iso), clips: say.monthDay(iso) }],
    time: (text) => [{ text: text.replace(/^0(?=\d:)/, ''), clips: say.time(minuteOf(text)) }],
    spelled: (text) => [{ text, clips: say.spelled(text) }],
    key: (sign) => [{ text: sign, clips: say.key(sign) }],
    name: (name) => spokenName(name, language),
  };
}

/** Who hears no Japanese gets what the name means: a voice of another language says nothing there, or noise. */
function spokenName(name: PointName, language: Language): Piece[] {
  const gloss = glossOf(name, language);
  if (gloss === null) return [phrase(name.name)];
  return language === 'easy-ja' ? [phrase(name.name), pause('、'), phrase(gloss)] : [phrase(gloss)];
}

function minuteOf(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
}
