/** Milliseconds to wait before the n-th start in a row: half a second, doubling, at most half a minute. */
export function nextPause(starts: number): number {
  return Math.min(30_000, 500 * 2 ** Math.max(0, starts - 1));
}
