/**
 * Numbers as a voice says them, clip by clip: 5,200 is 五千 + 二百 in Japanese, five + thousand + two + hundred in
 * English. Every language has its own rules; the parts of one are few enough to be recorded in an hour.
 */
import type { Language } from '../../../station/contract/index.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { japanese } from './japanese.ts';
import { korean } from './korean.ts';

export interface SpokenNumbers {
  /** A whole number from 0 to 99,999,999, without a unit. */
  number(value: number): string[];
  yen(value: number): string[];
  points(value: number): string[];
  percent(value: number): string[];
  /** `YYYY-MM-DD`. */
  day(iso: string): string[];
  monthDay(iso: string): string[];
  /** Digits and capital letters one by one; every other sign is a pause. */
  spelled(text: string): string[];
  /** A key of the keypad, `0` to `9`. */
  key(digit: string): string[];
  readonly minus: string;
  readonly plus: string;
  /** Of Sunday to Saturday. */
  readonly weekdays: readonly string[];
}

/** The largest that is spoken; no balance, no account and no date comes near it. */
export const MOST = 99_999_999;

/** Year, month, day and day of the week (0 is Sunday) of a calendar day: no time zone touches it. */
export function dayParts(iso: string): { year: number; month: number; day: number; weekday: number } {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return { year, month, day, weekday: new Date(`${iso}T00:00:00Z`).getUTCDay() };
}

export const numbers: Readonly<Record<Language, SpokenNumbers>> = {
  ja: japanese,
  'easy-ja': japanese,
  en: english,
  'zh-Hans': chinese('zh-Hans'),
  'zh-Hant': chinese('zh-Hant'),
  ko: korean,
};
