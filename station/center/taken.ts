/**
 * A journal that was put back as it had been earlier knows nothing of what came after: what it calls "never sent" may be
 * on a card. It is told by its head (design §3), and until the center knows this journal for its newest one, the station
 * tells it nothing and asks it for nothing.
 */
import type { CenterClient } from '../../center/contract/index.ts';
import { unreachable } from './client.ts';
import type { BusinessDay } from './day.ts';

/** The center for everything but heartbeats. */
export function onceTaken(center: CenterClient, day: Pick<BusinessDay, 'taken'>): CenterClient {
  return {
    call: async (name, request) =>
      day.taken ? await center.call(name, request) : unreachable('the center does not know this journal yet'),
  };
}
