import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, addDays, type Event } from './index.ts';
import { naiveAnswer } from './testing/naive.ts';
import { answerOf, apply, charge, register } from './testing/story.ts';

const day = (from: string, days: number) => fc.nat(days).map((n) => addDays(from, n));
const SOURCES = ['cash', 'quick-charge', 'point-charge', 'petrol-station', 'petrol-station-change'] as const;
const MEASURES = ['charge', 'health-insurance', 'public-money-account'] as const;
const name = (names: string) => fc.constantFrom(...names);

/** Days on which something begins or ends, one of three the day before or after. */
const EDGES =
  '2020-08-07 2020-09-01 2020-12-10 2021-12-31 2022-06-30 2022-12-31 2023-01-10 2023-02-18 2023-02-22 2023-02-28 2023-03-06 2023-03-18 2023-03-22 2023-05-31';
const edge = fc
  .tuple(fc.constantFrom(...EDGES.split(' ')), fc.constantFrom(-1, 0, 0, 0, 0, 1))
  .map(([on, days]) => addDays(on, days));
/** Whole weeks of a few people and cards who do everything that can be done, often what they may not. */
const anyDay = fc.oneof(edge, day('2022-06-01', 420));
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ on: anyDay, type: fc.constant('registration' as const), card: name('ABCD') }) },
  {
    weight: 5,
    arbitrary: fc
      .record({
        on: anyDay,
        person: name('PQR'),
        card: name('ABCD'),
        measure: fc.constantFrom(...MEASURES),
        back: fc.option(fc.nat(200)),
      })
      .map(({ on, person, card, measure, back }) => ({
        ...({ on, type: 'application', person, card, measure } as const),
        ...(back === null ? {} : { myNumberCardAppliedOn: addDays(on, -back) }),
      })),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      on: anyDay,
      type: fc.constant('charge' as const),
      card: name('ABCD'),
      yen: fc.integer({ min: 0, max: 10_000 }),
      source: fc.constantFrom(...SOURCES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      on: anyDay,
      type: fc.constantFrom('health-insurance', 'public-money-account'),
      person: name('PQR'),
    }) as fc.Arbitrary<Event>,
  },
  {
    weight: 1,
    arbitrary: fc.record({
      on: anyDay,
      type: fc.constant('received-elsewhere' as const),
      person: name('PQR'),
      measure: fc.constantFrom(...MEASURES),
    }),
  },
);

/** Charges get ids and some are taken back; some cards are replaced once. */
const world = fc
  .record({
    events: fc.array(anyEvent, { maxLength: 60 }),
    back: fc.array(fc.record({ at: fc.nat(59), days: fc.nat(120) }), { maxLength: 10 }),
    reissues: fc.uniqueArray(fc.record({ on: anyDay, from: name('ABCD') }), {
      maxLength: 3,
      selector: ({ from }) => from,
    }),
    kind: fc.record({
      on: anyDay,
      kind: fc.constantFrom('icoca', 'smart-icoca', 'mobile-icoca', 'child-icoca', 'pass-without-sf'),
    }),
  })
  .map(({ events, back, reissues, kind }): Event[] => {
    const withIds = events.map((event, index) => (event.type === 'charge' ? { ...event, id: `c${index}` } : event));
    const reversals = back.flatMap(({ at, days }): Event[] => {
      const event = withIds[at];
      return event?.type === 'charge' ? [{ on: addDays(event.on, days), type: 'reversal', of: `c${at}` }] : [];
    });
    const moved = reissues.map(({ on, from }): Event => ({ on, type: 'reissue', card: from, to: `${from}2` }));
    // From then on the new card is used, though every third event still comes in under the old number.
    const used = withIds.map((event, index): Event => {
      const after = reissues.some(({ on, from }) => 'card' in event && event.card === from && event.on >= on);
      return after && index % 3 !== 0 ? ({ ...event, card: `${'card' in event && event.card}2` } as Event) : event;
    });
    return [...used, ...reversals, ...moved, { on: kind.on, type: 'card', card: 'D', kind: kind.kind } as Event];
  });
const asOf = fc.oneof(edge, day('2022-06-01', 500));

/** The answer without the places in the input, which do depend on the order. */
function withoutPlaces({ reasons: _, ...answer }: Answer): Omit<Answer, 'reasons'> {
  return answer;
}

describe('whatever happens', () => {
  test('the order of events never matters', () => {
    const shuffled = world.chain((events) =>
      fc.shuffledSubarray(events, { minLength: events.length }).map((other) => ({ events, other })),
    );
    fc.assert(
      fc.property(shuffled, asOf, ({ events, other }, on) => {
        expect(withoutPlaces(answerOf(on, other))).toEqual(withoutPlaces(answerOf(on, events)));
      }),
    );
  });

  test('every list equals that of an independent implementation', () => {
    fc.assert(
      fc.property(world, asOf, (events, on) => {
        expect(withoutPlaces(answerOf(on, events))).toEqual(naiveAnswer({ asOf: on, events }));
      }),
      { numRuns: 1_000 },
    );
  });

  test('events after the day of the question change nothing', () => {
    fc.assert(
      fc.property(world, asOf, (events, on) => {
        const known = events.filter((event) => event.on <= on);
        const ids = new Set(known.flatMap((event) => (event.type === 'charge' ? [event.id] : [])));
        const closed = known.filter((event) => event.type !== 'reversal' || ids.has(event.of));
        expect(withoutPlaces(answerOf(on, events))).toEqual(withoutPlaces(answerOf(on, closed)));
      }),
    );
  });

  test('a later day never takes back a grant whose planned day has passed', () => {
    fc.assert(
      fc.property(world, asOf, fc.nat(400), (events, on, later) => {
        const posted = ({ person, measure, points, plannedOn, pointName }: Answer['grants'][number]) =>
          JSON.stringify([person, measure, points, plannedOn, pointName]);
        const passed = answerOf(on, events).grants.filter(({ plannedOn }) => plannedOn !== null && plannedOn <= on);
        const after = new Set(answerOf(addDays(on, later), events).grants.map(posted));
        for (const grant of passed) expect(after).toContain(posted(grant));
      }),
    );
  });

  test('R12: nobody gets more than 20,000, nothing is fractional, nothing comes without an accepted application', () => {
    fc.assert(
      fc.property(world, asOf, (events, on) => {
        const { applications, grants } = answerOf(on, events);
        const accepted = new Set(
          applications.filter((row) => row.accepted).map((row) => `${row.person} ${row.measure}`),
        );
        const totals = new Map<string, number>();
        for (const { person, measure, points } of grants) {
          expect(accepted).toContain(`${person} ${measure}`);
          expect(Number.isSafeInteger(points) && points > 0).toBe(true);
          totals.set(person, (totals.get(person) ?? 0) + points);
        }
        for (const points of totals.values()) expect(points).toBeLessThanOrEqual(20_000);
      }),
    );
  });
});

describe('one person, one card', () => {
  const life = fc
    .record({
      charges: fc.array(
        fc.record({
          on: day('2022-12-20', 180),
          yen: fc.integer({ min: 0, max: 12_000 }),
          source: fc.constantFrom(...SOURCES, 'cash', 'cash', 'cash'),
          backAfter: fc.option(fc.nat(90), { freq: 2 }),
        }),
        { maxLength: 12 },
      ),
      appliedOn: day('2023-01-01', 40),
    })
    .map(({ charges, appliedOn }) => [
      register('2022-12-01'),
      apply(appliedOn),
      ...charges.flatMap(({ on, yen, source, backAfter }, index): Event[] => [
        charge(on, yen, { source, id: `c${index}` }),
        ...(backAfter === null ? [] : [{ on: addDays(on, backAfter), type: 'reversal' as const, of: `c${index}` }]),
      ]),
    ]);

  test('the grant equals the floor rule of an independent implementation', () => {
    fc.assert(
      fc.property(life, day('2023-01-01', 300), (events, on) => {
        expect(withoutPlaces(answerOf(on, events))).toEqual(naiveAnswer({ asOf: on, events }));
      }),
      { numRuns: 500 },
    );
  });

  test('splitting a charge never changes a grant', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, day('2023-01-10', 140), day('2023-01-10', 200), (yen, on, asked) => {
        const begun = [register('2023-01-09'), apply('2023-01-10')];
        const whole = charge(
          on,
          yen.reduce((sum, part) => sum + part, 0),
        );
        const split = yen.map((part) => charge(on, part));
        expect(withoutPlaces(answerOf(asked, [...begun, ...split]))).toEqual(
          withoutPlaces(answerOf(asked, [...begun, whole])),
        );
      }),
    );
  });
});
