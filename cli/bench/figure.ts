import { Bench } from 'tinybench';

/** What a section of the benchmark reports: a figure beside what it was measured against in the same run. */
export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
  /** Of the runs it was taken from, as parts of their median: 0.04 is 4 %. Left out where there is one run. */
  readonly spread?: number;
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
export function lineOf(section: string, { what, value, spread, against, goal }: Figure): string {
  const around = spread === undefined ? '' : ` (± ${Math.round(spread * 100)} %)`;
  const line = `${section}  ${what}: ${value}${around}, ${against.ratio.toFixed(2)} × ${against.what}`;
  return goal === undefined ? line : `${line}; goal ${goal.says}: ${goal.met ? 'met' : 'missed'}`;
}

/** What a piece of work took, in ms, over several runs after as many to warm up. */
export interface Measured {
  readonly ms: number;
  readonly spread: number;
}

/** The median of `times` runs of something that is done in this process. */
export function measured(times: number, work: () => void): Measured {
  const limits = { iterations: times, time: 0, warmupIterations: Math.ceil(times / 2), warmupTime: 0 };
  const [task] = new Bench({ ...limits, retainSamples: true, throws: true }).add('work', work).runSync();
  if (task?.result.state !== 'completed') throw new Error('the work was not done');
  const samples = task.result.latency.samples ?? [];
  return { ms: median(samples), spread: spreadOf(samples) };
}

/** The value below which this part of them lies: 0.5 is the median. Throws where there are none. */
export function quantile(values: readonly number[], part: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
  if (value === undefined) throw new Error('no run at all');
  return value;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Half of the way from the tenth to the ninetieth hundredth, as a part of the median. */
export function spreadOf(values: readonly number[]): number {
  return (quantile(values, 0.9) - quantile(values, 0.1)) / 2 / median(values);
}
