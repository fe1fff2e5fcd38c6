/**
 * May the wall clock be believed? It is compared with the center's own clock, where its answers tell the time, else with
 * its business date whenever one is known; and its own way with that of the monotonic clock.
 */
import type { IsoDate } from '../center/contract/index.ts';
import type { Clock } from '../hardware/clock.ts';
import { type JapanTime, japanTime, timeOf, type WallClock } from './wall-clock.ts';

/** `not-compared`: neither time nor business date has been heard since the start. */
export type ClockFinding = 'agrees' | 'differs' | 'not-compared';

export interface ClockReading extends JapanTime {
  readonly finding: ClockFinding;
  /** What it was compared with last: the center's time `YYYY-MM-DD HH:MM`, or its business date `YYYY-MM-DD`. */
  readonly comparedWith: string | null;
  /** How far the wall clock has been moved against the monotonic clock since the start, ms; 0 within what clocks drift. */
  readonly steppedMs: number;
}

export interface ClockWatch {
  read(): ClockReading;
}

/** Minutes. A business date may be ten minutes old (design §4), and a clock a little early: at midnight, and at any time. */
const TOLERANCE = 10;
/** Two quartz clocks differ by seconds a day; a machine runs for weeks. More than this was a hand, or a time server's jump. */
const DRIFT_MS = 60_000;

/** Does the day of this clock fit the business date that was heard at most ten minutes ago? */
export function fitsDate({ on, minute }: JapanTime, businessDate: IsoDate): boolean {
  if (on === businessDate) return true;
  if (minute < TOLERANCE) return businessDate === dayAfter(on, -1);
  return minute >= 24 * 60 - TOLERANCE && businessDate === dayAfter(on, 1);
}

function dayAfter(on: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function createClockWatch(options: {
  readonly clock: Clock;
  readonly wall: WallClock;
  /** Null: not known now; then the last comparison stands. */
  readonly businessDate: () => IsoDate | null;
  /** Milliseconds since 1970-01-01T00:00Z; null: the center has not told. */
  readonly centerTime?: () => number | null;
}): ClockWatch {
  const { clock, wall, businessDate, centerTime = () => null } = options;
  const offset = wall.now() - clock.now();
  let finding: ClockFinding = 'not-compared';
  let comparedWith: string | null = null;
  return {
    read() {
      const now = wall.now();
      const japan = japanTime(now);
      const [theirs, date] = [centerTime(), businessDate()];
      if (theirs !== null) {
        const { on, minute } = japanTime(theirs);
        comparedWith = `${on} ${timeOf(minute)}`;
        finding = Math.abs(now - theirs) <= TOLERANCE * 60_000 ? 'agrees' : 'differs';
      } else if (date !== null) {
        comparedWith = date;
        finding = fitsDate(japan, date) ? 'agrees' : 'differs';
      }
      const stepped = Math.round(now - clock.now() - offset);
      return { ...japan, finding, comparedWith, steppedMs: Math.abs(stepped) > DRIFT_MS ? stepped : 0 };
    },
  };
}
