import type { Planted } from './planted.ts';
import { play } from './play.ts';
import type { Schedule } from './schedule.ts';

export interface RunResult {
  readonly story: readonly string[];
  readonly wrong: readonly string[];
  readonly charged: number;
  readonly unknown: number;
  readonly receipts: number;
}

/** One run. A world that falls over (a station that hangs, an exception) is as wrong as a broken invariant. */
export async function run(schedule: Schedule, planted: Planted | null = null): Promise<RunResult> {
  try {
    return await play(schedule, planted);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { story: [], wrong: [`fell over: ${detail}`], charged: 0, unknown: 0, receipts: 0 };
  }
}
