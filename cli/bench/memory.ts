/** What this process keeps in memory while something runs: not only after it, when what was hoarded has been let go. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Clock, systemClock } from '../../hardware/clock.ts';
import type { Figure } from './figure.ts';

export interface Memory {
  /** What can be reached: the heap after a collection, and buffers outside it, bytes. */
  readonly kept: number;
  /** What the system has given this process, bytes. */
  readonly resident: number;
}

export interface Watched<Done> {
  readonly done: Done;
  readonly start: Memory;
  /** The most of each at any look. */
  readonly peak: Memory;
  readonly looks: number;
}

/** The two collections of a look take some 30 ms: so rare that it does not count beside the work. */
export const LOOK_EVERY_MS = 250;

/** Runs `work` and looks at the memory before, every quarter of a second, and at its end. */
export async function watchMemory<Done>(work: () => Promise<Done>, clock: Clock = systemClock): Promise<Watched<Done>> {
  const start = memory();
  let peak = start;
  let looks = 0;
  const look = (): void => {
    const { kept, resident } = memory();
    peak = { kept: Math.max(peak.kept, kept), resident: Math.max(peak.resident, resident) };
    looks += 1;
  };
  let timer = clock.setTimeout(function again() {
    look();
    timer = clock.setTimeout(again, LOOK_EVERY_MS);
  }, LOOK_EVERY_MS);
  try {
    const done = await work();
    look();
    return { done, start, peak, looks };
  } finally {
    clock.clearTimeout(timer);
  }
}

/** `kept` is exact and may hardly grow; `resident` has in it what the collector has not given back yet. */
const GOAL: Memory = { kept: 1.05, resident: 1.25 };
const WHAT: Readonly<Record<keyof Memory, string>> = {
  kept: 'what Node keeps during it, at most',
  resident: 'memory of the Node process during it, at most',
};

/** A figure each for what is kept and what is resident: the peak beside the start. */
export function memoryFigures({ start, peak, looks }: Omit<Watched<unknown>, 'done'>): readonly Figure[] {
  return (['kept', 'resident'] as const).map((field) => {
    const ratio = peak[field] / start[field];
    return {
      what: `${WHAT[field]} (${looks} looks)`,
      value: `${(peak[field] / 1e6).toFixed(1)} MB`,
      against: { what: 'before it', ratio },
      goal: { says: `≤ ${GOAL[field]}`, met: ratio <= GOAL[field] },
    };
  });
}

let collect: (() => void) | null = null;

function memory(): Memory {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  // What the first one finds of buffers is counted as gone when the second one comes.
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { kept: heapUsed + external, resident: rss };
}
