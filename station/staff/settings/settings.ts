/**
 * Setting one field of the configuration file: judged by the file's own schema, journaled, written whole or not at all,
 * read back. Taking it back is a change like any other.
 */
import { fail, ok, type Result } from '../../../hardware/result.ts';
import { parseConfig, type StationConfig } from '../../config.ts';
import type { StaffRole } from '../../contract/staff.ts';
import type { SettingField, SettingLine, SettingRefusal, SettingValue } from '../../contract/staff-settings.ts';
import { readIfThere, replaceFile } from '../../replace-file.ts';
import { mayChange, needsRestart, placeOf, SETTING_FIELDS, settingOf } from './fields.ts';

export interface SettingChanged {
  readonly kind: 'setting-changed';
  readonly field: SettingField;
  readonly before: SettingValue;
  readonly after: SettingValue;
  /** Staff number. */
  readonly by: string;
  /** What the entry before said did not happen. */
  readonly takenBack?: true;
}

/** The part of the journal that settings need; the station's journal is one. */
export interface SettingsJournal {
  /** On disk when it returns. */
  append(body: SettingChanged): Result<unknown, { readonly detail: string }>;
  /** Everything ever written, oldest first; entries of other kinds are passed over. */
  entries(): Iterable<{ readonly body: { readonly kind: string } }>;
}

export interface SettingsOptions {
  /** The configuration file. */
  readonly file: string;
  /** As the station was started with it. */
  readonly started: StationConfig;
  readonly journal: SettingsJournal;
  /** Called with what holds from now on: volume, brightness, hours. */
  readonly onChange: (config: StationConfig) => void;
}

export interface Settings {
  lines(role: StaffRole): Result<readonly SettingLine[], SettingRefusal>;
  set(who: Who, field: SettingField, value: SettingValue): Result<SettingChanged, SettingRefusal>;
  /** Sets what it was before the last change. */
  undo(who: Who, field: SettingField): Result<SettingChanged, SettingRefusal>;
}

interface Who {
  readonly staffId: string;
  readonly role: StaffRole;
}

interface Read {
  readonly text: string;
  readonly config: StationConfig;
}

export function createSettings(options: SettingsOptions): Settings {
  const { file, started, journal, onChange } = options;
  /** The changes of each field that happened, oldest first; read once, when staff first look. */
  let known: Map<SettingField, SettingChanged[]> | null = null;

  function changes(): Map<SettingField, SettingChanged[]> {
    if (known) return known;
    known = new Map();
    for (const { body } of journal.entries()) if (isSettingChanged(body)) remember(known, body);
    return known;
  }

  /** From the disk every time: an engineer may have it open in an editor. */
  function read(): Result<Read, SettingRefusal> {
    const text = readIfThere(file);
    if (!text.ok) return fail({ kind: 'file-wrong', detail: text.error });
    if (text.value === null) return fail({ kind: 'file-wrong', detail: `${file}: there is no such file` });
    const config = parseConfig(text.value);
    return config.ok
      ? ok({ text: text.value, config: config.value })
      : fail({ kind: 'file-wrong', detail: config.error });
  }

  /** Only where the file still says what the last change made of it: else somebody has set it by hand since. */
  function undoOf(config: StationConfig, field: SettingField): SettingChanged | null {
    const last = changes().get(field)?.at(-1);
    return last && last.after === settingOf(config, field) ? last : null;
  }

  function set(who: Who, field: SettingField, value: SettingValue): Result<SettingChanged, SettingRefusal> {
    if (!mayChange(who.role, field)) return fail({ kind: 'needs-engineer' });
    const now = read();
    if (!now.ok) return now;
    const changed = withValue(now.value.text, field, value);
    const config = parseConfig(changed);
    if (!config.ok) return fail({ kind: 'wrong-value', detail: config.error });
    const before = settingOf(now.value.config, field);
    const after = settingOf(config.value, field);
    if (before === after) return fail({ kind: 'unchanged' });
    const entry: SettingChanged = { kind: 'setting-changed', field, before, after, by: who.staffId };
    // Read before the entry is in it.
    const history = changes();
    const journaled = journal.append(entry);
    if (!journaled.ok) return fail({ kind: 'not-stored', detail: journaled.error.detail });
    const written = replaceFile(file, changed);
    const back = read();
    // What stands there decides, not what the disk said of it.
    if (!back.ok || settingOf(back.value.config, field) !== after) {
      // The file is as it was, and so the journal says; that is no change that could be undone.
      journal.append({ ...entry, before: after, after: before, takenBack: true });
      return fail({
        kind: 'not-stored',
        detail: written.ok ? 'what was read back is not what was written' : written.error,
      });
    }
    remember(history, entry);
    onChange(back.value.config);
    return ok(entry);
  }

  return {
    lines(role) {
      const now = read();
      if (!now.ok) return now;
      const { config } = now.value;
      return ok(
        SETTING_FIELDS.map((field) => {
          const undo = undoOf(config, field);
          const isAllowed = mayChange(role, field);
          return {
            field,
            value: settingOf(config, field),
            mayChange: isAllowed,
            needsRestart: needsRestart(field),
            undo: undo && isAllowed ? { value: undo.before } : null,
            pending: needsRestart(field) && settingOf(config, field) !== settingOf(started, field),
          };
        }),
      );
    },
    set,
    undo(who, field) {
      const now = read();
      if (!now.ok) return now;
      const last = undoOf(now.value.config, field);
      return last ? set(who, field, last.before) : fail({ kind: 'nothing-to-undo' });
    },
  };
}

/** Without a journal (or, in tests, a file) nothing can be set. */
export const noSettings: Settings = {
  lines: () => fail({ kind: 'not-stored', detail: 'there is no journal' }),
  set: () => fail({ kind: 'not-stored', detail: 'there is no journal' }),
  undo: () => fail({ kind: 'not-stored', detail: 'there is no journal' }),
};

function remember(changes: Map<SettingField, SettingChanged[]>, entry: SettingChanged): void {
  const of = changes.get(entry.field) ?? [];
  changes.set(entry.field, of);
  if (entry.takenBack) of.pop();
  else of.push(entry);
}

function isSettingChanged(body: { readonly kind: string }): body is SettingChanged {
  return body.kind === 'setting-changed';
}

/** The file's text with this one value in its place: order and indentation stay, other fields are not touched. */
function withValue(text: string, field: SettingField, value: SettingValue): string {
  const config = JSON.parse(text) as Record<string, unknown>;
  const place = placeOf(field, value);
  const [last = ''] = place.path.slice(-1);
  let parent: Record<string, unknown> = config;
  for (const key of place.path.slice(0, -1)) {
    // `display` may be left out.
    parent[key] ??= {};
    parent = parent[key] as Record<string, unknown>;
  }
  if (place.value === undefined) delete parent[last];
  else parent[last] = place.value;
  return `${JSON.stringify(config, null, indentOf(text))}\n`;
}

/** Of the first line that is indented. */
function indentOf(text: string): string {
  return /^[ \t]+/m.exec(text)?.[0] ?? '  ';
}
