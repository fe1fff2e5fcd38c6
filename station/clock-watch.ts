/**
 * May the wall clock be believed? It is compared with the center's business date whenever one is known, and its own way
 * with that of the monotonic clock.
 */
import type { IsoDate } from '../center/contract/index.ts';
import type { Clock } from '../hardware/clock.ts';
import { type JapanTime, japanTime, type WallClock } from './wall-clock.ts';

/** `not-compared`: no business date has been heard since the start. */
export type ClockFinding = 'agrees' | 'differs' | 'not-compared';

export interface ClockReading extends JapanTime {
  readonly finding: ClockFinding;
  /** The business date that it was compared with last. */
  readonly comparedWith: IsoDate | null;
  /** How far the wall clock has been moved against the monotonic clock since the start, ms; 0 within what clocks drift. */
  readonly steppedMs: number;
}

export interface ClockWatch {
  read(): ClockReading;
}

/** Around midnight, minutes: a business date may be ten minutes old (design §4), and a clock a little early. */
const AROUND_MIDNIGHT = 10;
/** Two quartz clocks differ by seconds a day; a machine runs for weeks. More than this was a hand, or a time server's jump. */
const DRIFT_MS = 60_000;

/** Does the day of this clock fit the business date that was heard at most ten minutes ago? */
export function fitsDate({ on, minute }: JapanTime, businessDate: IsoDate): boolean {
  if (on === businessDate) return true;
  if (minute < AROUND_MIDNIGHT) return businessDate === dayAfter(on, -1);
  return minute >= 24 * 60 - AROUND_MIDNIGHT && businessDate === dayAfter(on, 1);
}

function dayAfter(on: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function createClockWatch(options: {
  readonly clock: Clock;
  readonly wall: WallClock;
  /** Null: not known now; then the last comparison stands. */
  readonly businessDate: () => IsoDate | null;
}): ClockWatch {
  const { clock, wall, businessDate } = options;
  const offset = wall.now() - clock.now();
  let finding: ClockFinding = 'not-compared';
  let comparedWith: IsoDate | null = null;
  return {
    read() {
      const now = wall.now();
      const japan = japanTime(now);
      const date = businessDate();
      if (date !== null) {
        comparedWith = date;
        finding = fitsDate(japan, date) ? 'agrees' : 'differs';
      }
      const stepped = Math.round(now - clock.now() - offset);
      return { ...japan, finding, comparedWith, steppedMs: Math.abs(stepped) > DRIFT_MS ? stepped : 0 };
    },
  };
}
