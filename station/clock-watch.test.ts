import { describe, expect, test } from 'vitest';
import { SimulatedClock } from '../hardware/clock.ts';
import { CenterTime } from './center/center-time.ts';
import { createClockWatch, fitsDate } from './clock-watch.ts';
import { japanTime, minuteOf, timeOf } from './wall-clock.ts';

const at = (japan: string) => Date.parse(`${japan}+09:00`);

describe('Japan time', () => {
  test.each([
    ['2023-04-10T00:00:00', '2023-04-10', 0],
    ['2023-04-10T08:59:59', '2023-04-10', 539],
    ['2023-12-31T23:59:00', '2023-12-31', 1439],
    // Summer has no hour of its own.
    ['2023-07-01T12:00:00', '2023-07-01', 720],
  ])('%s', (japan, on, minute) => {
    expect(japanTime(at(japan))).toEqual({ on, minute });
    expect(minuteOf(timeOf(minute))).toBe(minute);
  });
});

test.each([
  ['the same day', '2023-04-10T12:00', '2023-04-10', true],
  ['a day ahead', '2023-04-11T12:00', '2023-04-10', false],
  ['a day behind', '2023-04-09T12:00', '2023-04-10', false],
  ['just after midnight, with a business date of minutes ago', '2023-04-11T00:05', '2023-04-10', true],
  ['the same, but the business date is tomorrow', '2023-04-11T00:05', '2023-04-12', false],
  ['just before midnight by a clock that is slow', '2023-04-10T23:55', '2023-04-11', true],
  ['ten minutes after midnight', '2023-04-11T00:10', '2023-04-10', false],
  ['over the end of a month', '2023-05-01T00:01', '2023-04-30', true],
])('%s', (_, japan, businessDate, fits) => {
  expect(fitsDate(japanTime(at(`${japan}:00`)), businessDate)).toBe(fits);
});

test('what was compared last stands while the center is not heard; a clock that was set says by how much', async () => {
  const clock = new SimulatedClock();
  let set = at('2023-04-10T12:00:00');
  let date: string | null = null;
  const watch = createClockWatch({ clock, wall: { now: () => set + clock.now() }, businessDate: () => date });
  expect(watch.read()).toMatchObject({ finding: 'not-compared', comparedWith: null, steppedMs: 0 });
  date = '2023-04-10';
  expect(watch.read()).toMatchObject({ finding: 'agrees', comparedWith: '2023-04-10', minute: 720 });
  date = null;
  await clock.advance(3_600_000);
  expect(watch.read()).toMatchObject({ finding: 'agrees', minute: 780, steppedMs: 0 });
  set -= 86_400_000;
  date = '2023-04-10';
  expect(watch.read()).toMatchObject({ finding: 'differs', on: '2023-04-09', steppedMs: -86_400_000 });
});

test('a center that tells the time is believed before its business date: on a test bench that is any day', () => {
  const clock = new SimulatedClock();
  let set = at('2026-11-25T19:30:00');
  let theirs: number | null = null;
  const wall = { now: () => set + clock.now() };
  const watch = createClockWatch({ clock, wall, businessDate: () => '2023-04-10', centerTime: () => theirs });
  expect(watch.read()).toMatchObject({ finding: 'differs', comparedWith: '2023-04-10' });
  theirs = at('2026-11-25T19:39:00');
  expect(watch.read()).toMatchObject({ finding: 'agrees', comparedWith: '2026-11-25 19:39', on: '2026-11-25' });
  // The right day, an hour early: hours kept by it would be wrong, and a business date would not have shown it.
  set -= 3_600_000;
  expect(watch.read()).toMatchObject({ finding: 'differs', comparedWith: '2026-11-25 19:39' });
});

test('the time at the center: from the Date of its answers, carried on by the monotonic clock; anything else teaches nothing', async () => {
  const clock = new SimulatedClock();
  const time = new CenterTime(clock);
  for (const nothing of [null, '', 'soon']) time.heard(nothing);
  expect(time.now()).toBeNull();
  time.heard('Wed, 25 Nov 2026 10:30:00 GMT');
  await clock.advance(90_000);
  time.heard('nonsense');
  expect(time.now()).toBe(at('2026-11-25T19:31:30'));
});
