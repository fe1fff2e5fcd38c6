import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  compareDates,
  dayOfLaterMonth,
  dayOfWeek,
  daysInMonth,
  isIsoDate,
  laterOf,
} from './calendar.ts';

const date = fc
  .record({
    year: fc.integer({ min: 1600, max: 2400 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map((fields) => Temporal.PlainDate.from(fields).toString());

describe('the calendar agrees with Temporal', () => {
  test('days and months added', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -20_000, max: 20_000 }), (day, n) => {
        const plain = Temporal.PlainDate.from(day);
        expect(addDays(day, n)).toBe(plain.add({ days: n }).toString());
        expect(addMonths(day, n % 1200)).toBe(plain.add({ months: n % 1200 }).toString());
        expect(dayOfWeek(day)).toBe(plain.dayOfWeek % 7);
        expect(daysInMonth(plain.year, plain.month)).toBe(plain.daysInMonth);
        expect(dayOfLaterMonth(day, 1, 18)).toBe(plain.with({ day: 18 }).add({ months: 1 }).toString());
      }),
    );
  });

  test('which days exist', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(part(9999), part(13), part(33), (year, month, day) => {
        const text = [String(year).padStart(4, '0'), ...[month, day].map((n) => String(n).padStart(2, '0'))].join('-');
        let exists = year >= 1;
        try {
          Temporal.PlainDate.from(text);
        } catch {
          exists = false;
        }
        expect(isIsoDate(text)).toBe(exists);
      }),
    );
  });

  test('text order is day order', () => {
    fc.assert(
      fc.property(date, date, (a, b) => {
        expect(compareDates(a, b)).toBe(Temporal.PlainDate.compare(a, b));
        expect(laterOf(a, b)).toBe(compareDates(a, b) > 0 ? a : b);
      }),
    );
  });
});

test.each([
  '2023-02-29',
  '2023-13-01',
  '2023-00-10',
  '2023-04-31',
  '2023-1-1',
  '20230101',
  '2023-01-01T00:00',
  '',
  '0000-01-01',
])('%j is no day', (text) => expect(isIsoDate(text)).toBe(false));
