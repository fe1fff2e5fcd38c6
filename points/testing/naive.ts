/**
 * The rules of the charge measure again, written down a second time without looking at the first: day by day, slow,
 * sharing nothing with evaluate.ts but its events. For one registered person with one card.
 */
import type { Event } from '../index.ts';

const MONTHS_LATER: Record<string, string> = {};
for (let year = 2020; year <= 2024; year++)
  for (let month = 1; month <= 12; month++) {
    const next = month === 12 ? [year + 1, 1] : [year, month + 1];
    MONTHS_LATER[`${year}-${String(month).padStart(2, '0')}`] = `${next[0]}-${String(next[1]).padStart(2, '0')}-18`;
  }

/** Points of the charge measure and their planned day; null where nothing is due. The campaign ends on 2023-05-31. */
export function naiveChargeGrant(
  events: readonly Event[],
  appliedOn: string,
  asOf: string,
): { points: number; plannedOn: string | null } | null {
  const end = asOf < '2023-02-22' ? '2023-02-28' : '2023-05-31';
  const known = events.filter((event) => event.on <= asOf);
  const backOn = (id: string | undefined) =>
    known
      .filter((event) => event.type === 'reversal' && event.of === id)
      .map((event) => event.on)
      .sort()[0];
  const counted = known
    .filter((event) => event.type === 'charge')
    .filter(({ source }) => source === 'cash' || source === 'quick-charge')
    .filter(({ on }) => on >= appliedOn && on >= '2020-09-01' && on <= end)
    .map(({ on, yen, id }) => ({ on, yen, back: backOn(id) ?? '9999-12-31' }));
  for (const grantDay of Object.values(MONTHS_LATER).sort()) {
    const standing = counted.filter(({ back }) => back > grantDay);
    // Everything charged in months before the grant day's month.
    const before = standing.filter(({ on }) => on.slice(0, 7) < grantDay.slice(0, 7));
    let yen = 0;
    for (const charge of before) yen += charge.yen;
    if (yen >= 20_000) return { points: 5_000, plannedOn: grantDay };
  }
  if (asOf <= end) return null;
  let rest = 0;
  for (const { yen, back } of counted) if (back > asOf) rest += yen;
  const points = (rest - (rest % 4)) / 4;
  return points === 0 ? null : { points, plannedOn: null };
}
