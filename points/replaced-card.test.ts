/** A30: the issuer replaced a named card; registration, total, person and grants move to the new one. */
import { describe, expect, test } from 'vitest';
import type { Event } from './index.ts';
import { answerOf, applied, apply, card, charge, dues, outcomes, register, reissue } from './testing/story.ts';

const moved = [
  ...applied,
  charge('2023-01-20', 12_000),
  reissue('2023-02-01', 'A', 'B'),
  charge('2023-02-02', 8_000, { name: 'B' }),
];

test('registration, total and grants move; the application keeps its card', () => {
  const answer = answerOf('2023-03-01', moved);
  expect(answer.applications).toMatchObject([{ card: 'A', accepted: true }]);
  expect(answer.grants).toMatchObject([{ card: 'B', points: 5_000, plannedOn: '2023-03-18' }]);
  expect(answer.progress).toEqual([{ card: 'B', countedYen: 20_000, remainingYen: 0 }]);
});

test('before the reissue is known the old card has the account', () => {
  expect(answerOf('2023-01-31', moved).progress).toEqual([{ card: 'A', countedYen: 12_000, remainingYen: 8_000 }]);
});

test('a chain of reissues, told backwards, on one day', () => {
  const chain = [reissue('2023-02-01', 'B', 'C'), reissue('2023-02-01', 'A', 'B'), reissue('2023-03-01', 'C', 'D')];
  const answer = answerOf('2023-03-02', [...applied, ...chain, charge('2023-03-01', 500, { name: 'D' })]);
  expect(answer.progress).toEqual([{ card: 'D', countedYen: 500, remainingYen: 19_500 }]);
});

test('the new card is registered as the old one was, and bound to the same person', () => {
  const events = [
    ...moved,
    apply('2023-02-03', 'health-insurance', 'P', 'B'),
    apply('2023-02-03', 'public-money-account', 'Q', 'B'),
  ];
  expect(outcomes(answerOf('2023-02-03', events))).toEqual(['accepted', 'accepted', 'card-of-another-person']);
});

test('what the new card was charged with before it took over does not count', () => {
  const events = [...applied, charge('2023-01-15', 5_000, { name: 'B' }), reissue('2023-02-01', 'A', 'B')];
  expect(answerOf('2023-03-01', events).progress).toEqual([{ card: 'B', countedYen: 0, remainingYen: 20_000 }]);
});

test('late data under the old number reaches the account', () => {
  const events = [...applied, reissue('2023-02-01', 'A', 'B'), charge('2023-02-02', 5_000)];
  expect(answerOf('2023-03-01', events).progress).toEqual([{ card: 'B', countedYen: 5_000, remainingYen: 15_000 }]);
});

test('the new card is of the kind of the old one unless it says otherwise', () => {
  const smart = [
    { on: '2023-01-01', type: 'card', card: 'A', kind: 'smart-icoca' } as const,
    reissue('2023-02-01', 'A', 'B'),
    apply('2023-02-02', 'charge', 'P', 'B'),
  ];
  expect(outcomes(answerOf('2023-03-01', smart))).toEqual(['accepted']);
  const declared = [...smart, { on: '2023-02-01', type: 'card', card: 'B', kind: 'icoca' } as const];
  expect(outcomes(answerOf('2023-03-01', declared))).toEqual(['not-registered-by-the-day-before']);
});

test('A14: where both cards carry an application, a charge counts once, for the one that moved', () => {
  const events = [
    ...applied,
    register('2023-01-01', 'B'),
    apply('2023-01-10', 'charge', 'Q', 'B'),
    charge('2023-01-11', 3_000, { name: 'B' }),
    reissue('2023-02-01', 'A', 'B'),
    charge('2023-02-02', 5_000, { name: 'B' }),
  ];
  expect(answerOf('2023-06-30', events).grants).toMatchObject([
    { person: 'P', card: 'B', points: 1_250 },
    { person: 'Q', card: 'B', points: 750 },
  ]);
});

test('A29: a lost card without a successor keeps its grant', () => {
  expect(dues(answerOf('2023-07-01', [...applied, charge('2023-02-01', 20_000)]))).toEqual([[5_000, '2023-03-18']]);
});

test('A15: another person cannot apply for the new card, also where only the old one was bound', () => {
  const events = [...applied, reissue('2023-02-01', 'A', 'B'), apply('2023-02-02', 'health-insurance', 'Q', 'B')];
  expect(outcomes(answerOf('2023-03-01', events))).toEqual(['accepted', 'card-of-another-person']);
});

describe('A27: both cards had been registered', () => {
  const applyFor = (on: string, ...events: Event[]) =>
    outcomes(answerOf('2023-03-01', [...events, apply(on, 'charge', 'P', 'B')]));

  test('a registration of the old card that had lapsed does not hide the one of the new card', () => {
    const lapsed = register('2019-01-01', 'A');
    const moved = reissue('2023-01-05', 'A', 'B');
    expect(applyFor('2023-01-10', lapsed, register('2023-01-01', 'B'), moved)).toEqual(['accepted']);
    expect(applyFor('2023-01-10', lapsed, moved)).toEqual(['not-registered-by-the-day-before']);
  });

  test('25 months run from the later use of either', () => {
    const both = [register('2020-12-10', 'A'), register('2022-01-01', 'B'), reissue('2022-02-01', 'A', 'B')];
    expect(applyFor('2023-01-15', ...both)).toEqual(['accepted']);
  });
});

describe('the kind of the new card does not hang on the order of events', () => {
  const chain = [
    card('2023-01-01', 'smart-icoca', 'A'),
    reissue('2023-02-01', 'A', 'B'),
    reissue('2023-02-01', 'B', 'C'),
  ];
  const ask = (events: readonly Event[]) =>
    outcomes(answerOf('2023-03-01', [...events, apply('2023-02-02', 'charge', 'P', 'C')]));

  test('two reissues of one day, told forwards and backwards', () => {
    expect(ask(chain)).toEqual(['accepted']);
    expect(ask(chain.toReversed())).toEqual(['accepted']);
  });

  test('a card in between that was declared hands on its own kind', () => {
    const declared = [...chain, card('2023-02-10', 'icoca', 'B')];
    expect(ask(declared)).toEqual(['not-registered-by-the-day-before']);
    expect(ask(declared.toReversed())).toEqual(['not-registered-by-the-day-before']);
  });
});
