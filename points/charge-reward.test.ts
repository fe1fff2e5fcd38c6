import { describe, expect, test, vi } from 'vitest';
import {
  account,
  answerOf,
  applied,
  apply,
  charge,
  dues,
  elsewhere,
  insurance,
  register,
  takeBack,
} from './testing/story.ts';

const WESTER = 'WESTERポイント（チャージ専用）';

describe('the lump at 20,000 yen (R6, R7)', () => {
  test.each([
    ['T1: reached in February', [charge('2023-01-10', 10_000), charge('2023-02-03', 10_000)], '2023-03-18'],
    ['T2: reached in January', [charge('2023-01-10', 10_000), charge('2023-01-31', 10_000)], '2023-02-18'],
    ['A3: exactly 20,000', [charge('2023-02-28', 20_000)], '2023-03-18'],
    ['A4: overshot to 29,000', [charge('2023-02-01', 19_000), charge('2023-02-02', 10_000)], '2023-03-18'],
    ['A6, T9: reached on the last day', [charge('2023-05-31', 20_000)], '2023-06-18'],
    ['A18: the 18th is a Sunday and stays', [charge('2023-05-01', 20_000)], '2023-06-18'],
    ['R5: quick charges count', [charge('2023-02-01', 20_000, { source: 'quick-charge' })], '2023-03-18'],
    ['A1: on the day of application', [charge('2023-01-10', 20_000)], '2023-02-18'],
  ] as const)('%s', (_name, charges, plannedOn) => {
    expect(dues(answerOf('2023-07-01', [...applied, ...charges]))).toEqual([[5_000, plannedOn]]);
  });

  test('A5: the day of the charge decides, not when its data arrived', () => {
    const late = [...applied, charge('2023-02-20', 10_000), charge('2023-01-31', 10_000)];
    expect(dues(answerOf('2023-07-01', late))).toEqual([[5_000, '2023-03-18']]);
  });

  test('R7: nothing is granted below the threshold before the end', () => {
    expect(dues(answerOf('2023-05-31', [...applied, charge('2023-02-01', 19_990)]))).toEqual([]);
  });

  test('R12: 20,000 over all three measures', () => {
    const events = [
      ...applied,
      apply('2023-01-10', 'health-insurance'),
      apply('2023-01-10', 'public-money-account'),
      charge('2023-01-11', 20_000),
      charge('2023-03-11', 20_000),
      insurance('2023-01-12'),
      insurance('2023-02-12'),
      account('2023-01-13'),
    ];
    expect(dues(answerOf('2023-07-01', events))).toEqual([
      [5_000, '2023-02-18'],
      [7_500, '2023-02-18'],
      [7_500, '2023-02-18'],
    ]);
  });

  test('A11, A12: the 5,000 of round 1 come once; the other measures stay open', () => {
    const events = [
      register('2021-01-09'),
      apply('2021-01-10'),
      charge('2021-01-10', 20_000),
      charge('2022-02-10', 20_000),
      apply('2022-07-01', 'health-insurance'),
      insurance('2022-07-02'),
    ];
    expect(dues(answerOf('2023-07-01', events))).toEqual([
      [5_000, '2021-02-18'],
      [7_500, '2022-08-18'],
    ]);
  });
});

describe('what counts', () => {
  test('T3, R4: charges before the application day do not', () => {
    const answer = answerOf('2023-06-30', [...applied, charge('2023-01-09', 20_000)]);
    expect(answer).toMatchObject({ grants: [], progress: [{ countedYen: 0, remainingYen: 20_000 }] });
  });

  test('A32: what a new card was sold with is before its registration and does not', () => {
    const events = [charge('2023-01-09', 1_500), ...applied];
    expect(answerOf('2023-06-30', events).progress).toEqual([{ card: 'A', countedYen: 0, remainingYen: 20_000 }]);
  });

  test('R3: charges of another card do not', () => {
    const answer = answerOf('2023-06-30', [...applied, charge('2023-02-01', 20_000, { name: 'B' })]);
    expect(answer.progress).toEqual([{ card: 'A', countedYen: 0, remainingYen: 20_000 }]);
  });

  test.each([
    ['T6, R9: point charge', 'point-charge'],
    ['R9: petrol station', 'petrol-station'],
    ['T7, R9: change at a petrol station', 'petrol-station-change'],
  ] as const)('%s does not', (_name, source) => {
    const answer = answerOf('2023-06-30', [
      ...applied,
      charge('2023-02-01', 15_000),
      charge('2023-02-02', 5_000, { source }),
    ]);
    expect(dues(answer)).toEqual([[3_750, null]]);
  });

  test('R1: the end is inclusive, the day after is outside', () => {
    const answer = answerOf('2023-07-01', [...applied, charge('2023-05-31', 100), charge('2023-06-01', 20_000)]);
    expect(dues(answer)).toEqual([[25, null]]);
  });

  test('A10: from 1 September 2020, also when applied for in August', () => {
    const events = [
      register('2020-08-06'),
      apply('2020-08-07'),
      charge('2020-08-31', 8_000),
      charge('2020-09-01', 4_000),
    ];
    expect(answerOf('2020-10-01', events).progress).toEqual([{ card: 'A', countedYen: 4_000, remainingYen: 16_000 }]);
  });

  test('T8, A10: both rounds are one total', () => {
    const events = [
      register('2021-09-01'),
      apply('2021-09-10'),
      charge('2021-10-15', 12_000),
      charge('2022-03-31', 8_000),
    ];
    expect(dues(answerOf('2022-05-01', events))).toEqual([[5_000, '2022-04-18']]);
    expect(dues(answerOf('2022-01-15', events))).toEqual([]);
  });

  test('A2: the day in Japan is the day of the event; 31 May counts, 1 June does not', () => {
    expect(dues(answerOf('2023-07-01', [...applied, charge('2023-06-01', 20_000)]))).toEqual([]);
  });

  test('A33, A34: any machine, and cash on a SMART ICOCA', () => {
    const events = [
      { on: '2023-01-01', type: 'card', card: 'S', kind: 'smart-icoca' } as const,
      apply('2023-01-10', 'charge', 'P', 'S'),
      charge('2023-01-10', 20_000, { name: 'S' }),
    ];
    expect(dues(answerOf('2023-07-01', events))).toEqual([[5_000, '2023-02-18']]);
  });

  test('A36: the same charge told twice is one charge', () => {
    const twice = charge('2023-02-01', 10_000, { id: 'x' });
    expect(answerOf('2023-03-01', [...applied, twice, twice]).progress[0]).toMatchObject({ countedYen: 10_000 });
  });
});

describe('the payout after the end (R8, A7, A8, A9)', () => {
  test.each([
    [10, 2],
    [30, 7],
    [500, 125],
    [9_999, 2_499],
    [19_999, 4_999],
    [19_990, 4_997],
  ])('T4, T5: %i yen are %i points', (yen, points) => {
    expect(dues(answerOf('2023-06-01', [...applied, charge('2023-02-01', yen)]))).toEqual([[points, null]]);
  });

  test('A8: floored once on the sum, 382 and not 381', () => {
    const events = ['2023-02-01', '2023-02-02', '2023-02-03'].map((on) => charge(on, 510));
    expect(dues(answerOf('2023-06-01', [...applied, ...events]))).toEqual([[382, null]]);
  });

  test('a grant of zero points is left out', () => {
    expect(dues(answerOf('2023-06-01', [...applied, charge('2023-02-01', 3)]))).toEqual([]);
  });

  test('R2, A39: the end known on the day decides, before the extension and after it', () => {
    const events = [register('2022-01-09'), apply('2022-01-10'), charge('2022-02-01', 10_000)];
    expect(dues(answerOf('2023-02-21', events))).toEqual([]);
    expect(dues(answerOf('2023-03-01', events))).toEqual([]);
    expect(dues(answerOf('2023-05-31', events))).toEqual([]);
    expect(dues(answerOf('2023-06-01', events))).toEqual([[2_500, null]]);
  });
});

describe('names of grants (R14, R15)', () => {
  const events = [...applied, charge('2023-02-03', 20_000)];
  test('the name of the planned day', () => {
    expect(answerOf('2023-02-22', events).grants).toMatchObject([{ plannedOn: '2023-03-18', pointName: WESTER }]);
    expect(answerOf('2023-04-10', [...applied, charge('2023-01-11', 20_000)]).grants).toMatchObject([
      { plannedOn: '2023-02-18', pointName: 'ICOCAポイント' },
    ]);
  });

  test('before the notice the later name is not known', () => {
    expect(answerOf('2023-02-21', events).grants).toMatchObject([
      { plannedOn: '2023-03-18', pointName: 'ICOCAポイント' },
    ]);
  });

  test('R17: nothing but the name changes with the rename', () => {
    const [before, after] = ['2023-03-06', '2023-03-07'].map((asOf) => answerOf(asOf, events));
    expect(before?.grants).toEqual(after?.grants);
    expect(before?.progress).toEqual(after?.progress);
  });
});

describe('health insurance and account (R10, R11)', () => {
  const begun = [
    register('2022-05-01'),
    apply('2022-07-10', 'health-insurance'),
    apply('2022-07-10', 'public-money-account'),
  ];

  test('7,500 each around the 18th of the month after', () => {
    const answer = answerOf('2022-09-01', [...begun, insurance('2022-07-31'), account('2022-08-01')]);
    expect(dues(answer)).toEqual([
      [7_500, '2022-08-18'],
      [7_500, '2022-09-18'],
    ]);
  });

  test('T13, A13: done before the application, the later day counts', () => {
    const events = [register('2022-06-01'), insurance('2022-05-01'), apply('2022-06-30', 'health-insurance')];
    expect(dues(answerOf('2022-07-01', events))).toEqual([[7_500, '2022-07-18']]);
  });

  test('nothing without the thing itself, and nothing for a thing done after the end', () => {
    expect(dues(answerOf('2023-07-01', begun))).toEqual([]);
    expect(dues(answerOf('2023-07-01', [...begun, insurance('2023-06-01'), account('2023-05-31')]))).toEqual([
      [7_500, '2023-06-18'],
    ]);
  });

  test('the year turns', () => {
    expect(dues(answerOf('2023-01-01', [...begun, insurance('2022-12-31')]))).toEqual([[7_500, '2023-01-18']]);
  });
});

describe('charges taken back (A35)', () => {
  const paid = [...applied, charge('2023-02-01', 10_000, { id: 'x' }), charge('2023-02-02', 10_000)];

  test('by the planned day: no lump', () => {
    const answer = answerOf('2023-04-01', [...paid, takeBack('2023-03-18', 'x')]);
    expect(answer).toMatchObject({ grants: [], progress: [{ countedYen: 10_000, remainingYen: 10_000 }] });
  });

  test('after the planned day: the grant stays, staff decide', () => {
    expect(dues(answerOf('2023-07-01', [...paid, takeBack('2023-03-19', 'x')]))).toEqual([[5_000, '2023-03-18']]);
  });

  test('a later charge replaces the one taken back: the lump moves with it', () => {
    const events = [...paid, takeBack('2023-02-10', 'x'), charge('2023-04-01', 10_000)];
    expect(dues(answerOf('2023-07-01', events))).toEqual([[5_000, '2023-05-18']]);
  });

  test('taken back between the first planned day and the second: the first has been granted', () => {
    const events = [...paid, takeBack('2023-04-01', 'x'), charge('2023-04-02', 10_000)];
    expect(dues(answerOf('2023-07-01', events))).toEqual([[5_000, '2023-03-18']]);
  });

  test('two taken back one after the other: the second may still stop the moved lump', () => {
    const events = [
      ...applied,
      charge('2023-02-01', 10_000, { id: 'x' }),
      charge('2023-02-02', 10_000, { id: 'y' }),
      charge('2023-03-05', 10_000),
      takeBack('2023-03-10', 'x'),
      takeBack('2023-04-10', 'y'),
    ];
    expect(dues(answerOf('2023-03-09', events))).toEqual([[5_000, '2023-03-18']]);
    expect(dues(answerOf('2023-04-09', events))).toEqual([[5_000, '2023-04-18']]);
    expect(dues(answerOf('2023-04-10', events))).toEqual([]);
    expect(dues(answerOf('2023-07-01', events))).toEqual([[2_500, null]]);
  });

  test('a reversal that is not known yet does nothing', () => {
    expect(dues(answerOf('2023-03-09', [...paid, takeBack('2023-03-10', 'x')]))).toEqual([[5_000, '2023-03-18']]);
  });

  test('taken back twice: the first time decides', () => {
    const events = [...paid, takeBack('2023-03-19', 'x'), takeBack('2023-03-18', 'x')];
    expect(dues(answerOf('2023-05-01', events))).toEqual([]);
  });

  test('taken back twice counts once', () => {
    const events = [...paid, takeBack('2023-03-01', 'x'), takeBack('2023-03-02', 'x')];
    expect(answerOf('2023-04-01', events).progress[0]).toMatchObject({ countedYen: 10_000 });
  });

  test('after the end the payout is without it', () => {
    const events = [
      ...applied,
      charge('2023-02-01', 1_000, { id: 'x' }),
      charge('2023-02-02', 400),
      takeBack('2023-06-05', 'x'),
    ];
    expect(dues(answerOf('2023-06-30', events))).toEqual([[100, null]]);
  });
});

describe('the order of the answer', () => {
  test('grants by planned day, those without a day last, then card, then measure', () => {
    const events = [
      register('2022-12-01', 'B'),
      register('2022-12-01', 'A'),
      apply('2023-01-10', 'charge', 'Q', 'B'),
      apply('2023-01-10', 'public-money-account', 'P', 'A'),
      apply('2023-01-11', 'health-insurance', 'P', 'A'),
      apply('2023-01-10', 'health-insurance', 'Q', 'B'),
      insurance('2023-01-10', 'P'),
      insurance('2023-01-10', 'Q'),
      account('2023-01-10', 'P'),
      charge('2023-01-11', 400, { name: 'B' }),
    ];
    const { applications, grants } = answerOf('2023-07-01', events);
    expect(applications.map(({ person, measure }) => `${person} ${measure}`)).toEqual([
      'P public-money-account',
      'Q charge',
      'Q health-insurance',
      'P health-insurance',
    ]);
    expect(grants.map((row) => `${row.plannedOn} ${row.card} ${row.measure}`)).toEqual([
      '2023-02-18 A health-insurance',
      '2023-02-18 A public-money-account',
      '2023-02-18 B health-insurance',
      'null B charge',
    ]);
  });
});

test('every row carries its reasons', () => {
  const answer = answerOf('2023-07-01', [...applied, charge('2023-02-01', 20_000), elsewhere('2023-03-01')]);
  expect(answer.reasons).toEqual({
    applications: [{ rules: ['R1', 'R18'], events: [1, 0] }],
    grants: [{ rules: ['R3', 'R4', 'R6', 'R7', 'A5'], events: [1, 2] }],
    progress: [{ rules: ['R4', 'R5', 'R9', 'A10'], events: [1, 2] }],
  });
});

test('A43: the clock of the machine decides nothing', () => {
  const ask = () => answerOf('2023-03-10', [...applied, charge('2023-02-01', 20_000)]);
  const today = ask();
  vi.useFakeTimers({ now: new Date('2031-01-01') });
  expect(ask()).toEqual(today);
  vi.useRealTimers();
});
