import type { IsoDate } from '../center/contract/index.ts';

/**
 * What time it is, which the monotonic clock does not know. Nothing of money or points asks it (design §4: the business
 * date comes from the center); it opens and closes the machine, and staff see it.
 */
export interface WallClock {
  /** Milliseconds since 1970-01-01T00:00Z. May be wrong, and may be set while the machine runs. */
  now(): number;
}

export const systemWallClock: WallClock = { now: () => Date.now() };

export interface JapanTime {
  readonly on: IsoDate;
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

/** Japan is nine hours ahead of UTC, all the year. */
const AHEAD_MS = 9 * 3_600_000;

export function japanTime(epochMs: number): JapanTime {
  const [on = '', time = ''] = new Date(epochMs + AHEAD_MS).toISOString().split('T');
  return { on, minute: minuteOf(time) };
}

/** Both ends belong to it; a time that begins after its end goes over midnight. Minutes since midnight. */
export function isBetween(minute: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return from <= to ? from <= minute && minute <= to : from <= minute || minute <= to;
}

/** `HH:MM…` as minutes since midnight. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Minutes since midnight as `HH:MM`. */
export function timeOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
