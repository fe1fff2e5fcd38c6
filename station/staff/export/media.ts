/** Where an export can go: media that somebody plugged in and the system has mounted. Linux (proc(5), sysfs). */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Medium {
  readonly directory: string;
  /** What staff read: the name of the medium. */
  readonly label: string;
  /** False: a folder of the configuration; it need not be a mount point. */
  readonly isMounted: boolean;
}

/** What is asked of the system; tests answer it themselves. */
export interface MountSystem {
  /** The text of /proc/mounts; empty where there is none. */
  mounts(): string;
  /** Is this block device one that can be taken out? */
  isRemovable(device: string): boolean;
}

/** Where desktops and udisks mount what was plugged in. */
const USUAL = ['/media/', '/run/media/'];

/** Mounted media, each once, and the folder that the configuration names. */
export function findMedia(directory: string | null, system: MountSystem = linux): readonly Medium[] {
  const mounted = parseMounts(system.mounts())
    .filter(({ device, at }) => device.startsWith('/dev/') && (isUsual(at) || system.isRemovable(device)))
    .map(({ at }) => ({ directory: at, label: basename(at), isMounted: true }));
  const configured = directory === null ? [] : [{ directory, label: directory, isMounted: false }];
  return [...new Map([...mounted, ...configured].map((medium) => [medium.directory, medium])).values()];
}

function isUsual(at: string): boolean {
  return USUAL.some((folder) => at.startsWith(folder));
}

/** Fields are separated by blanks; blank, tab, line feed and backslash in them are octal (proc(5)). */
function parseMounts(text: string): readonly { device: string; at: string }[] {
  return text.split('\n').flatMap((line) => {
    const [device, at] = line.split(' ').map(unescaped);
    return device && at ? [{ device, at }] : [];
  });
}

function unescaped(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

const linux: MountSystem = {
  mounts: () => (existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : ''),
  isRemovable(device) {
    try {
      // A partition lies in the folder of its disk, which has the mark.
      const block = realpathSync(join('/sys/class/block', basename(realpathSync(device))));
      return [block, dirname(block)].some((folder) => isMarked(join(folder, 'removable')));
    } catch {
      return false;
    }
  },
};

function isMarked(file: string): boolean {
  return existsSync(file) && readFileSync(file, 'latin1').trim() === '1';
}
