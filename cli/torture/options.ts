import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Digits and nothing else: an empty word is no number, and neither are `0x1` and `1e3`. */
const Count = z.string().regex(/^\d+$/).transform(Number).refine(Number.isSafeInteger);

const Options = z
  .strictObject({
    runs: Count.refine((runs) => runs > 0).default(1_000),
    seed: Count.default(1),
    kill: z.boolean().default(false),
    postgres: z.boolean().optional(),
    jobs: Count.refine((jobs) => jobs >= 1 && jobs <= 32).optional(),
  })
  // Every run has a seed of its own, the last one too.
  .refine(({ seed, runs }) => Number.isSafeInteger(seed + runs))
  // Where there are no processes, neither says anything: "0 violations" would be about something else than was asked for.
  .refine(({ kill, jobs, postgres }) => kill || (jobs === undefined && postgres === undefined))
  .transform(({ jobs = 2, postgres = false, ...rest }) => ({ ...rest, jobs, postgres }));

/** Null: usage. */
export function readOptions(args: readonly string[]): z.output<typeof Options> | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        runs: { type: 'string' },
        seed: { type: 'string' },
        kill: { type: 'boolean' },
        postgres: { type: 'boolean' },
        jobs: { type: 'string' },
      },
    });
    return Options.safeParse(values).data ?? null;
  } catch {
    return null;
  }
}
