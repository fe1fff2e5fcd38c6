import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stationNames } from '../../../hardware/card/stations.ts';
import { lr6Usb } from '../../../hardware/tower/codec.ts';
import type { SettingField } from '../../contract/staff-settings.ts';
import { Profile } from '../../contract/words.ts';

/** Values that need no typing; the schema judges them like any other. */
export function choicesFor(field: SettingField): readonly string[] {
  switch (field) {
    case 'volume':
      return ['0', '1', '2', '3'];
    case 'brightness':
      return ['40', '55', '70', '85', '100'];
    case 'profile':
      return Profile.options;
    case 'printer-width':
      return ['58', '80'];
    case 'station-name':
      return stationNames();
    case 'reader':
      return serialLines().map((line) => `probe ${line}`);
    case 'printer-line':
      return serialLines();
    case 'tower-line':
      return [`hid:${hex4(lr6Usb.vendorId)}:${hex4(lr6Usb.productId)}`];
    case 'opening-hours':
    case 'center-url':
      return [];
    default:
      return field satisfies never;
  }
}

const hex4 = (number: number): string => number.toString(16).padStart(4, '0');

/** Serial lines that this machine has now; by their name where they have one, for that stays over a restart. */
function serialLines(): string[] {
  const named = entriesOf('/dev/serial/by-id');
  if (named.length > 0) return named;
  return entriesOf('/dev').filter((path) => /\/tty(USB|ACM)\d+$/.test(path));
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
