import * as z from 'zod';
import { isLoopback } from '../center/contract/credentials.ts';
import { lineFrom } from '../hardware/lines/address.ts';
import { fail, ok, type Result } from '../hardware/result.ts';
import { Profile } from './contract/words.ts';
import { lineOfBrokenJson, lineOfField } from './json-place.ts';
import { OpeningHours } from './opening-hours.ts';

const Address = z.string().superRefine((text, context) => {
  const line = lineFrom(text);
  if (!line.ok) context.addIssue({ code: 'custom', message: line.error.detail });
});

const isHid = (address: string): boolean => address.startsWith('hid:');

/** The configuration file of a station: what this machine is and what is connected to it. docs/configuration.md */
export const StationConfig = z
  .strictObject({
    station: z.strictObject({
      id: z.string().regex(/^[A-Z0-9-]{1,20}$/, '1 to 20 capital letters, digits or hyphens'),
      name: z.string().min(1),
      /** Line and station code that stand in the history records of cards, and the region bits (facts/felica.md §4.3). */
      code: z
        .string()
        .regex(/^[0-9a-f]{4}$/, 'four hexadecimal digits: line and station')
        .default('0107'),
      region: z.int().min(0).max(255).default(0xa0),
    }),
    profile: z.enum(Profile.options),
    /** `rig`: a test bench; the only mode in which the rig's keys are accepted. */
    mode: z.enum(['rig', 'service']),
    reader: z
      /** `probe`: a reader on a serial line is asked which it is. */
      .strictObject({ kind: z.enum(['pn532', 'rcs620s', 'probe', 'neo2']), line: Address })
      .refine(({ kind, line }) => isHid(line) === (kind === 'neo2'), {
        path: ['line'],
        message: 'a neo2 is at hid:VENDOR:PRODUCT or hid:/dev/hidrawN, and no other reader is',
      }),
    printer: z.strictObject({
      line: Address,
      widthMm: z.literal([58, 80]),
      proof: z.enum(['process-id', 'paper-status']),
    }),
    /** A signal tower, PATLITE LR6-USB; left out: none. */
    tower: z.strictObject({ line: Address }).optional(),
    /** `none`: no keys; balance and history only (design §3). */
    sam: z.enum(['rig', 'none']),
    center: z.strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** Files in PEM: this machine's key and certificate, and the CA of the center's. docs/center.md */
      tls: z.strictObject({ key: z.string().min(1), certificate: z.string().min(1), ca: z.string().min(1) }).optional(),
    }),
    /** Outside of them the machine is closed for passengers; left out: always open. */
    openingHours: OpeningHours.optional(),
    display: z
      .strictObject({
        /** Of the voice and the sounds, for each new passenger: 0 is silent, 3 the loudest. */
        volume: z.int().min(0).max(3).default(2),
        /** Per cent. The page darkens its picture by so much; the backlight stays as it is. */
        brightness: z.int().min(40).max(100).default(100),
      })
      .prefault({}),
    /** Folder of the journal. */
    data: z.string().min(1),
    /** Yearly archives of the journal that stay there; older ones are removed once they were exported (docs/money.md). */
    keepArchives: z.int().min(1).max(100).default(10),
    /** A folder that staff can export to as to a medium; left out: media that were plugged in only. */
    exportTo: z.string().min(1).optional(),
    /** Log file; left out: stderr. */
    log: z.string().min(1).optional(),
  })
  .superRefine((config, context) => {
    if (config.sam === 'rig' && config.mode !== 'rig') {
      context.addIssue({ code: 'custom', path: ['sam'], message: "the rig's keys are refused outside rig mode" });
    }
    // A simulated one stands at the end of any line.
    if (config.tower && config.mode !== 'rig' && !isHid(config.tower.line)) {
      const message = 'a signal tower is at hid:VENDOR:PRODUCT';
      context.addIssue({ code: 'custom', path: ['tower', 'line'], message });
    }
    // Null where the address is none: that has been told already.
    const center = URL.parse(config.center.url);
    if (center?.protocol === 'https:' && !config.center.tls) {
      const message = 'an https: center needs key, certificate and ca (npm run center -- certificates station)';
      context.addIssue({ code: 'custom', path: ['center', 'tls'], message });
    }
    if (center?.protocol === 'http:' && config.mode !== 'rig' && !isLoopback(center.hostname)) {
      const message = 'another machine is reached by https: only; http: is for this machine and for a test bench';
      context.addIssue({ code: 'custom', path: ['center', 'url'], message });
    }
    if (config.sam !== 'none' && config.reader.kind === 'neo2') {
      const message = 'a neo2 does not carry what a SAM says to a card: with this reader it is "none"';
      context.addIssue({ code: 'custom', path: ['sam'], message });
    }
  });
export type StationConfig = z.infer<typeof StationConfig>;

/** What is wrong with a configuration file, for whoever mends it. */
export interface ConfigFault {
  /** Of the file, from 1; null where there is no file. */
  readonly line: number | null;
  /** `printer.widthMm`; null: the whole file. */
  readonly field: string | null;
  readonly detail: string;
}

export function checkConfig(text: string): Result<StationConfig, ConfigFault> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    // The message quotes the text around the place, line breaks and all.
    const detail = `not JSON: ${String(error).replaceAll(/\s+/g, ' ')}`;
    return fail({ line: lineOfBrokenJson(text), field: null, detail });
  }
  const config = StationConfig.safeParse(raw);
  if (config.success) return ok(config.data);
  const issue = config.error.issues[0];
  return fail(faultAt(text, (issue?.path ?? []).map(String), issue?.message ?? 'wrong'));
}

export function faultAt(text: string, path: readonly string[], detail: string): ConfigFault {
  return { line: lineOfField(text, path), field: path.join('.') || null, detail };
}

/** Reads a configuration. The error is one line that names the line of the file and the field. */
export function parseConfig(text: string): Result<StationConfig, string> {
  const config = checkConfig(text);
  return config.ok ? config : fail(wordsOf(config.error));
}

export function wordsOf({ line, field, detail }: ConfigFault): string {
  if (field === null && detail.startsWith('not JSON')) return `${line === null ? '' : `line ${line}: `}${detail}`;
  return `${line === null ? '' : `line ${line}: `}${field ?? 'the whole file'}: ${detail}`;
}
