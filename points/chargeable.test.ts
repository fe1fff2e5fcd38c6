import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chargeablePoints } from './chargeable.ts';

test.each([
  ['T14, R25, A42: 14,000 fit under the ceiling', 15_000, 6_000, 14_000, 'card-full'],
  ['T15: 5 yen of room are less than a unit', 100, 19_995, 0, 'unit-of-ten-and-card-full'],
  ['A9: 4,997 points, 7 stay', 4_997, 0, 4_990, 'unit-of-ten'],
  ['108 points, 8 stay', 108, 5_000, 100, 'unit-of-ten'],
  ['everything fits', 5_000, 1_200, 5_000, null],
  ['A42: 20,000 points on an empty card', 20_000, 0, 20_000, null],
  ['a full card', 500, 20_000, 0, 'card-full'],
  ['both', 15_007, 6_000, 14_000, 'unit-of-ten-and-card-full'],
  ['fewer than ten points on a full card: the unit alone keeps them', 7, 20_000, 0, 'unit-of-ten'],
  ['no points', 0, 20_000, 0, null],
] as const)('%s', (_name, points, balanceYen, chargeable, keptBecause) => {
  expect(chargeablePoints({ points, balanceYen })).toEqual({ chargeable, keptBecause });
});

test('never above the ceiling, always in tens, a reason exactly where points stay', () => {
  fc.assert(
    fc.property(fc.nat(60_000), fc.nat(20_000), (points, balanceYen) => {
      const { chargeable, keptBecause } = chargeablePoints({ points, balanceYen });
      expect(chargeable).toBe(Math.floor(Math.min(points, 20_000 - balanceYen) / 10) * 10);
      expect(keptBecause === null).toBe(chargeable === points);
    }),
  );
});
