import type { StationDeps } from '../machine/deps.ts';
import type { StaffCard } from './parts.ts';

/** The card proves itself; null where it does not, or this machine has no keys to ask it with. */
export async function authenticateStaff({ card, staff }: StationDeps, idm: string): Promise<StaffCard | null> {
  const proven = await card.keyed?.authenticateStaff(idm);
  if (proven?.ok) return { idm, ...proven.value };
  // A card that was lifted has said nothing; one that has other keys has.
  if (proven?.error.kind === 'not-authentic') {
    staff.audit.append({ kind: 'card-refused', card: null, why: 'not-authentic' });
  }
  return null;
}
