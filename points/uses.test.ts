import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Campaign, evaluateUses, rideCountPoints, timeBandPoints, type UsageEvent } from './index.ts';
import { loadCampaign } from './load.ts';
import { card, charge, register, reissue } from './testing/story.ts';

const holidays = new Set(['2023-05-03', '2023-05-04', '2023-05-05']);
const dayOf = (month: string, index: number) => `${month}-${String(1 + (index % 28)).padStart(2, '0')}`;

interface Ride {
  at?: number;
  until?: number;
  section?: string;
}

function ride(on: string, yen: number, { at = 480, until = at + 20, section = 's' }: Ride = {}): UsageEvent {
  return {
    on,
    type: 'use',
    use: 'ride',
    card: 'A',
    yen,
    enteredAtMinute: at,
    leftAtMinute: until,
    groups: { 'same-fare-section': section, 'section-group': section },
  };
}
const rides = (count: number, month = '2023-04', yen = 190) =>
  Array.from({ length: count }, (_, index) => ride(dayOf(month, index), yen));
const registered = register('2023-03-01') as UsageEvent;

function rewards(campaign: Campaign, events: readonly UsageEvent[], asOf = '2023-12-31') {
  return evaluateUses(campaign, { asOf, events, holidays }).map(({ month, points, plannedOn }) => [
    month,
    points,
    plannedOn,
  ]);
}

/** A shipped campaign with its first measure changed; refused where the change contradicts itself. */
function changed(campaign: Campaign, measure: object): Campaign {
  const loaded = loadCampaign({ ...campaign, measures: [{ ...campaign.measures[0], ...measure }] });
  if (!loaded.ok) throw new Error(loaded.error.join('; '));
  return loaded.value;
}

describe('利用回数ポイント: 10 % from the 11th ride of a month on one section', () => {
  test.each([
    ['10 rides', 10, []],
    ['the 11th', 11, [['2023-04', 19, '2023-05-06']]],
    ['13 rides', 13, [['2023-04', 57, '2023-05-06']]],
  ])('%s', (_name, count, expected) =>
    expect(rewards(rideCountPoints, [registered, ...rides(count)])).toEqual(expected),
  );

  test('every month begins anew', () => {
    expect(rewards(rideCountPoints, [registered, ...rides(10), ...rides(10, '2023-05')])).toEqual([]);
  });

  test('sections do not add up', () => {
    const other = rides(10).map((event) => ({ ...event, groups: { 'same-fare-section': 't' } }) as UsageEvent);
    expect(rewards(rideCountPoints, [registered, ...rides(10), ...other])).toEqual([]);
  });

  test('a ride on the day of registration earns nothing, one on the next day does', () => {
    const all = Array.from({ length: 11 }, (_, index) => ride('2023-04-10', 190, { at: index * 30 }));
    expect(rewards(rideCountPoints, [register('2023-04-10') as UsageEvent, ...all])).toEqual([]);
    expect(rewards(rideCountPoints, [register('2023-04-09') as UsageEvent, ...all])).toEqual([
      ['2023-04', 19, '2023-05-06'],
    ]);
  });

  test('A27: what is used in a lapse earns nothing', () => {
    const old = register('2021-03-01') as UsageEvent;
    expect(rewards(rideCountPoints, [old, ...rides(11)])).toEqual([]);
    const alive = charge('2022-01-01', 1_000) as UsageEvent;
    expect(rewards(rideCountPoints, [old, alive, ...rides(11)])).toHaveLength(1);
  });

  test('A30: the rides of a replaced card and of its successor add up', () => {
    const later = rides(11).map((event, index) => (index < 5 ? event : { ...event, card: 'B' }) as UsageEvent);
    const moved = reissue('2023-04-06', 'A', 'B') as UsageEvent;
    const [reward] = evaluateUses(rideCountPoints, {
      asOf: '2023-12-31',
      events: [registered, ...later, moved],
      holidays,
    });
    expect(reward).toMatchObject({ card: 'B', points: 19 });
  });

  test('rides before the programme starts and after it ends earn nothing', () => {
    const april = changed(rideCountPoints, { startsOn: '2023-04-02', endsOn: '2023-04-12' });
    expect(rewards(april, [registered, ...rides(11)])).toEqual([]);
    expect(rewards(april, [registered, ...rides(12)])).toHaveLength(1);
    const shorter = changed(rideCountPoints, { startsOn: '2023-04-01', endsOn: '2023-04-10' });
    expect(rewards(shorter, [registered, ...rides(12)])).toEqual([]);
  });

  test('SMART ICOCA needs no registration, a pass without stored fare gets nothing', () => {
    const kind = (name: 'smart-icoca' | 'pass-without-sf') => card('2023-01-01', name) as UsageEvent;
    expect(rewards(rideCountPoints, [kind('smart-icoca'), ...rides(11)])).toHaveLength(1);
    expect(rewards(rideCountPoints, [kind('pass-without-sf'), registered, ...rides(11)])).toEqual([]);
  });
});

describe('時間帯指定ポイント: 10 % from the 4th ride in the hours', () => {
  /** 3, 4, 5 and 6 April 2023 are Monday to Thursday. */
  const weekdays = ['2023-04-03', '2023-04-04', '2023-04-05', '2023-04-06'];
  const at = (minutes: number, until: number) => weekdays.map((on) => ride(on, 500, { at: minutes, until }));

  test.each([
    ['entered at 10:00', 600, 1_100, 1],
    ['left at 17:00', 500, 1_020, 1],
    ['left at 10:00', 500, 600, 1],
    ['before and after', 500, 1_021, 0],
    ['before', 500, 599, 0],
    ['after', 1_021, 1_060, 0],
  ])('weekday, %s', (_name, from, until, count) => {
    expect(rewards(timeBandPoints, [registered, ...at(from, until)])).toHaveLength(count);
  });

  test.each([
    ['weekends', ['2023-04-01', '2023-04-02', '2023-04-08', '2023-04-09']],
    ['national holidays and a Saturday', ['2023-05-03', '2023-05-04', '2023-05-05', '2023-05-06']],
  ])('%s count all day', (_name, days) => {
    const early = days.map((on) => ride(on, 500, { at: 300 }));
    expect(rewards(timeBandPoints, [registered, ...early])).toMatchObject([
      [days[0]?.slice(0, 7), 50, expect.any(String)],
    ]);
  });

  test('1 to 3 January count as holidays', () => {
    const days = ['2024-01-01', '2024-01-02', '2024-01-03'].map((on) => ride(on, 500, { at: 300 }));
    const fourth = (on: string) => [registered, ...days, ride(on, 500, { at: 300 })];
    expect(rewards(timeBandPoints, fourth('2024-01-06'), '2024-02-01')).toHaveLength(1);
    expect(rewards(timeBandPoints, fourth('2024-01-04'), '2024-02-01')).toEqual([]);
  });

  test('child cards are excluded', () => {
    const child = card('2023-01-01', 'child-icoca') as UsageEvent;
    expect(rewards(timeBandPoints, [child, registered, ...at(600, 630)])).toEqual([]);
  });
});

describe('the other shapes of docs/facts/points.md §2', () => {
  test('Hankyu: 15 % from the 31st, floored to a point, around the 15th', () => {
    const hankyu = changed(rideCountPoints, {
      steps: [
        { fromUse: 11, percent: 10 },
        { fromUse: 31, percent: 15 },
      ],
      grant: { monthsLater: 1, day: 15 },
    });
    // 20 × 15.5 + 1 × 23.25 = 333.25
    expect(rewards(hankyu, [registered, ...rides(31, '2023-04', 155)])).toEqual([['2023-04', 333, '2023-05-15']]);
  });

  test('caps a month and over the whole campaign', () => {
    const capped = changed(rideCountPoints, {
      steps: [{ fromUse: 1, percent: 10 }],
      caps: { month: 100, campaign: 150 },
    });
    const events = [registered, ...rides(20), ...rides(20, '2023-05'), ...rides(20, '2023-06')];
    expect(rewards(capped, events)).toEqual([
      ['2023-04', 100, '2023-05-06'],
      ['2023-05', 50, '2023-06-06'],
    ]);
  });

  test('two programmes that stack on one ride', () => {
    const measure = { ...rideCountPoints.measures[0], steps: [{ fromUse: 1, percent: 10 }] };
    const stacked = loadCampaign({
      ...rideCountPoints,
      measures: [
        { ...measure, id: 'one', stacksWith: ['two'] },
        { ...measure, id: 'two', stacksWith: ['one'] },
      ],
    });
    expect(stacked.ok && rewards(stacked.value, [registered, ...rides(1)])).toHaveLength(2);
  });

  const common = { ...rideCountPoints.measures[0] } as Record<string, unknown>;
  const shaped = (shape: object, { drop }: { drop: string[] }) => {
    const rest = Object.fromEntries(Object.entries(common).filter(([key]) => !drop.includes(key)));
    const loaded = loadCampaign({ ...rideCountPoints, measures: [{ ...rest, ...shape }] });
    if (!loaded.ok) throw new Error(loaded.error.join('; '));
    return loaded.value;
  };

  test('ICO+: a table by the month’s charges, the month ending at 02:59', () => {
    const table = [
      { fromYen: 3_000, points: 30 },
      { fromYen: 18_000, points: 300 },
    ];
    const drop = ['groupBy', 'bands', 'minimumYen', 'steps'];
    const charges = shaped({ shape: 'tiers', use: 'charge', sources: ['cash'], table }, { drop });
    const paid = (yen: number) => charge('2023-04-10', yen) as UsageEvent;
    expect(rewards(charges, [registered, paid(2_999)])).toEqual([]);
    expect(rewards(charges, [registered, paid(17_999)])).toMatchObject([['2023-04', 30, '2023-05-06']]);
    expect(rewards(charges, [registered, paid(18_000)])).toMatchObject([['2023-04', 300, '2023-05-06']]);
    const night = shaped({ shape: 'tiers', use: 'ride', sources: [], table, dayBeginsAtHour: 3 }, { drop });
    expect(rewards(night, [registered, ride('2023-05-01', 3_000, { at: 179 })])).toMatchObject([
      ['2023-04', 30, '2023-05-06'],
    ]);
    expect(rewards(night, [registered, ride('2023-05-01', 3_000, { at: 180 })])).toMatchObject([
      ['2023-05', 30, '2023-06-06'],
    ]);
  });

  test('駅ナカパスポート: every 5 purchases 100 points; 10 % from 700 yen between 17 and 23', () => {
    const purchase = (index: number, yen: number): UsageEvent =>
      ({ ...ride(dayOf('2023-04', index), yen, { at: 1_100 }), use: 'purchase' }) as UsageEvent;
    const fifth = shaped(
      { shape: 'every-nth', use: 'purchase', groupBy: 'none', every: 5, points: 100 },
      { drop: ['steps'] },
    );
    expect(rewards(fifth, [registered, ...[0, 1, 2, 3, 4, 5].map((index) => purchase(index, 150))])).toMatchObject([
      ['2023-04', 100, '2023-05-06'],
    ]);
    const evening = changed(rideCountPoints, {
      use: 'purchase',
      groupBy: 'none',
      minimumYen: 700,
      steps: [{ fromUse: 1, percent: 10 }],
      bands: [{ days: 'every-day', fromMinute: 1_020, untilMinute: 1_380 }],
    });
    expect(rewards(evening, [registered, purchase(0, 699)])).toEqual([]);
    expect(rewards(evening, [registered, purchase(0, 700)])).toMatchObject([['2023-04', 70, '2023-05-06']]);
  });
});

test('the order of events never matters', () => {
  const event = fc.record({
    day: fc.nat(27),
    yen: fc.integer({ min: 100, max: 900 }),
    at: fc.nat(1_400),
    section: fc.constantFrom('s', 't'),
  });
  const story = fc
    .array(event, { minLength: 12, maxLength: 30 })
    .chain((parts) => fc.shuffledSubarray(parts, { minLength: parts.length }).map((other) => [parts, other] as const));
  fc.assert(
    fc.property(story, ([parts, other]) => {
      const told = (list: typeof parts) =>
        rewards(rideCountPoints, [
          registered,
          ...list.map(({ day, yen, at, section }) => ride(dayOf('2023-04', day), yen, { at, section })),
        ]);
      expect(told(other)).toEqual(told(parts));
    }),
  );
});
