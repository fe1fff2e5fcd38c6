import { delays } from './delays.ts';

/** A station that has died so often in a row is started closed: only staff open the machine again. */
export const DEATHS_UNTIL_CLOSED = 5;

/** Milliseconds to wait before the n-th start in a row: half a second, doubling, at most half a minute. */
export function nextPause(starts: number): number {
  return Math.min(delays.longestPause, delays.firstPause * 2 ** Math.max(0, starts - 1));
}

/** A run of the station that has ended. */
export interface Run {
  /** From its first answer to a beat to its last. */
  readonly answeredMs: number;
  /** Main has killed it: it hung. */
  readonly killed: boolean;
}

/** Deaths in a row, after one more: a run that has answered for long enough, and went by itself, makes it the first again. */
export function deathsInARow(before: number, { answeredMs, killed }: Run): number {
  return !killed && answeredMs >= delays.healthyRun ? 1 : before + 1;
}

/** Is the machine to stay closed until staff come? */
export function staysClosed(deaths: number): boolean {
  return deaths >= DEATHS_UNTIL_CLOSED;
}
