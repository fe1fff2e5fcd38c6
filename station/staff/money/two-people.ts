import type { Who } from '../parts.ts';

/**
 * A decision takes two people: another card, and another person's. No rank is asked for: at night a station may have
 * attendants only, and what two of them say stands in the books as a correction that the operator sees.
 */
export function isSecondPerson(first: Pick<Who, 'hash' | 'staffId'>, second: Pick<Who, 'hash' | 'staffId'>): boolean {
  return first.hash !== second.hash && first.staffId !== second.staffId;
}
