import { expect, test } from 'vitest';
import { findMedia } from './media.ts';

const MOUNTS = [
  'proc /proc proc rw 0 0',
  '/dev/sda2 / ext4 rw 0 0',
  '/dev/sda1 /boot vfat rw 0 0',
  '/dev/sdb1 /media/staff/WESTER\\040USB vfat rw 0 0',
  '/dev/sdc1 /mnt/stick exfat rw 0 0',
  'tmpfs /media/not-a-medium tmpfs rw 0 0',
  '/dev/sdb1 /media/staff/WESTER\\040USB vfat rw 0 0',
  'nonsense',
  '',
].join('\n');

const system = { mounts: () => MOUNTS, isRemovable: (device: string) => device === '/dev/sdc1' };

test('what was plugged in is found by where it is mounted or by its mark; the disk of the machine is not', () => {
  expect(findMedia(null, system)).toEqual([
    { directory: '/media/staff/WESTER USB', label: 'WESTER USB', isMounted: true },
    { directory: '/mnt/stick', label: 'stick', isMounted: true },
  ]);
});

test('a folder of the configuration is one more', () => {
  expect(findMedia('/srv/export', { mounts: () => '', isRemovable: () => false })).toEqual([
    { directory: '/srv/export', label: '/srv/export', isMounted: false },
  ]);
});

test('this system answers, whatever is plugged in', () => {
  expect(Array.isArray(findMedia(null))).toBe(true);
});
