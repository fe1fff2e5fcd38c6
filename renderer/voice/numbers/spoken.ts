/** What every language says of numbers, days and references: the texts of its clips, in their order. */
export interface SpokenNumbers {
  /** A whole number from 0 to 99,999,999, without a unit. */
  number(value: number): string[];
  yen(value: number): string[];
  points(value: number): string[];
  percent(value: number): string[];
  /** `YYYY-MM-DD`. */
  day(iso: string): string[];
  monthDay(iso: string): string[];
  /** A time of day, in minutes since midnight, 0 to 1439. */
  time(minute: number): string[];
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

/** Hour, 0 to 23, and minute of it. */
export function timeParts(minute: number): { hour: number; rest: number } {
  return { hour: Math.floor(minute / 60), rest: minute % 60 };
}

/** Year, month, day and day of the week (0 is Sunday) of a calendar day: no time zone touches it. */
export function dayParts(iso: string): { year: number; month: number; day: number; weekday: number } {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return { year, month, day, weekday: new Date(`${iso}T00:00:00Z`).getUTCDay() };
}
