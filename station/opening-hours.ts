/**
 * When passengers are served. Hours are only kept by a wall clock that the center's time or business date has confirmed: a clock
 * that is wrong would close a machine in the middle of the day, which is worse than serving somebody at night; whatever
 * depends on a date takes it from the center (design §4). Staff see on their board that the hours are not kept, and why.
 */
import * as z from 'zod';
import type { Clock, Timer } from '../hardware/clock.ts';
import type { ClockWatch } from './clock-watch.ts';
import { delays } from './delays.ts';
import { minuteOf } from './wall-clock.ts';

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the day, HH:MM');

/** Japan time. `closes` at or before `opens` is after midnight: 05:00 to 00:30. */
export const OpeningHours = z
  .strictObject({ opens: Time, closes: Time })
  .refine(({ opens, closes }) => opens !== closes, {
    path: ['closes'],
    message: 'the same as opens: leave openingHours out for a machine that is always open',
  });
export type OpeningHours = z.infer<typeof OpeningHours>;

/** `minute`: since midnight in Japan. The minute of `opens` is open, that of `closes` is not. */
export function isOpenAt({ opens, closes }: OpeningHours, minute: number): boolean {
  const [from, to] = [minuteOf(opens), minuteOf(closes)];
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

export interface Opening {
  /** The hours, while the machine is closed for passengers; null: open. */
  readonly closed: OpeningHours | null;
  onChange(listener: () => void): () => void;
  /** Looks again now: the hours were changed, or a business date was heard. */
  look(): void;
  start(): void;
  stop(): void;
}

export function createOpening(options: {
  /** Null: always open. */
  readonly hours: () => OpeningHours | null;
  readonly clock: Clock;
  readonly watch: ClockWatch;
}): Opening {
  const { hours, clock, watch } = options;
  const listeners = new Set<() => void>();
  let closed: OpeningHours | null = null;
  let next: Timer = null;
  let running = false;

  function closedNow(): OpeningHours | null {
    const kept = hours();
    if (!kept) return null;
    const { finding, minute } = watch.read();
    return finding === 'agrees' && !isOpenAt(kept, minute) ? kept : null;
  }

  function look(): void {
    const now = closedNow();
    if (JSON.stringify(now) === JSON.stringify(closed)) return;
    closed = now;
    for (const listener of [...listeners]) listener();
  }

  /** Asked again and again instead of once at the hour: a wall clock can be set meanwhile. */
  function lookAgain(): void {
    look();
    if (running) next = clock.setTimeout(lookAgain, delays.openingHours);
  }

  return {
    get closed() {
      return closed;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
    start() {
      if (running) return;
      running = true;
      lookAgain();
    },
    stop() {
      running = false;
      clock.clearTimeout(next);
    },
  };
}
