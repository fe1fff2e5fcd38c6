import { unreachable } from '../../hardware/result.ts';
import type { JobState, Trouble } from '../contract/screen.ts';
import type { Job } from '../contract/words.ts';
import type { StationDeps } from './deps.ts';

type Surroundings = Pick<StationDeps, 'profile' | 'card' | 'day' | 'reader'>;

/** Can this job be begun now (facts/points.md §2, §4.1; A43)? The balance of a card can be read without a center. */
export function jobState(job: Job, { profile, card, day, reader }: Surroundings): JobState {
  if (job === 'registration' && profile === 'light-blue') return 'not-on-this-machine';
  if (job !== 'inquiry' && !card.keyed) return 'not-on-this-machine';
  if (reader.status !== 'ready') return 'reader-unavailable';
  if (job === 'inquiry') return 'available';
  if (!day.reachable) return 'center-unreachable';
  return day.today ? 'available' : 'date-unknown';
}

/** Why this job cannot be begun, as the passenger is told who asks for it all the same. */
export function troubleAtBegin(job: Job, surroundings: Surroundings): Trouble | null {
  const state = jobState(job, surroundings);
  switch (state) {
    case 'available':
      return null;
    case 'not-on-this-machine':
    case 'reader-unavailable':
    case 'center-unreachable':
    case 'date-unknown':
      return { kind: state };
    default:
      return unreachable(state);
  }
}
