/** So many calls a second for each who asks, with twice as many at once: a bucket that fills up again. */
export interface RateLimit {
  readonly perSecond: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/** Many stations may share one address: this is far above what a line of them asks, and below what stops a center. */
export const RATE_LIMIT: RateLimit = { perSecond: 1_000, now: () => performance.now() };

/** One certificate is one machine: it asks a few times a second at most. */
export const HOLDER_RATE_LIMIT: RateLimit = { perSecond: 100, now: () => performance.now() };

/** Who has been silent for so long has a full bucket and needs no memory. */
const FORGET_MS = 10_000;

/** Whether this one may ask now. Memory: one entry for each who asked in the last seconds. */
export function rateLimiter({ perSecond, now }: RateLimit): (who: string) => boolean {
  const most = 2 * perSecond;
  const buckets = new Map<string, { calls: number; at: number }>();
  let swept = now();
  return (who) => {
    const at = now();
    if (at - swept > FORGET_MS) {
      for (const [key, bucket] of buckets) if (at - bucket.at > FORGET_MS) buckets.delete(key);
      swept = at;
    }
    const bucket = buckets.get(who) ?? { calls: most, at };
    const calls = Math.min(most, bucket.calls + ((at - bucket.at) * perSecond) / 1_000);
    buckets.set(who, { calls: calls < 1 ? calls : calls - 1, at });
    return calls >= 1;
  };
}
