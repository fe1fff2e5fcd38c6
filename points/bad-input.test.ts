import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkInput, describeProblem, evaluate } from './index.ts';

const good = { on: '2023-01-09', type: 'registration', card: 'A' };
const paid = { on: '2023-01-10', type: 'charge', card: 'A', yen: 1_000, source: 'cash', id: 'x' };

function problemOf(...events: unknown[]): string {
  const checked = checkInput({ asOf: '2023-06-30', events });
  return checked.ok ? 'accepted' : describeProblem(checked.error);
}

describe('a wrong event is named by index and field', () => {
  test.each([
    ['unknown type', [good, { ...good, type: 'registraton' }], /^event 1, type: must be one of card, /],
    ['no type', [{ on: '2023-01-09', card: 'A' }], /^event 0, type: is missing$/],
    ['no object', [good, null], /^event 1, type: must be an object/],
    ['missing field', [{ on: '2023-01-09', type: 'registration' }], /^event 0, card: is missing$/],
    ['empty name', [{ ...good, card: '' }], /^event 0, card: must be text/],
    ['impossible date', [{ ...good, on: '2023-02-29' }], /^event 0, on: must be a day of the calendar.*2023-02-29/],
    ['date with a time', [{ ...good, on: '2023-02-28T10:00' }], /^event 0, on: /],
    ['date as a number', [{ ...good, on: 20230228 }], /^event 0, on: /],
    [
      'impossible card date',
      [
        {
          on: '2023-01-10',
          type: 'application',
          person: 'P',
          card: 'A',
          measure: 'charge',
          myNumberCardAppliedOn: '2023-13-01',
        },
      ],
      /^event 0, myNumberCardAppliedOn: /,
    ],
    [
      'unknown measure',
      [{ on: '2023-01-10', type: 'application', person: 'P', card: 'A', measure: 'x' }],
      /^event 0, measure: must be one of charge, /,
    ],
    ['unknown source', [{ ...paid, source: 'gift' }], /^event 0, source: must be one of cash, /],
    [
      'unknown kind',
      [{ on: '2023-01-10', type: 'card', card: 'A', kind: 'suica' }],
      /^event 0, kind: must be one of icoca, /,
    ],
    ['negative yen', [good, good, { ...paid, yen: -1 }], /^event 2, yen: must be a whole number.*-1/],
    ['fractional yen', [{ ...paid, yen: 10.5 }], /^event 0, yen: .*10\.5/],
    ['yen as text', [{ ...paid, yen: '1000' }], /^event 0, yen: .*"1000"/],
    ['yen beyond exact numbers', [{ ...paid, yen: 2 ** 53 }], /^event 0, yen: /],
    ['a sum beyond exact numbers', [paid, { ...paid, yen: 2 ** 53 - 1, id: 'y' }], /^event 1, yen: together/],
    [
      'a field that does not exist',
      [{ ...good, myNumberCardAppliedon: '2023-03-01' }],
      /^event 0, myNumberCardAppliedon: is not a field/,
    ],
    ['a field with a line end in its name', [{ ...good, 'x\ny': 1 }], /^event 0, "x\\ny": is not a field/],
    ['a field without a name', [{ ...good, '': 1 }], /^event 0, "": is not a field/],
    ['a very long field', [{ ...good, ['k'.repeat(5_000)]: 1 }], /^event 0, "k{56}…: is not a field here$/],
    [
      '__proto__ as a field',
      [JSON.parse('{"__proto__":{"card":"A"},"on":"2023-01-09","type":"registration"}')],
      /^event 0, /,
    ],
    [
      'yen beyond all numbers',
      [JSON.parse('{"on":"2023-01-10","type":"charge","card":"A","yen":1e999,"source":"cash"}')],
      /^event 0, yen: .*Infinity/,
    ],
    [
      'A31: a refund, which no rule here forfeits',
      [good, { on: '2023-02-01', type: 'refund', card: 'A' }],
      /^event 1, type: must be one of/,
    ],
    [
      'reversal of an unknown charge',
      [paid, { on: '2023-01-11', type: 'reversal', of: 'z' }],
      /^event 1, of: no charge has the id "z"/,
    ],
    ['reversal before its charge', [{ on: '2023-01-09', type: 'reversal', of: 'x' }, paid], /^event 0, on: is before/],
    [
      'one id for two charges',
      [paid, { ...paid, yen: 2_000 }],
      /^event 1, id: "x" is another charge already \(event 0\)/,
    ],
    [
      'two kinds on one day',
      [
        { on: '2023-01-10', type: 'card', card: 'A', kind: 'icoca' },
        { on: '2023-01-10', type: 'card', card: 'A', kind: 'smart-icoca' },
      ],
      /^event 1, kind: contradicts event 0/,
    ],
  ])('%s', (_name, events, line) => {
    expect(problemOf(...events)).toMatch(line);
    expect(problemOf(...events)).not.toContain('\n');
  });

  const reissue = (on: string, card: string, to: string) => ({ on, type: 'reissue', card, to });
  test.each([
    ['itself', [reissue('2023-01-01', 'A', 'A')], /^event 0, to: .*cycle/],
    [
      'a cycle',
      [reissue('2023-01-01', 'A', 'B'), reissue('2023-01-02', 'B', 'C'), reissue('2023-01-03', 'C', 'A')],
      /^event 2, to: .*cycle/,
    ],
    [
      'two successors',
      [reissue('2023-01-01', 'A', 'B'), reissue('2023-01-02', 'A', 'C')],
      /^event 1, card: "A" was replaced already/,
    ],
    [
      'two predecessors',
      [reissue('2023-01-01', 'A', 'C'), reissue('2023-01-02', 'B', 'C')],
      /^event 1, to: "C" replaces another card/,
    ],
  ])('reissue of %s', (_name, events, line) => expect(problemOf(...events)).toMatch(line));

  test('the same reissue told twice is one', () => {
    expect(problemOf(reissue('2023-01-01', 'A', 'B'), reissue('2023-01-01', 'A', 'B'))).toBe('accepted');
  });

  test('events after the day of the question must be well-formed too', () => {
    expect(problemOf({ ...good, on: '2024-02-30' })).toMatch(/^event 0, on: /);
  });
});

test.each([
  [{ events: [] }, 'asOf: is missing'],
  [{ asOf: '2023-02-29', events: [] }, 'asOf: must be a day of the calendar, YYYY-MM-DD (is "2023-02-29")'],
  [{ asOf: '2023-02-28' }, 'events: is missing'],
  [{ asOf: '2023-02-28', events: {} }, 'events: must be a list (is an object)'],
  [[], 'input: must be an object with fields'],
  [null, 'input: must be an object with fields'],
])('the whole input: %j', (input, line) => {
  const checked = checkInput(input);
  expect(checked.ok ? 'accepted' : describeProblem(checked.error)).toBe(line);
});

test('nesting deeper than the stack is refused in one line', () => {
  const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
  expect(problemOf({ ...good, card: deep })).toBe('event 0, card: must be text that is not empty (is a list)');
  expect(problemOf(deep)).toBe('event 0, type: must be an object with fields');
});

test('whatever comes is answered or refused in one line, never thrown', () => {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('2023-01-10', '2023-02-29', 'A', 'charge', 'cash', 'reissue', 'reversal', 5, -5, 0.5),
  );
  const event = fc.dictionary(
    fc.constantFrom('on', 'type', 'card', 'to', 'of', 'yen', 'source', 'person', 'measure', 'id', 'kind', '__proto__'),
    odd,
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 4 }), odd, (events, asOf) => {
      for (const day of [asOf, '2023-06-30']) {
        const checked = checkInput({ asOf: day, events });
        if (checked.ok) evaluate(checked.value);
        else expect(describeProblem(checked.error)).not.toMatch(/\n/);
      }
    }),
  );
});

test('names like __proto__ are names', () => {
  const events = [
    { on: '2023-01-09', type: 'registration', card: '__proto__' },
    { on: '2023-01-10', type: 'application', person: 'constructor', card: '__proto__', measure: 'charge' },
  ];
  const checked = checkInput({ asOf: '2023-02-01', events });
  expect(checked.ok && evaluate(checked.value).progress).toEqual([
    { card: '__proto__', countedYen: 0, remainingYen: 20_000 },
  ]);
});

// The time limit is the check: with a quadratic step each of them takes minutes.
describe('100,000 events are answered without a quadratic step', { timeout: 60_000 }, () => {
  const many = 100_000;
  const answered = (events: unknown[]) => {
    const checked = checkInput({ asOf: '2023-06-30', events });
    if (!checked.ok) throw new Error(describeProblem(checked.error));
    return evaluate(checked.value);
  };
  const begin = [good, { on: '2023-01-10', type: 'application', person: 'P', card: 'A', measure: 'charge' }];

  test('charges', () => {
    const charges = Array.from({ length: many }, (_, index) => ({ ...paid, id: `c${index}` }));
    expect(answered([...begin, ...charges]).progress).toEqual([
      { card: 'A', countedYen: 100_000_000, remainingYen: 0 },
    ]);
  });

  test('a chain of reissues in the worst order, and charges all along it', () => {
    const half = many / 2;
    const chain = Array.from({ length: half }, (_, index) => ({
      on: '2023-02-01',
      type: 'reissue',
      card: index === 0 ? 'A' : `n${index}`,
      to: `n${index + 1}`,
    })).reverse();
    const charges = Array.from({ length: half }, (_, index) => ({
      ...paid,
      on: '2023-02-02',
      id: `c${index}`,
      card: `n${index + 1}`,
    }));
    expect(answered([...begin, ...chain, ...charges]).progress).toEqual([
      { card: `n${half}`, countedYen: 50_000_000, remainingYen: 0 },
    ]);
  });

  test('charges that are all taken back, one a day', () => {
    const half = many / 2;
    const charges = Array.from({ length: half }, (_, index) => ({ ...paid, id: `c${index}` }));
    const back = charges.map(({ id }, index) => ({ on: `2023-0${1 + (index % 5)}-28`, type: 'reversal', of: id }));
    expect(answered([...begin, ...charges, ...back]).progress[0]).toMatchObject({ countedYen: 0 });
  });

  test('persons', () => {
    const persons = Array.from({ length: many / 2 }, (_, index) => [
      { on: '2023-01-09', type: 'registration', card: `C${index}` },
      { on: '2023-01-10', type: 'application', person: `P${index}`, card: `C${index}`, measure: 'charge' },
    ]).flat();
    expect(answered(persons).progress).toHaveLength(many / 2);
  });
});
