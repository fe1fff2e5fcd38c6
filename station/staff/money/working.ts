import type { StaffIntent } from '../../contract/staff.ts';
import type { Working } from '../../contract/staff-money.ts';
import type { StaffView } from '../rooms.ts';

/** Staff wait: for what, and how far it is where that is known. */
export function working(
  what: Working,
  accepts: readonly StaffIntent['type'][] = [],
  progress: { readonly done: number; readonly total: number } | null = null,
): StaffView {
  return { body: { id: 'working', what, done: progress?.done ?? null, total: progress?.total ?? null }, accepts };
}
