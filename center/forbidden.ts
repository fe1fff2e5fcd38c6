import { audit } from './audit.ts';
import type { CenterDatabase } from './database.ts';
import type { Forbidden } from './http.ts';
import { type CenterLog, reasonOf } from './log.ts';

/** The audit log grows by one row a minute at most for each who is refused and each reason, whatever they do. */
const AGAIN_MS = 60_000;
/** Whoever has so many names has none: further ones are counted under one. */
const MANY = 1_000;
const OTHERS = 'others';

interface Count {
  /** Since the row before. */
  times: number;
  /** When that was; null: there is none. */
  at: number | null;
}

export interface ForbiddenCalls {
  /** Since the start. */
  readonly total: number;
  refused(forbidden: Forbidden): void;
}

/**
 * Logs every call that was refused for the sake of who asked, and audits the first of each kind in a minute, with how many
 * there were since the row before. Those after the last row stand in the log only.
 */
export function forbiddenCalls(
  db: CenterDatabase,
  log: CenterLog,
  now: () => number = () => performance.now(),
): ForbiddenCalls {
  const counts = new Map<string, Count>();
  let total = 0;
  return {
    get total() {
      return total;
    },
    refused({ who, call, detail }) {
      total += 1;
      log.warn({ who, call, detail, total }, 'forbidden');
      const own = `${who} ${detail}`;
      const isOther = !counts.has(own) && counts.size >= MANY;
      const key = isOther ? OTHERS : own;
      const count = counts.get(key) ?? { times: 0, at: null };
      counts.set(key, count);
      count.times += 1;
      if (count.at !== null && now() - count.at < AGAIN_MS) return;
      const { times } = count;
      count.at = now();
      count.times = 0;
      const row = {
        who: isOther ? OTHERS : who,
        act: 'forbidden',
        result: 'refused',
        detail: isOther ? `(${times})` : `${call}: ${detail} (${times})`,
      } as const;
      // The call has been refused already; a database that cannot note it is told of in the log.
      Promise.resolve()
        .then(() => db.write(() => audit(row)))
        .catch((error: unknown) => log.error({ detail: reasonOf(error) }, 'a forbidden call could not be audited'));
    },
  };
}
