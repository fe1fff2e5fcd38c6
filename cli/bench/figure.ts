/** What a section of the benchmark reports: a figure beside what it was measured against in the same run. */
export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
  /** What it is compared with, and how many times that it is. */
  readonly against: { readonly what: string; readonly ratio: number };
  /** Only where a goal was set (docs/facts/points.md §6). */
  readonly goal?: { readonly says: string; readonly met: boolean };
}

export interface Section {
  readonly name: string;
  /** `full`: the whole numbers the goals speak of, without samples. */
  readonly run: (options: { readonly full: boolean }) => AsyncIterable<Figure>;
}

/** One line; it ends in `met` or `missed` where there is a goal. */
export function lineOf(section: string, { what, value, against, goal }: Figure): string {
  const line = `${section}  ${what}: ${value}, ${against.ratio.toFixed(2)} × ${against.what}`;
  return goal === undefined ? line : `${line}; goal ${goal.says}: ${goal.met ? 'met' : 'missed'}`;
}

/** Milliseconds of the quickest of several runs: what the code takes, without what the machine did beside it. */
export function quickest(times: number, work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < times; run++) {
    const begun = performance.now();
    work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}
