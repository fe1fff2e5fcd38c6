import { expect, test } from 'vitest';
import { account, CARD, cardNumber, posting, registration, testCenter } from './fixture.ts';
import { importLines } from './import.ts';

const charge = { type: 'charge', on: '2023-02-01', card: CARD, yen: 5_000, source: 'cash', id: 'c1' };
const application = { type: 'application', on: '2023-01-10', person: 'P', card: CARD, measure: 'charge' };

test('a file that comes twice counts once', async () => {
  const { import: take, ask, center } = testCenter();
  const lines = [
    registration(),
    application,
    charge,
    posting('a', 300),
    { type: 'reversal', on: '2023-02-02', of: 'c1' },
  ];
  expect(await take(...lines)).toEqual({ added: 5, knownBefore: 0, refused: [] });
  expect(await take(...lines)).toEqual({ added: 0, knownBefore: 5, refused: [] });
  expect(await ask('account', account())).toMatchObject({ points: 300, progress: { countedYen: 0 } });
  expect(await center.check()).toEqual([]);
});

test('two equal charges with ids of their own are two', async () => {
  const { import: take, ask } = testCenter();
  await take(registration(), application, charge, { ...charge, id: 'c2' });
  expect(await ask('account', account())).toMatchObject({ progress: { countedYen: 10_000 } });
});

test.each([
  ['a charge without an id', { ...charge, id: undefined }, 'id'],
  ['an id that another charge has', { ...charge, yen: 6_000 }, 'id'],
  ['half a yen', { ...charge, id: 'x', yen: 0.5 }, 'yen'],
  ['a negative charge', { ...charge, id: 'x', yen: -10 }, 'yen'],
  ['a day that is none', { ...charge, id: 'x', on: '2023-02-29' }, 'on'],
  ['a day that has not come', { ...charge, id: 'x', on: '2023-04-11' }, 'on'],
  ['an unknown type', { ...charge, type: 'gift' }, 'type'],
  ['an unknown source', { ...charge, id: 'x', source: 'crypto' }, 'source'],
  ['a field that is not one', { ...charge, id: 'x', note: '!' }, 'note'],
  ['a card number that is none', { ...charge, id: 'x', card: 'A' }, 'card'],
  ['a reversal of an unknown charge', { type: 'reversal', on: '2023-02-02', of: 'x' }, 'of'],
  ['a reversal before its charge', { type: 'reversal', on: '2023-01-31', of: 'c1' }, 'on'],
  ['another registration day', registration(CARD, '2023-01-12'), 'on'],
  ['a posting whose id another has', posting('a', 301), 'id'],
  ['a posting of nothing', posting('b', 0), 'points'],
  ['a grant that takes', posting('b', -10, { kind: 'grant' }), 'points'],
  ['a point charge that gives', posting('b', 10, { kind: 'point-charge' }), 'points'],
  ['a correction below zero', posting('b', -301, { kind: 'correction' }), 'points'],
  ['a measure without a person', posting('b', 10, { kind: 'grant', measure: 'charge' }), 'measure'],
  ['a measure of what is no grant', posting('b', 10, { measure: 'charge', person: 'P' }), 'measure'],
])('%s', async (_name, line, field) => {
  const { import: take, ask, center } = testCenter();
  await take(registration(), application, charge, posting('a', 300));
  const before = await ask('account', account());
  // The lines around a refused one are taken.
  const report = await take(registration(cardNumber(2)), line, registration(cardNumber(3)));
  expect(report).toMatchObject({ added: 2, knownBefore: 0, refused: [{ line: 2 }] });
  expect(report.refused[0]?.why).toContain(field);
  expect(report.refused[0]?.why).not.toContain(CARD);
  expect(await ask('account', account())).toEqual(before);
  expect(await center.check()).toEqual([]);
});

test('lines that are no JSON, half of one, or endless', async () => {
  const { database, today } = testCenter();
  async function* lines(): AsyncIterable<string> {
    yield '{"type":"card"';
    yield '';
    yield 'null';
    yield `"${'x'.repeat(20_000)}"`;
    yield '[]';
  }
  const { refused, added } = await importLines(await database(), lines(), today);
  expect(added).toBe(0);
  expect(refused.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
});
