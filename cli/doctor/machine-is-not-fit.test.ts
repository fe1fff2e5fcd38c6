import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DeviceFacts, deviceFacts, type Facts, lookAround, nodeOf } from './facts.ts';
import { findings } from './findings.ts';
import { hidraws, rulesName } from './hidraw.ts';

const rules = readFileSync(join(import.meta.dirname, '../../electron/deploy/70-wester-kiosk.rules'), 'utf8');

const reader: DeviceFacts = {
  name: 'reader',
  address: 'serial:/dev/ttyUSB0',
  node: '/dev/ttyUSB0',
  hid: null,
  exists: true,
  opens: true,
  group: 'dialout',
};
/** PATLITE's, by the numbers of maker and product. */
const tower: DeviceFacts = {
  name: 'tower',
  address: 'hid:191a:8003',
  node: '/dev/hidraw3',
  hid: '191a:8003',
  exists: true,
  opens: true,
  group: 'kiosk',
};
const fit: Facts = {
  node: '24.18.1',
  platform: 'linux',
  user: { name: 'kiosk', isRoot: false },
  configFile: '/etc/wester-kiosk/station.json',
  configProblem: null,
  devices: [reader, tower],
  udevRules: rules,
  hidraw: true,
  data: { folder: '/var/lib/wester-kiosk', exists: true, writable: true, freeBytes: 20e9 },
  certificate: { problem: null, daysLeft: 300 },
  display: true,
  electron: true,
  notify: true,
  clockSynchronised: true,
};
const data = fit.data as NonNullable<Facts['data']>;

test('what it says of group and user is what docs/deploy.md says', () => {
  const deploy = readFileSync(join(import.meta.dirname, '../../docs/deploy.md'), 'utf8');
  const root = { user: { name: 'root', isRoot: true } };
  const said = [root, { udevRules: null }, { udevRules: rules.replaceAll('191a', '191b') }].map(
    (facts) => findings({ ...fit, ...facts })[0]?.mend ?? '',
  );
  for (const mend of said) expect(mend).toMatch(/^getent group kiosk >\/dev\/null \|\| sudo groupadd --system kiosk; /);
  for (const command of ['groupadd', 'useradd']) {
    const line = new RegExp(`sudo ${command} [^;\n]*`);
    expect(line.exec(said[0] as string)?.[0]).toBe(line.exec(deploy)?.[0]);
  }
});

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
    ['no udev rule', { udevRules: null }, /no udev rule for the devices/, /udevadm control --reload/],
    [
      'HID device not plugged in',
      { devices: [{ ...tower, node: null, exists: false }] },
      /tower is not there: hid:191a:8003/,
      /lsusb -d 191a:8003/,
    ],
    [
      'HID device of root',
      { devices: [{ ...tower, opens: false, group: 'root' }] },
      /tower at \/dev\/hidraw3 belongs to root alone/,
      /70-wester-kiosk\.rules/,
    ],
    [
      'HID device of a group',
      { devices: [{ ...tower, opens: false }] },
      /may not open the tower at \/dev\/hidraw3: not in the group kiosk/,
      /usermod -aG kiosk kiosk/,
    ],
    [
      'udev rules without it',
      { udevRules: rules.replaceAll('191a', '191b') },
      /no line for the tower \(191a:8003\)/,
      /echo 'KERNEL=="hidraw\*", ATTRS\{idVendor\}=="191a", ATTRS\{idProduct\}=="8003", GROUP="kiosk".*tee -a/,
    ],
    [
      'no hidraw in the kernel',
      { hidraw: false, devices: [{ ...tower, node: null }] },
      /no hidraw in this kernel, which is needed for the tower$/,
      /CONFIG_HIDRAW/,
    ],
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
    const devices = cases.flatMap(([, facts]) => facts.devices ?? []);
    expect(findings({ ...fit, ...all, devices, hidraw: true }).length).toBeGreaterThanOrEqual(14);
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

test('our rules name the HID devices that we know, and a comment names none', () => {
  expect(['0acd:3530', '191a:8003', '1234:5678'].map((ids) => rulesName(rules, ids))).toEqual([true, true, false]);
  expect(rulesName('# KERNEL=="hidraw*", ATTRS{idVendor}=="1234", ATTRS{idProduct}=="5678"', '1234:5678')).toBe(false);
});

test('HID devices are found in sysfs by their numbers; a kernel without hidraw is told from one without a device', () => {
  const sysfs = mkdtempSync(join(tmpdir(), 'wester-sysfs-'));
  expect(hidraws(sysfs)).toBeNull();
  const device = join(sysfs, 'class/hidraw/hidraw3/device');
  mkdirSync(device, { recursive: true });
  writeFileSync(
    join(device, 'uevent'),
    'DRIVER=hid-generic\nHID_ID=0003:0000191A:00008003\nHID_NAME=PATLITE LR6-USB\n',
  );
  mkdirSync(join(sysfs, 'class/hidraw/hidraw4'));
  const plugged = hidraws(sysfs) ?? [];
  rmSync(sysfs, { recursive: true });
  expect(plugged).toEqual([{ node: '/dev/hidraw3', ids: '191a:8003' }]);
  // The node itself is not on this machine.
  expect(deviceFacts('tower', 'hid:191A:8003', plugged)).toMatchObject({ node: '/dev/hidraw3', hid: '191a:8003' });
  expect(deviceFacts('tower', 'hid:/dev/hidraw3', plugged)).toMatchObject({ node: '/dev/hidraw3', hid: '191a:8003' });
  expect(deviceFacts('reader', 'hid:0acd:3530', plugged)).toMatchObject({
    node: null,
    hid: '0acd:3530',
    exists: false,
  });
  // On a system that has no hidraw nobody can say whether it is there.
  expect(deviceFacts('reader', 'hid:0acd:3530', null)).toMatchObject({ node: null, hid: '0acd:3530', exists: true });
  expect(deviceFacts('reader', 'tcp:127.0.0.1:7001', plugged)).toMatchObject({ node: null, hid: null, exists: true });
});
