/** What a run of the benchmark leaves for programs, and how two runs are compared. */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Figure } from './figure.ts';
import { quantile } from './figure.ts';

const Line = z.object({
  section: z.string(),
  what: z.string(),
  value: z.string(),
  spread: z.number().nullable(),
  against: z.string(),
  ratio: z.number().nullable(),
  goal: z.string().nullable(),
  met: z.boolean().nullable(),
});
export type Line = z.infer<typeof Line>;

/** A whole run: `node`, `cores` and `noise` say on what. */
export const Report = z.object({
  node: z.string(),
  cores: z.int(),
  noise: z.number(),
  lines: z.array(Line),
});
export type Report = z.infer<typeof Report>;

export function lineFrom(section: string, { what, value, spread, against, goal }: Figure): Line {
  return {
    section,
    what,
    value,
    spread: spread ?? null,
    against: against.what,
    // What was not measured is no number; JSON has none for it either.
    ratio: Number.isFinite(against.ratio) ? against.ratio : null,
    goal: goal?.says ?? null,
    met: goal?.met ?? null,
  };
}

/** The same little piece of work again and again: how far the machine itself is from being quiet, as a part of its median. */
export function machineNoise(): number {
  const work = (): number => {
    let sum = 0;
    for (let count = 0; count < 2_000_000; count++) sum = (sum * 31 + count) | 0;
    return sum;
  };
  const took = Array.from({ length: 60 }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  }).slice(10);
  return (quantile(took, 0.95) - quantile(took, 0.05)) / quantile(took, 0.5);
}

export function reportOf(lines: readonly Line[], noise: number): Report {
  return { node: process.versions.node, cores: availableParallelism(), noise, lines: [...lines] };
}

/** What has changed since `before`, in ratios: a figure of another name, or without a ratio, has nothing to be compared with. */
export function changesSince(before: Report, now: Report): string[] {
  // Numbers in a name ("9,000 bytes", "median of 15") change from run to run; the words do not.
  const name = ({ section, what }: Line): string => `${section} ${what.replaceAll(/[\d,.]+/g, '#')}`;
  const earlier = new Map(before.lines.map((line) => [name(line), line.ratio]));
  return now.lines.flatMap((line) => {
    const then = earlier.get(name(line));
    if (then === undefined || then === null || line.ratio === null || then === 0) return [];
    const change = Math.round((line.ratio / then - 1) * 100);
    return [
      `${line.section}  ${line.what}: ${then.toFixed(2)} → ${line.ratio.toFixed(2)} (${change > 0 ? '+' : ''}${change} %)`,
    ];
  });
}
