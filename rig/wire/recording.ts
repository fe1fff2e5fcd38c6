import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { fromHex, toHex } from '../../hardware/bytes.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import type { WireBytes } from './wire.ts';

export const DeviceName = z.enum(['reader', 'printer', 'tower']);
export type DeviceName = z.infer<typeof DeviceName>;

/** First line of a recording: whose line it is. */
const Head = z.strictObject({ wire: z.literal(1), device: DeviceName, line: z.string() });

/** Every further line: milliseconds since the beginning, who spoke, the bytes. */
const Said = z.strictObject({
  at: z.number().min(0),
  from: z.enum(['host', 'device']),
  hex: z.string().regex(/^([0-9a-f]{2})+$/, 'bytes in hexadecimal, two lower-case digits each'),
});

export interface Recording {
  readonly device: DeviceName;
  /** Where it was recorded. */
  readonly line: string;
  readonly said: readonly (WireBytes & { readonly lineNumber: number })[];
}

/** Begins a recording in a new file; throws where it cannot be made. A line is in the file when `say` returns. */
export function recordInto(file: string, device: DeviceName, line: string) {
  const handle = openSync(file, 'w');
  const write = (entry: object) => writeSync(handle, `${JSON.stringify(entry)}\n`);
  write({ wire: 1, device, line });
  return {
    say: ({ at, from, bytes }: WireBytes): void => {
      write({ at: Math.round(at * 1000) / 1000, from, hex: toHex(bytes) });
    },
    close: (): void => closeSync(handle),
  };
}

/** Reads a recording. The error is one line: file, line, what. */
export function readRecording(file: string): Result<Recording, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fail(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [first = '', ...rest] = text.replace(/\n$/, '').split('\n');
  const head = parsed(Head, first);
  if (!head.ok) return fail(`${file}: line 1: ${head.error}`);
  const said: Recording['said'][number][] = [];
  for (const [index, line] of rest.entries()) {
    const entry = parsed(Said, line);
    if (!entry.ok) return fail(`${file}: line ${index + 2}: ${entry.error}`);
    const { at, from, hex } = entry.value;
    said.push({ at, from, bytes: fromHex(hex), lineNumber: index + 2 });
  }
  return ok({ device: head.value.device, line: head.value.line, said });
}

function parsed<Schema extends z.ZodType>(schema: Schema, line: string): Result<z.infer<Schema>, string> {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (error) {
    return fail(`not JSON: ${String(error).replaceAll(/\s+/g, ' ')}`);
  }
  const checked = schema.safeParse(raw);
  if (checked.success) return ok(checked.data);
  const issue = checked.error.issues[0];
  return fail(`${issue?.path.join('.') || 'the whole line'}: ${issue?.message}`);
}
