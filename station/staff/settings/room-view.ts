import type { SnapshotFrom } from 'xstate';
import type { SettingLine, SettingRefusal } from '../../contract/staff-settings.ts';
import type { StationDeps } from '../../machine/deps.ts';
import type { StaffView } from '../rooms.ts';
import { choicesFor } from './choices.ts';
import type { settingsMachine } from './room.ts';

type Snapshot = SnapshotFrom<ReturnType<typeof settingsMachine>>;

/** Null: between two states. */
export function settingsView(snapshot: Snapshot, { staff }: StationDeps): StaffView | null {
  const { who, field, done, problem } = snapshot.context;
  const read = staff.settings.lines(who.role);
  const lines: readonly SettingLine[] = read.ok ? read.value : [];
  const wrong: SettingRefusal | null = read.ok ? problem : read.error;
  if (snapshot.matches('list')) {
    const accepts = read.ok
      ? (['edit-setting', 'undo-setting', 'back', 'finish'] as const)
      : (['back', 'finish'] as const);
    return { body: { id: 'settings', lines: [...lines], done, problem: wrong }, accepts };
  }
  const line = lines.find((each) => each.field === field);
  if (!snapshot.matches('editing')) return null;
  // The file has become unreadable while this field was open: the list says so.
  if (!line) return { body: { id: 'settings', lines: [], done: null, problem: wrong }, accepts: ['back', 'finish'] };
  return {
    body: { id: 'edit-setting', line, choices: [...choicesFor(field)], problem },
    accepts: ['set-setting', 'back', 'finish'],
  };
}
