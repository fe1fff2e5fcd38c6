import { describe, expect, test } from 'vitest';
import type { Event } from './index.ts';
import { answerOf, applied, apply, card, charge, dues, elsewhere, outcomes, register } from './testing/story.ts';

const cardAppliedFor = (on: string, myNumberCardAppliedOn: string, measure: 'charge' = 'charge'): Event => ({
  on,
  type: 'application',
  person: 'P',
  card: 'A',
  measure,
  myNumberCardAppliedOn,
});

describe('outside the campaign (R1, A38)', () => {
  test.each([
    ['2020-08-06', 'charge', 'outside-campaign'],
    ['2020-08-07', 'charge', 'accepted'],
    ['2022-06-29', 'health-insurance', 'outside-campaign'],
    ['2022-06-30', 'health-insurance', 'accepted'],
    ['2022-06-29', 'public-money-account', 'outside-campaign'],
    ['2022-06-30', 'public-money-account', 'accepted'],
    ['2023-03-01', 'charge', 'accepted'],
    ['2023-05-31', 'charge', 'accepted'],
    ['2023-06-01', 'charge', 'outside-campaign'],
  ] as const)('%s %s: %s', (on, measure, outcome) => {
    const registered = [register('2020-08-01'), charge('2021-06-01', 10), charge('2022-06-01', 10)];
    expect(outcomes(answerOf('2023-12-31', [...registered, apply(on, measure)]))).toEqual([outcome]);
  });
});

describe('registration by the day before (R18)', () => {
  test.each([
    ['T10, A22: registered on 6 March, applied on the 7th', '2023-03-06', '2023-03-07', 'accepted'],
    ['T10, A23: both on 7 March', '2023-03-07', '2023-03-07', 'not-registered-by-the-day-before'],
    ['A22: registered on the 7th, applied on the 8th', '2023-03-07', '2023-03-08', 'accepted'],
    ['A24: completed the day after the application', '2023-03-08', '2023-03-07', 'not-registered-by-the-day-before'],
  ])('%s', (_name, registered, on, outcome) => {
    expect(outcomes(answerOf('2023-04-01', [register(registered), apply(on)]))).toEqual([outcome]);
  });

  test('R20: a second registration does not move the first', () => {
    const events = [register('2023-03-01'), register('2023-03-07'), apply('2023-03-07')];
    expect(outcomes(answerOf('2023-04-01', events))).toEqual(['accepted']);
  });

  test('A23: refused today, accepted tomorrow', () => {
    const events = [register('2023-03-07'), apply('2023-03-07'), apply('2023-03-08')];
    expect(outcomes(answerOf('2023-04-01', events))).toEqual(['not-registered-by-the-day-before', 'accepted']);
  });

  test.each([
    ['R20, A25: SMART ICOCA', 'smart-icoca', 'accepted'],
    ['R23: Mobile ICOCA', 'mobile-icoca', 'accepted'],
    ['A40: a child card registers like any other', 'child-icoca', 'not-registered-by-the-day-before'],
    ['A41: a pass without stored fare', 'pass-without-sf', 'no-stored-fare'],
  ] as const)('%s without registration: %s', (_name, kind, outcome) => {
    expect(outcomes(answerOf('2023-04-01', [card('2023-03-25', kind), apply('2023-03-25')]))).toEqual([outcome]);
  });

  test('A40: a registered child card is accepted', () => {
    expect(outcomes(answerOf('2023-04-01', [card('2023-01-01', 'child-icoca'), ...applied]))).toEqual(['accepted']);
  });
});

describe('a registration lapses after 25 months without a charge (A27)', () => {
  test.each([
    ['on the last day', [register('2020-12-10')], '2023-01-10', 'accepted'],
    ['a day later', [register('2020-12-10')], '2023-01-11', 'not-registered-by-the-day-before'],
    ['kept alive by a charge', [register('2020-12-10'), charge('2022-01-01', 10)], '2023-01-11', 'accepted'],
    [
      'kept alive by a point charge',
      [register('2020-12-10'), charge('2022-01-01', 10, { source: 'point-charge' })],
      '2023-01-11',
      'accepted',
    ],
    [
      'not revived by a charge after the lapse',
      [register('2018-10-01'), charge('2022-01-01', 10)],
      '2023-01-10',
      'not-registered-by-the-day-before',
    ],
    [
      'registered again while it was in force: 25 months begin again',
      [register('2020-12-10'), register('2022-01-01')],
      '2023-03-10',
      'accepted',
    ],
    ['registered anew', [register('2018-10-01'), register('2023-01-09')], '2023-01-10', 'accepted'],
    [
      'registered anew on the day itself',
      [register('2018-10-01'), register('2023-01-10')],
      '2023-01-10',
      'not-registered-by-the-day-before',
    ],
  ] as const)('%s', (_name, events, on, outcome) => {
    expect(outcomes(answerOf('2023-04-01', [...events, apply(on)]))).toEqual([outcome]);
  });

  test('A28: a lapse between application and grant takes nothing', () => {
    const events = [register('2020-09-01'), apply('2020-09-02'), charge('2020-09-02', 8_000)];
    expect(dues(answerOf('2023-06-30', events))).toEqual([[2_000, null]]);
  });
});

describe('Mobile ICOCA (R22, A26, T11)', () => {
  test.each([
    ['2023-03-21', 'mobile-not-started'],
    ['2023-03-22', 'accepted'],
  ])('%s: %s', (on, outcome) => {
    expect(outcomes(answerOf('2023-04-01', [card('2023-03-01', 'mobile-icoca'), apply(on)]))).toEqual([outcome]);
  });

  test('a card is what it is also before the day it was declared', () => {
    expect(outcomes(answerOf('2023-04-01', [card('2023-03-25', 'mobile-icoca'), apply('2023-03-21')]))).toEqual([
      'mobile-not-started',
    ]);
  });
});

describe('the My Number card (R13, A37)', () => {
  test.each([
    ['2023-02-28', 'accepted'],
    ['2023-03-01', 'my-number-card-too-late'],
  ])('applied for on %s: %s', (day, outcome) => {
    expect(outcomes(answerOf('2023-04-01', [register('2023-03-01'), cardAppliedFor('2023-03-20', day)]))).toEqual([
      outcome,
    ]);
  });

  test('the deadline is the one known on the day of the question', () => {
    const events = [register('2022-09-01'), cardAppliedFor('2022-09-10', '2022-10-05')];
    expect(outcomes(answerOf('2022-09-19', events))).toEqual(['my-number-card-too-late']);
    expect(outcomes(answerOf('2022-09-20', events))).toEqual(['accepted']);
  });
});

describe('received or applied for already (R24, A14–A17)', () => {
  test('T12, R24, A17: received elsewhere, on any kind of card', () => {
    for (const kind of ['mobile-icoca', 'smart-icoca'] as const) {
      const events = [card('2023-03-22', kind), elsewhere('2023-03-01'), apply('2023-03-22')];
      expect(outcomes(answerOf('2023-04-01', events))).toEqual(['already-received']);
    }
  });

  test('another measure received elsewhere does not matter', () => {
    expect(outcomes(answerOf('2023-04-01', [elsewhere('2023-01-01', 'health-insurance'), ...applied]))).toEqual([
      'accepted',
    ]);
  });

  test('received elsewhere on the day of the application', () => {
    expect(outcomes(answerOf('2023-04-01', [...applied, elsewhere('2023-01-10')]))).toEqual(['already-received']);
  });

  test('received elsewhere only after the application: it had been accepted', () => {
    expect(outcomes(answerOf('2023-04-01', [...applied, elsewhere('2023-01-11')]))).toEqual(['accepted']);
  });

  test('A14, A16: a measure once a person, on whatever card', () => {
    const events = [
      ...applied,
      apply('2023-01-11'),
      register('2023-01-01', 'B'),
      apply('2023-01-12', 'charge', 'P', 'B'),
    ];
    expect(outcomes(answerOf('2023-04-01', events))).toEqual(['accepted', 'already-applied', 'already-applied']);
  });

  test('A14: one card for all three measures', () => {
    const events = [...applied, apply('2023-01-10', 'health-insurance'), apply('2023-01-10', 'public-money-account')];
    expect(outcomes(answerOf('2023-04-01', events))).toEqual(['accepted', 'accepted', 'accepted']);
  });

  test('A15: a second person on one card, whatever the measure', () => {
    const events = [...applied, apply('2023-01-11', 'charge', 'Q'), apply('2023-01-11', 'health-insurance', 'Q')];
    expect(outcomes(answerOf('2023-04-01', events))).toEqual([
      'accepted',
      'card-of-another-person',
      'card-of-another-person',
    ]);
  });

  test('a refused application binds neither person nor card', () => {
    const events = [register('2023-01-10'), apply('2023-01-10', 'charge', 'P'), apply('2023-01-11', 'charge', 'Q')];
    expect(outcomes(answerOf('2023-04-01', events))).toEqual(['not-registered-by-the-day-before', 'accepted']);
  });

  test('of one day the first in the order of the answer wins: person, then measure', () => {
    const events = [
      register('2023-01-01'),
      apply('2023-01-10', 'charge', 'Q'),
      apply('2023-01-10', 'health-insurance', 'P'),
    ];
    expect(outcomes(answerOf('2023-04-01', events))).toEqual(['accepted', 'card-of-another-person']);
  });
});

test('of several reasons the first of the list is given', () => {
  const person = [elsewhere('2023-01-01'), register('2023-01-01', 'B'), apply('2023-01-10', 'charge', 'Q', 'B')];
  const onB = (on: string, extra: object = {}): Event => ({ ...apply(on, 'charge', 'P', 'B'), ...extra }) as Event;
  const late = { myNumberCardAppliedOn: '2023-03-05' };
  const ask = (...events: Event[]) => outcomes(answerOf('2023-12-31', [...person, ...events])).at(-1);
  expect(ask(card('2023-01-01', 'mobile-icoca', 'B'), onB('2023-06-01', late))).toBe('outside-campaign');
  expect(ask(card('2023-03-10', 'mobile-icoca', 'B'), onB('2023-03-10', late))).toBe('mobile-not-started');
  expect(ask(card('2023-03-10', 'pass-without-sf', 'B'), onB('2023-03-10', late))).toBe('no-stored-fare');
  const unregistered = { ...apply('2023-03-10', 'charge', 'P', 'C'), ...late } as Event;
  expect(ask(unregistered)).toBe('not-registered-by-the-day-before');
  expect(ask(onB('2023-03-10', late))).toBe('my-number-card-too-late');
  expect(ask(onB('2023-03-10'))).toBe('already-received');
  const applied2 = [register('2023-01-01', 'D'), apply('2023-01-10', 'charge', 'R', 'D')];
  expect(ask(...applied2, apply('2023-03-10', 'charge', 'R', 'B'))).toBe('already-applied');
  expect(ask(apply('2023-03-10', 'charge', 'S', 'B'))).toBe('card-of-another-person');
});
