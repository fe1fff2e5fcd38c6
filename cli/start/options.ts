import { parseArgs } from 'node:util';
import { z } from 'zod';

const Options = z.object({
  shell: z.enum(['browser', 'electron', 'none']).optional(),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  profile: z.enum(['navy', 'pink', 'light-blue']).default('navy'),
  date: z.iso.date().default('2023-04-10'),
  data: z.string().min(1).optional(),
  rig: z.string().min(1).optional(),
  'no-open': z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;

export const usage = `usage: npm start -- [--shell browser|electron|none] [--port N] [--profile navy|pink|light-blue]
                    [--date YYYY-MM-DD] [--data DIR] [--rig FILE] [--no-open]`;

/** The options of `npm start` (design §7); `null` where they are wrong, after one line that says which and why. */
export function readOptions(args: readonly string[], complain: (line: string) => void): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        shell: { type: 'string' },
        port: { type: 'string' },
        profile: { type: 'string' },
        date: { type: 'string' },
        data: { type: 'string' },
        rig: { type: 'string' },
        'no-open': { type: 'boolean' },
      },
    });
    const checked = Options.safeParse(values);
    if (checked.success) return checked.data;
    const issue = checked.error.issues[0];
    complain(`--${issue?.path.join('.')}: ${issue?.message}`);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  }
  return null;
}
