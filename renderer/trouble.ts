/** What the screen, the keys and the voice all make of a trouble: decided in one place, since all of them must tell the same. */
import type { Screen, Trouble } from '../station/contract/index.ts';

/**
 * Something was under way, people ask themselves what became of it, and the words of the trouble do not say so. Not
 * `points-held`: there nobody knows yet. Not `points-changed`: there they did.
 */
export const UNCHANGED: ReadonlySet<Trouble['kind']> = new Set<Trouble['kind']>([
  'card-unreadable',
  'card-removed',
  'different-card',
  'center-unreachable',
  'date-unknown',
  'reader-unavailable',
  'card-refused',
]);

/** The words send the passenger to staff: calling them is the next step. */
const FOR_STAFF: ReadonlySet<Trouble['kind']> = new Set<Trouble['kind']>(['points-held', 'card-refused']);

interface Ways {
  /** The one clear step onwards; what else the screen takes stands beside it. */
  readonly next: 'continue' | 'register' | 'call-staff';
  /** The passenger is to take the card: not where the same card may be served in the next moment. */
  readonly takeCard: boolean;
}

/** Where a trouble leads on. */
export function waysOf({ trouble, cardOnReader }: TroubleBody, accepts: Screen['accepts']): Ways {
  const canRegister = trouble.kind === 'unregistered' && trouble.canRegisterHere && accepts.includes('choose-job');
  const forStaff = FOR_STAFF.has(trouble.kind) && accepts.includes('call-staff');
  return {
    next: canRegister ? 'register' : forStaff ? 'call-staff' : 'continue',
    takeCard: cardOnReader && !canRegister && !accepts.includes('cancel'),
  };
}

type TroubleBody = Extract<Screen['body'], { id: 'trouble' }>;
