import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SimulatedClock } from '../hardware/clock.ts';
import { createClockWatch } from './clock-watch.ts';
import { delays } from './delays.ts';
import { createOpening, isOpenAt, OpeningHours } from './opening-hours.ts';
import { minuteOf, timeOf } from './wall-clock.ts';

const night: OpeningHours = { opens: '05:00', closes: '00:30' };
const day: OpeningHours = { opens: '06:30', closes: '22:00' };

test.each([
  [day, '06:29', false],
  [day, '06:30', true],
  [day, '21:59', true],
  [day, '22:00', false],
  [night, '00:29', true],
  [night, '00:30', false],
  [night, '04:59', false],
  [night, '05:00', true],
  [night, '23:59', true],
])('%j at %s: %s', (hours, time, open) => {
  expect(isOpenAt(hours, minuteOf(time))).toBe(open);
});

test('as many minutes open as there are between the two times, wherever midnight lies', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(minute, minute, (opens, closes) => {
      fc.pre(opens !== closes);
      const hours = { opens: timeOf(opens), closes: timeOf(closes) };
      const open = Array.from({ length: 1440 }, (_, at) => isOpenAt(hours, at)).filter(Boolean).length;
      expect(open).toBe((closes - opens + 1440) % 1440);
    }),
    { numRuns: 20 },
  );
});

test.each([
  { opens: '05:00', closes: '05:00' },
  { opens: '5:00', closes: '23:00' },
  { opens: '05:00', closes: '24:30' },
])('%j are no hours', (hours) => {
  expect(OpeningHours.safeParse(hours).success).toBe(false);
});

describe('a machine with hours', () => {
  function bench() {
    const clock = new SimulatedClock();
    const center = { date: '2023-04-10' as string | null };
    const wall = { start: Date.parse('2023-04-10T21:59:00+09:00') };
    const hours: { kept: OpeningHours | null } = { kept: day };
    const watch = createClockWatch({
      clock,
      wall: { now: () => wall.start + clock.now() },
      businessDate: () => center.date,
    });
    const opening = createOpening({ hours: () => hours.kept, clock, watch });
    const seen: (OpeningHours | null)[] = [];
    opening.onChange(() => seen.push(opening.closed));
    opening.start();
    return { clock, center, wall, hours, opening, seen };
  }

  test('closes at its hour and opens at its hour', async () => {
    const { clock, center, opening, seen } = bench();
    expect(opening.closed).toBeNull();
    await clock.advance(60_000 + delays.openingHours);
    expect(opening.closed).toEqual(day);
    await clock.advance(2 * 3_600_000);
    center.date = '2023-04-11';
    await clock.advance(6.5 * 3_600_000 + delays.openingHours);
    expect(seen).toEqual([day, null]);
    opening.stop();
    expect(clock.pending).toBe(0);
  });

  test('a clock that the business date contradicts closes nothing', async () => {
    const { clock, center, opening } = bench();
    center.date = '2023-04-12';
    await clock.advance(3_600_000);
    expect(opening.closed).toBeNull();
    center.date = '2023-04-10';
    await clock.advance(delays.openingHours);
    expect(opening.closed).toEqual(day);
    center.date = '2023-04-12';
    await clock.advance(delays.openingHours);
    expect(opening.closed).toBeNull();
  });

  test('a clock that was never confirmed closes nothing; one that was goes on without the center', async () => {
    const { clock, center, opening } = bench();
    center.date = null;
    await clock.advance(30_000);
    expect(opening.closed).toBeNull();
    center.date = '2023-04-10';
    opening.look();
    center.date = null;
    await clock.advance(3_600_000);
    expect(opening.closed).toEqual(day);
  });

  test('hours that are changed hold at once', async () => {
    const { clock, hours, opening } = bench();
    hours.kept = { opens: '06:30', closes: '21:00' };
    opening.look();
    expect(opening.closed).toEqual(hours.kept);
    hours.kept = null;
    await clock.advance(delays.openingHours);
    expect(opening.closed).toBeNull();
  });
});
