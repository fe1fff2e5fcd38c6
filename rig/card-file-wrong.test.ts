import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardFromText, plainIcoca } from './card-file.ts';

const isOneLine = (text: string): boolean => !/[\r\n]/.test(text);

test('the card that lies there without being asked for is one', () => {
  expect(cardFromText('plain', JSON.stringify(plainIcoca))).toMatchObject({ ok: true });
});

test.each([
  ['{\n"kind": \n}', /^card\.json: not JSON: /],
  ['[]', /^card\.json: line 1: /],
  ['{\n"kind": "gold"\n}', /^card\.json: line 2: kind: /],
  ['{\n"kind": "other-issuer",\n"issuer": "Suica",\n"balanceYen": 1.5\n}', /^card\.json: line 4: balanceYen: /],
  [
    '{\n"kind": "icoca", "cardNumber": "JW000000000001200", "balanceYen": 1,\n"history": [\n"00",\n{ "terminal": 300 }]\n}',
    /^card\.json: line \d: history\.\d/,
  ],
])('%j: one line with file, line and field', (text, message) => {
  const made = cardFromText('card.json', text);
  expect(made).toMatchObject({ ok: false, error: expect.stringMatching(message) });
  expect(!made.ok && isOneLine(made.error)).toBe(true);
});

test('any text gives a card or one line, never an exception', () => {
  const json = fc.anything().map((value) => JSON.stringify(value, null, 1) ?? '');
  const bent = fc
    .record({ key: fc.constantFrom('kind', 'idm', 'balanceYen', 'history', 'pace', 'spare'), value: fc.jsonValue() })
    .map(({ key, value }) => JSON.stringify({ ...(plainIcoca as object), [key]: value }, null, 1));
  fc.assert(
    fc.property(fc.oneof(fc.string(), json, bent), (text) => {
      const made = cardFromText('card.json', text);
      return made.ok || isOneLine(made.error);
    }),
    { numRuns: 500 },
  );
});
