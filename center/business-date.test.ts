import { afterEach, expect, test, vi } from 'vitest';
import { fixedDate, todayInJapan } from './business-date.ts';

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['2023-03-06T14:59:59Z', '2023-03-06'],
  ['2023-03-06T15:00:00Z', '2023-03-07'],
  ['2023-12-31T15:00:00Z', '2024-01-01'],
  ['2024-02-28T15:00:00Z', '2024-02-29'],
])('at %s it is %s in Japan, wherever the machine stands', (instant, day) => {
  vi.useFakeTimers({ now: new Date(instant) });
  expect(todayInJapan()()).toBe(day);
});

test('a fixed day stands still', () => {
  expect(fixedDate('2023-04-10')()).toBe('2023-04-10');
});
