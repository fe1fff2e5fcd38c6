import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A HID device as the kernel shows it: its node, and the numbers of its maker and product (`0acd:3530`). */
export interface Hidraw {
  readonly node: string;
  readonly ids: string;
}

/** Every HID device that is plugged in; null: this kernel has no hidraw. `HID_ID=bus:maker:product` in sysfs, hexadecimal. */
export function hidraws(sysfs = '/sys'): Hidraw[] | null {
  const folder = join(sysfs, 'class', 'hidraw');
  if (!existsSync(folder)) return null;
  return readdirSync(folder).flatMap((name) => {
    const file = join(folder, name, 'device', 'uevent');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const [, maker, product] = /^HID_ID=[0-9a-f]+:0000([0-9a-f]{4}):0000([0-9a-f]{4})$/im.exec(text) ?? [];
    return maker && product ? [{ node: `/dev/${name}`, ids: `${maker}:${product}`.toLowerCase() }] : [];
  });
}

/** Do these rules of udev give a device with these numbers to somebody? Comments do not count. */
export function rulesName(rules: string, ids: string): boolean {
  const [maker, product] = ids.split(':');
  return rules
    .split('\n')
    .some(
      (line) =>
        !line.trimStart().startsWith('#') &&
        line.includes('hidraw') &&
        line.includes(`idVendor}=="${maker}"`) &&
        line.includes(`idProduct}=="${product}"`),
    );
}
