/** The settings of a machine as staff see and change them. Part of staff.ts; the fields are those of the configuration. */
import * as z from 'zod/mini';

export const SettingField = z.enum([
  'volume',
  'brightness',
  'opening-hours',
  'station-name',
  'profile',
  'reader',
  'printer-line',
  'printer-width',
  'tower-line',
  'center-url',
]);
export type SettingField = z.infer<typeof SettingField>;

/** As it stands in the file, as text: `2`, `05:00-00:30`, `pn532 /dev/ttyUSB0`. Null: left out. */
export const SettingValue = z.nullable(z.string().check(z.maxLength(200)));
export type SettingValue = z.infer<typeof SettingValue>;

export const SettingLine = z.object({
  field: SettingField,
  value: SettingValue,
  /** False: this takes an engineer. */
  mayChange: z.boolean(),
  /** The station has to start again before it holds. */
  needsRestart: z.boolean(),
  /** What it was before the last change here; null: nothing to take back. */
  undo: z.nullable(z.object({ value: SettingValue })),
  /** Set, and not in force before a restart. */
  pending: z.boolean(),
});
export type SettingLine = z.infer<typeof SettingLine>;

/** Why a change was not made. Nothing is different in any of these. */
export const SettingRefusal = z.discriminatedUnion('kind', [
  /** In the schema's words, with the field. */
  z.object({ kind: z.literal('wrong-value'), detail: z.string() }),
  z.object({ kind: z.literal('needs-engineer') }),
  z.object({ kind: z.literal('unchanged') }),
  /** The file is not, or no longer, a configuration: somebody else is at work on it. */
  z.object({ kind: z.literal('file-wrong'), detail: z.string() }),
  /** Journal or disk do not take it. */
  z.object({ kind: z.literal('not-stored'), detail: z.string() }),
  z.object({ kind: z.literal('nothing-to-undo') }),
]);
export type SettingRefusal = z.infer<typeof SettingRefusal>;

export const SETTING_BODIES = [
  z.object({
    id: z.literal('settings'),
    lines: z.array(SettingLine),
    /** What the last touch did. */
    done: z.nullable(z.object({ field: SettingField, value: SettingValue })),
    problem: z.nullable(SettingRefusal),
  }),
  z.object({
    id: z.literal('edit-setting'),
    line: SettingLine,
    /** Values that this machine knows of: names of stations, lines with something on them. Any other may be typed. */
    choices: z.array(z.string()),
    problem: z.nullable(SettingRefusal),
  }),
] as const;

export const SETTING_INTENTS = [
  z.object({ type: z.literal('edit-setting'), field: SettingField }),
  z.object({ type: z.literal('set-setting'), field: SettingField, value: SettingValue }),
  z.object({ type: z.literal('undo-setting'), field: SettingField }),
] as const;
