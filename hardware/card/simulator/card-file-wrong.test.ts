import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BALANCE_CEILING_YEN } from '../icoca.ts';
import { CardSpec, simulatedCardFrom, simulatedTransitCard } from './spec.ts';

const icoca = { kind: 'icoca', cardNumber: 'JW123456789012345', balanceYen: 1200 } as const;

describe('card files', () => {
  test.each([
    ['a card number that is none', { ...icoca, cardNumber: 'JW12' }],
    ['a balance that two bytes cannot hold', { ...icoca, balanceYen: 70_000 }],
    ['a balance of half a yen', { ...icoca, balanceYen: 0.5 }],
    ['a member that nobody knows', { ...icoca, balance: 1200 }],
    ['a kind that nobody knows', { ...icoca, kind: 'oyster' }],
    ['21 records', { ...icoca, history: Array.from({ length: 21 }, () => '00'.repeat(16)) }],
    ['a date that is none', { ...icoca, history: [{ date: '2023-02-30', terminal: 8, process: 2, balanceYen: 0 }] }],
    ['an IDm of seven bytes', { ...icoca, idm: '01010101010101' }],
    ['nothing', null],
  ])('%s is refused', (_name, spec) => {
    expect(CardSpec.safeParse(spec).success).toBe(false);
  });

  test('arbitrary JSON is refused or makes a card', () => {
    const likely = fc.record(
      {
        kind: fc.constantFrom('icoca', 'staff', 'type-a', 'other-issuer', 'other-felica', 'x'),
        cardNumber: fc.constantFrom('JW123456789012345', 'JW'),
        issuer: fc.constantFrom('Suica', 'ICOCA'),
        balanceYen: fc.integer({ min: -1, max: 70_000 }),
        updateNumber: fc.integer({ min: -1, max: 70_000 }),
        history: fc.array(fc.constantFrom('00'.repeat(16), 'ff'.repeat(16), 'zz'), { maxLength: 22 }),
        staffId: fc.string(),
        role: fc.constantFrom('attendant', 'none'),
        systemCode: fc.constantFrom('fe00', 'xx'),
      },
      { requiredKeys: ['kind'] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json().map((text) => JSON.parse(text)),
          likely,
        ),
        (spec) => {
          const parsed = CardSpec.safeParse(spec);
          if (parsed.success) expect(simulatedCardFrom(spec as CardSpec).handle(new Uint8Array())).toBeNull();
        },
      ),
    );
  });

  test('strange cards are possible: above the ceiling, impossible records, wrapping numbers', () => {
    const card = simulatedTransitCard({ ...icoca, balanceYen: 65_535, history: ['ff'.repeat(16)] });
    expect(card.balanceYen).toBeGreaterThan(BALANCE_CEILING_YEN);
    expect(card.history).toEqual(['ff'.repeat(16)]);
  });

  test('the same file is the same card; two numbers are two cards', () => {
    const other = { ...icoca, cardNumber: 'JW123456789012346' };
    expect(simulatedTransitCard(icoca).idm).toBe(simulatedTransitCard(icoca).idm);
    expect(simulatedTransitCard(other).idm).not.toBe(simulatedTransitCard(icoca).idm);
  });
});
