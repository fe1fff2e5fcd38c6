/** Stored fare never exceeds this many yen (A42). */
export const STORED_FARE_CEILING_YEN = 20_000;
/** Points turn into stored fare in steps of this many (docs/facts/points.md §2). */
export const POINT_CHARGE_UNIT = 10;

export type KeptBecause = 'unit-of-ten' | 'card-full' | 'unit-of-ten-and-card-full';

/**
 * How many points can become stored fare now, ⌊min(points, 20,000 − balance) / 10⌋ × 10, and why the others are kept
 * (null: none are). A9, A42, T14, T15. Both numbers are whole and not negative.
 */
export function chargeablePoints({ points, balanceYen }: { points: number; balanceYen: number }): {
  chargeable: number;
  keptBecause: KeptBecause | null;
} {
  const room = Math.max(0, STORED_FARE_CEILING_YEN - balanceYen);
  const chargeable = wholeUnits(Math.min(points, room));
  const cardFull = wholeUnits(points) > chargeable;
  // 5 yen of room are lost to the unit as well (T15), not to the ceiling alone.
  const unit = points % POINT_CHARGE_UNIT !== 0 || (cardFull && room % POINT_CHARGE_UNIT !== 0);
  if (cardFull) return { chargeable, keptBecause: unit ? 'unit-of-ten-and-card-full' : 'card-full' };
  return { chargeable, keptBecause: unit ? 'unit-of-ten' : null };
}

function wholeUnits(points: number): number {
  return points - (points % POINT_CHARGE_UNIT);
}
