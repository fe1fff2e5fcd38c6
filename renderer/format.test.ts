import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { formats } from './format.ts';
import { plain } from './messages/reading.ts';

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

test.each([
  ['ja', '2023年5月31日(水)', '5月31日', '20,000円', '8ポイント'],
  ['easy-ja', '2023{年|ねん}5{月|がつ}31{日|にち}({水|すい})', '5{月|がつ}31{日|にち}', '20,000{円|えん}', '8ポイント'],
  ['en', 'Wed, 31 May 2023', '31 May', '¥20,000', '8 points'],
  ['zh-Hans', '2023年5月31日周三', '5月31日', '20,000日元', '8积分'],
  ['zh-Hant', '2023年5月31日週三', '5月31日', '20,000日圓', '8點'],
  ['ko', '2023년 5월 31일 수요일', '5월 31일', '20,000엔', '8포인트'],
] as const)('%s: days, yen and points as people write them', (language, day, monthDay, yen, points) => {
  const f = formats[language];
  expect([f.day('2023-05-31'), f.monthDay('2023-05-31')]).toEqual([day, monthDay]);
  expect([f.yen(20_000), f.points(8)]).toEqual([yen, points]);
});

test('one point is one point', () => {
  expect([0, 1, 2, 108].map(formats.en.points)).toEqual(['0 points', '1 point', '2 points', '108 points']);
});

test('easy Japanese: a day that has a name of its own is read by it', () => {
  const read = (day: string) => formats['easy-ja'].monthDay(`2023-04-${day}`);
  expect(read('01')).toBe('4{月|がつ}{1日|ついたち}');
  expect(read('18')).toBe('4{月|がつ}18{日|にち}');
  expect(read('20')).toBe('4{月|がつ}{20日|はつか}');
  expect(read('24')).toBe('4{月|がつ}{24日|にじゅうよっか}');
});

test('easy Japanese: without its readings a day is the day of Japanese, on every day', () => {
  const days = fc.date({ min: new Date('2018-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const easy = formats['easy-ja'].day(iso);
      expect(plain(easy)).toBe(formats.ja.day(iso));
      expect(easy.replace(/\{[^}]*\}/g, '')).not.toMatch(/\p{Script=Han}/u);
    }),
  );
});

test('a change has its sign before the currency, and nothing has none', () => {
  expect([5_000, 0, -160].map(formats.ja.yenChange)).toEqual(['+5,000円', '0円', '-160円']);
  expect([5_000, 0, -160].map(formats.en.yenChange)).toEqual(['+¥5,000', '¥0', '-¥160']);
});
