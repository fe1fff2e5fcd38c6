import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { formats } from './format.ts';

describe('a calendar day stays that day, wherever the machine believes it is', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  const days = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  test.each(['Asia/Tokyo', 'Pacific/Kiritimati', 'America/Los_Angeles', 'UTC'])('in %s', (name) => {
    process.env.TZ = name;
    fc.assert(
      fc.property(days, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, day] = iso.split('-').map(Number);
        expect(formats.ja.shortDay(iso)).toBe(iso.replaceAll('-', '/'));
        expect(formats.ja.monthDay(iso)).toBe(`${month}月${day}日`);
        expect(formats.en.day(iso)).toMatch(new RegExp(`\\b${day} [A-Z][a-z]+ ${year}$`));
      }),
    );
  });
});

test('days, yen and points as people write them', () => {
  expect(formats.ja.day('2023-05-31')).toBe('2023年5月31日(水)');
  expect(formats.en.day('2023-05-31')).toBe('Wed, 31 May 2023');
  expect(formats.ja.yen(20_000)).toBe('20,000円');
  expect(formats.en.yen(20_000)).toBe('¥20,000');
  expect(formats.ja.points(8)).toBe('8ポイント');
  expect([formats.en.points(1), formats.en.points(108)]).toEqual(['1 point', '108 points']);
});

test('a change has its sign before the currency, and nothing has none', () => {
  expect([5_000, 0, -160].map(formats.ja.yenChange)).toEqual(['+5,000円', '0円', '-160円']);
  expect([5_000, 0, -160].map(formats.en.yenChange)).toEqual(['+¥5,000', '¥0', '-¥160']);
});
