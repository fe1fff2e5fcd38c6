import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { lineFrom } from '../../hardware/lines/address.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { lineOfField } from '../../station/json-place.ts';

const At = z
  .string()
  .regex(/^(pty:\/.+|tcp:\d{1,5})$/, 'pty:PATH or tcp:PORT, where a host finds the device')
  .refine((at) => !at.startsWith('tcp:') || Number(at.slice(4)) <= 65_535, 'a port is at most 65535')
  .optional();

/** Everything that passes over the line goes into this file (.jsonl) too. */
const record = z.string().min(1).optional();

const Line = z.string().superRefine((text, context) => {
  const line = lineFrom(text);
  if (!line.ok) context.addIssue({ code: 'custom', message: line.error.detail });
});

const replayed = { is: z.literal('replayed'), recording: z.string().min(1), at: At } as const;
const readerKind = z.enum(['pn532', 'rcs620s', 'probe', 'neo2']).default('probe');
const onPaper = {
  widthMm: z.literal([58, 80]).default(80),
  proof: z.enum(['process-id', 'paper-status']).default('process-id'),
};

const simulated = { is: z.literal('simulated'), at: At, record } as const;
const real = { is: z.literal('real'), line: Line, at: At, record } as const;

/** What is connected: each device simulated, real or replayed from a recording. Paths count from the file. docs/rig.md */
export const RigFile = z
  .strictObject({
    devices: z.strictObject({
      reader: z
        .discriminatedUnion('is', [
          z.strictObject({
            ...simulated,
            model: z.enum(['pn532', 'rcs620s']).default('pn532'),
            /** A file like rig/cards/sample-cards.json; left out: that one. */
            cards: z.string().min(1).optional(),
          }),
          z.strictObject({
            ...real,
            kind: readerKind,
            /** Every card that is laid on it is a test card with the keys of the rig's SAM: a scenario may charge it. */
            testCards: z.boolean().default(false),
          }),
          z.strictObject({ ...replayed, kind: readerKind }),
        ])
        .optional(),
      printer: z
        .discriminatedUnion('is', [
          z.strictObject({ ...simulated, ...onPaper }),
          z.strictObject({ ...real, ...onPaper }),
          z.strictObject({ ...replayed, ...onPaper }),
        ])
        .optional(),
      tower: z.discriminatedUnion('is', [z.strictObject(simulated), z.strictObject(real)]).optional(),
    }),
  })
  .superRefine(({ devices: { reader } }, context) => {
    if (reader?.is !== 'real' || reader.line.startsWith('hid:') === (reader.kind === 'neo2')) return;
    const message = 'a reader at hid: is a neo2, and only that: say "kind": "neo2"';
    context.addIssue({ code: 'custom', path: ['devices', 'reader', 'line'], message });
  });
export type RigFile = z.infer<typeof RigFile>;
export type ReaderPart = NonNullable<RigFile['devices']['reader']>;
export type PrinterPart = NonNullable<RigFile['devices']['printer']>;
export type TowerPart = NonNullable<RigFile['devices']['tower']>;

/** Everything simulated, as in `npm start`. */
export const allSimulated: RigFile = RigFile.parse({
  devices: { reader: { is: 'simulated' }, printer: { is: 'simulated' }, tower: { is: 'simulated' } },
});

/** A rig file that was read, and how to say what is wrong with a part of it. */
export interface ReadRigFile {
  readonly rig: RigFile;
  /** `FILE: line N: devices.reader.line: …` */
  wrong(path: readonly string[], what: string): string;
}

/** Reads a rig file, its paths made whole. The error is one line: file, line, field. */
export function readRigFile(file: string): Result<ReadRigFile, string> {
  let text: string;
  let raw: unknown;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fail(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return fail(`${file}: not JSON: ${String(error).replaceAll(/\s+/g, ' ')}`);
  }
  const wrong = (path: readonly string[], what: string) =>
    `${file}: line ${lineOfField(text, path)}: ${path.join('.') || 'the whole file'}: ${what}`;
  const parsed = RigFile.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail(wrong((issue?.path ?? []).map(String), issue?.message ?? 'wrong'));
  }
  return ok({ rig: fromFolder(parsed.data, dirname(resolve(file))), wrong });
}

/** Names of files count from the folder of the rig file. */
function fromFolder(rig: RigFile, folder: string): RigFile {
  const whole = <Part extends object>(part: Part): Part => {
    const paths = Object.entries(part).flatMap(([name, value]) =>
      ['cards', 'record', 'recording'].includes(name) ? [[name, resolve(folder, String(value))]] : [],
    );
    return { ...part, ...Object.fromEntries(paths) };
  };
  const { reader, printer, tower } = rig.devices;
  return {
    devices: {
      ...(reader && { reader: whole(reader) }),
      ...(printer && { printer: whole(printer) }),
      ...(tower && { tower: whole(tower) }),
    },
  };
}
