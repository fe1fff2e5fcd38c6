import { describe, expect, test } from 'vitest';
import { type DeviceFacts, type Facts, lookAround, nodeOf } from './facts.ts';
import { findings } from './findings.ts';

const reader: DeviceFacts = {
  name: 'reader',
  address: 'serial:/dev/ttyUSB0',
  node: '/dev/ttyUSB0',
  exists: true,
  opens: true,
  group: 'dialout',
};
const fit: Facts = {
  node: '24.18.1',
  platform: 'linux',
  user: { name: 'kiosk', isRoot: false },
  configFile: '/etc/wester-kiosk/station.json',
  configProblem: null,
  devices: [reader],
  udevRule: true,
  data: { folder: '/var/lib/wester-kiosk', exists: true, writable: true, freeBytes: 20e9 },
  certificate: { problem: null, daysLeft: 300 },
  display: true,
  electron: true,
  notify: true,
  clockSynchronised: true,
};
const data = fit.data as NonNullable<Facts['data']>;

test('a fit machine has nothing to mend', () => {
  expect(findings(fit)).toEqual([]);
});

describe('on a machine that is not fit each thing is said, with the command that mends it', () => {
  const cases: [name: string, facts: Partial<Facts>, what: RegExp, mend: RegExp][] = [
    ['Node too old', { node: '22.22.1' }, /Node 22\.22\.1 is too old.*24/, /Node 24/],
    ['no Electron', { electron: false }, /no Electron binary/, /install\.js.*docs\/deploy\.md/],
    ['no display', { display: false }, /no display/, /systemctl start wester-kiosk/],
    [
      'configuration wrong',
      { configProblem: 'line 3: profile: not one' },
      /line 3: profile/,
      /edit \/etc\/wester-kiosk/,
    ],
    ['disk full', { data: { ...data, freeBytes: 1e5 } }, /disk is full: 0\.1 MB left/, /journalctl --vacuum/],
    [
      'certificate over',
      { certificate: { problem: 'tls/certificate.pem expired on 2026-01-01', daysLeft: -1 } },
      /will not hear it: .* expired on 2026-01-01/,
      /certificates renew/,
    ],
    [
      'certificate soon over',
      { certificate: { problem: null, daysLeft: 44 } },
      /ends in 44 days/,
      /certificates renew/,
    ],
    ['no folder', { data: { ...data, exists: false, writable: false } }, /is not there/, /install -d -o kiosk -m 700/],
    ['folder of another', { data: { ...data, writable: false } }, /kiosk may not write/, /install -d -o kiosk/],
    [
      'not in the group',
      { devices: [{ ...reader, opens: false }] },
      /not in the group dialout/,
      /usermod -aG dialout kiosk/,
    ],
    [
      'root’s device',
      { devices: [{ ...reader, opens: false, group: 'root' }] },
      /no udev rule/,
      /70-wester-kiosk\.rules/,
    ],
    ['unplugged', { devices: [{ ...reader, exists: false }] }, /reader is not there: serial:/, /plug it in/],
    ['no udev rule', { udevRule: false }, /no udev rule for the devices/, /udevadm control --reload/],
    ['root', { user: { name: 'root', isRoot: true } }, /this is root/, /useradd --system/],
    ['no systemd-notify', { notify: false }, /systemd-notify is not here/, /apt-get install systemd/],
    ['clock', { clockSynchronised: false }, /not synchronised/, /set-ntp true/],
  ];

  test.each(cases)('%s', (_name, facts, what, mend) => {
    const found = findings({ ...fit, ...facts });
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toMatch(what);
    expect(found[0]?.mend).toMatch(mend);
  });

  test('everything at once: every one of them is said', () => {
    const { configProblem: _not, ...all } = Object.assign({}, ...cases.map(([, facts]) => facts)) as Facts;
    expect(findings({ ...fit, ...all }).length).toBeGreaterThanOrEqual(9);
  });
});

test.each([
  ['/dev/ttyUSB0', '/dev/ttyUSB0'],
  ['serial:/dev/ttyUSB0', '/dev/ttyUSB0'],
  ['hid:/dev/hidraw0', '/dev/hidraw0'],
  ['hid:0acd:3530', null],
  ['tcp:127.0.0.1:7001', null],
])('%s is the node %s', (address, node) => {
  expect(nodeOf(address)).toBe(node);
});

test('this machine is looked at without an error; a file that is not there is the configuration’s fault', () => {
  const facts = lookAround('/nowhere/station.json');
  expect(facts.node).toMatch(/^\d+\.\d+\.\d+$/);
  expect(
    findings(facts)
      .map(({ what }) => what)
      .join('\n'),
  ).toMatch(/the configuration is wrong: ENOENT/);
});
