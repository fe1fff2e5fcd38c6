/** What staff may set: each a field of the configuration file, with who may, and whether it needs a restart. */
import { unreachable } from '../../../hardware/result.ts';
import type { StationConfig } from '../../config.ts';
import type { StaffRole } from '../../contract/staff.ts';
import type { SettingField } from '../../contract/staff-settings.ts';

/** In the order of the screen. */
export const SETTING_FIELDS: readonly SettingField[] = [
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
];

/** What is comfortable may be set by whoever is there; what the machine is and what hangs on it, by engineers. */
export function mayChange(role: StaffRole, field: SettingField): boolean {
  return role === 'engineer' || field === 'volume' || field === 'brightness';
}

/** Holds from now on: volume, brightness, hours. Everything else is looked at once, when the station starts. */
export function needsRestart(field: SettingField): boolean {
  return field !== 'volume' && field !== 'brightness' && field !== 'opening-hours';
}

/** Its value as text; null: it is left out. */
export function settingOf(config: StationConfig, field: SettingField): string | null {
  switch (field) {
    case 'volume':
      return String(config.display.volume);
    case 'brightness':
      return String(config.display.brightness);
    case 'opening-hours':
      return config.openingHours ? `${config.openingHours.opens}-${config.openingHours.closes}` : null;
    case 'station-name':
      return config.station.name;
    case 'profile':
      return config.profile;
    case 'reader':
      return `${config.reader.kind} ${config.reader.line}`;
    case 'printer-line':
      return config.printer.line;
    case 'printer-width':
      return String(config.printer.widthMm);
    case 'tower-line':
      return config.tower?.line ?? null;
    case 'center-url':
      return config.center.url;
    default:
      return unreachable(field);
  }
}

/** Where it stands in the file, and what is written there; undefined: the key is taken out. The schema judges it. */
export function placeOf(
  field: SettingField,
  value: string | null,
): { readonly path: readonly [string, ...string[]]; readonly value: unknown } {
  const text = value ?? undefined;
  switch (field) {
    case 'volume':
      return { path: ['display', 'volume'], value: numberOf(value) };
    case 'brightness':
      return { path: ['display', 'brightness'], value: numberOf(value) };
    case 'opening-hours': {
      const [opens, closes] = value?.split('-') ?? [];
      return { path: ['openingHours'], value: value === null ? undefined : { opens, closes } };
    }
    case 'station-name':
      return { path: ['station', 'name'], value: text };
    case 'profile':
      return { path: ['profile'], value: text };
    // In one: which lines a reader can be at depends on its kind.
    case 'reader': {
      const [kind = '', ...line] = value?.split(' ') ?? [];
      return { path: ['reader'], value: { kind, line: line.join(' ') } };
    }
    case 'printer-line':
      return { path: ['printer', 'line'], value: text };
    case 'printer-width':
      return { path: ['printer', 'widthMm'], value: numberOf(value) };
    case 'tower-line':
      return { path: ['tower'], value: value === null ? undefined : { line: value } };
    case 'center-url':
      return { path: ['center', 'url'], value: text };
    default:
      return unreachable(field);
  }
}

/** What is no number stays as it is: the schema says what is wrong with it. */
function numberOf(value: string | null): unknown {
  return value !== null && /^\d+$/.test(value) ? Number(value) : (value ?? undefined);
}
