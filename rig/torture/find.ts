import type { Planted } from './planted.ts';
import { run } from './run.ts';
import { scheduleFrom } from './schedule.ts';

export interface Found {
  /** Counted from 1. */
  readonly run: number;
  readonly wrong: readonly string[];
}

/** The first run that shows this mistake; null where none of so many does. */
export async function findPlanted(planted: Planted, runs: number, firstSeed = 1): Promise<Found | null> {
  for (let count = 1; count <= runs; count++) {
    const { wrong } = await run(scheduleFrom(firstSeed + count - 1), planted);
    if (wrong.length > 0) return { run: count, wrong };
  }
  return null;
}
