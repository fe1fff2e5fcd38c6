import { judgeDisk, roomOf } from '../../station/staff/devices/disk.ts';
import type { DeviceFacts, Facts } from './facts.ts';
import { rulesName } from './hidraw.ts';

/** One thing that is not as it has to be, and the command that mends it. */
export interface Finding {
  readonly what: string;
  readonly mend: string;
}

export const NODE_MAJOR = 24;

const RULES_FILE = '/etc/udev/rules.d/70-wester-kiosk.rules';
const RELOAD = 'sudo udevadm control --reload && sudo udevadm trigger';
/** A rule of udev that names a group which is not there is not followed. */
const GROUP = 'getent group kiosk >/dev/null || sudo groupadd --system kiosk;';
const RULE = `${GROUP} sudo install -m 644 electron/deploy/70-wester-kiosk.rules /etc/udev/rules.d/ && ${RELOAD}`;

/** As in docs/deploy.md §1: the devices belong to the group of its own. */
const USER_ADD =
  'sudo useradd --system --gid kiosk --no-create-home --groups input,video,render,audio --shell /usr/sbin/nologin kiosk';

/** What keeps this machine from being a kiosk, the most basic first; none: it is fit. */
export function findings(facts: Facts): Finding[] {
  return [
    ...ofProgram(facts),
    ...ofConfiguration(facts),
    ...ofCertificate(facts),
    ...ofHidraw(facts),
    ...facts.devices.flatMap((each) => ofDevice(each, facts)),
    ...ofSystem(facts),
  ];
}

function ofProgram({ node, electron, display, platform }: Facts): Finding[] {
  const found: Finding[] = [];
  if (Number(node.split('.')[0]) < NODE_MAJOR) {
    found.push({
      what: `Node ${node} is too old: the station needs ${NODE_MAJOR} or newer`,
      mend: 'npm run doctor (it gets a newer one by itself), or install Node 24 from https://nodejs.org',
    });
  }
  if (!electron) {
    found.push({
      what: 'the window is not here: no Electron binary and no package under /opt/wester-kiosk',
      mend: 'node node_modules/electron/install.js; without network: docs/deploy.md, "Electron\'s binary without network"',
    });
  }
  if (!display) {
    found.push({
      what: 'there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set',
      mend:
        platform === 'linux'
          ? 'sudo systemctl start wester-kiosk (it brings its own: docs/deploy.md)'
          : 'log in at the screen',
    });
  }
  return found;
}

function ofConfiguration({ configFile, configProblem, data, user }: Facts): Finding[] {
  if (configProblem !== null) {
    return [
      { what: `the configuration is wrong: ${configProblem}`, mend: `edit ${configFile} (docs/configuration.md)` },
    ];
  }
  if (!data) return [];
  const found: Finding[] = [];
  if (!data.exists || !data.writable) {
    found.push({
      what: data.exists
        ? `${user.name} may not write into ${data.folder}, where the journal is kept`
        : `${data.folder}, where the journal is kept, is not there`,
      mend: `sudo install -d -o ${user.name} -m 700 ${data.folder}`,
    });
  }
  const room = judgeDisk(data.freeBytes);
  if (room === 'full' || room === 'little') {
    const left = `${roomOf(data.freeBytes ?? 0)} left at ${data.folder}`;
    found.push({
      what: room === 'full' ? `the disk is full: ${left}, no transfer begins` : `the disk is nearly full: ${left}`,
      mend: 'sudo journalctl --vacuum-size=100M && sudo apt-get clean; then export old archives (docs/money.md)',
    });
  }
  return found;
}

/** Time enough to make another one and to bring it here. */
const CERTIFICATE_DAYS = 45;

function ofCertificate({ certificate }: Facts): Finding[] {
  const mend = 'npm run center -- certificates renew (docs/center.md), and bring the new one here';
  if (!certificate) return [];
  if (certificate.problem !== null) return [{ what: `the center will not hear it: ${certificate.problem}`, mend }];
  if (certificate.daysLeft >= CERTIFICATE_DAYS) return [];
  return [{ what: `the certificate of this machine ends in ${certificate.daysLeft} days`, mend }];
}

/** HID devices are opened through hidraw, and only a rule of udev gives their nodes to anybody but root (docs/reader.md). */
function ofHidraw({ hidraw, devices, udevRules, platform }: Facts): Finding[] {
  const used = devices.filter(({ hid, address }) => hid !== null || address.startsWith('hid:'));
  if (platform !== 'linux' || used.length === 0) return [];
  if (!hidraw) {
    return [
      {
        what: `no hidraw in this kernel, which is needed for the ${used.map(({ name }) => name).join(' and the ')}`,
        mend: 'sudo apt-get install linux-image-$(dpkg --print-architecture), and restart: a kernel with CONFIG_HIDRAW',
      },
    ];
  }
  if (udevRules === null) return [];
  return used.flatMap(({ name, hid }) => {
    if (hid === null || rulesName(udevRules, hid)) return [];
    const [maker, product] = hid.split(':');
    const line = `KERNEL=="hidraw*", ATTRS{idVendor}=="${maker}", ATTRS{idProduct}=="${product}", GROUP="kiosk", MODE="0660"`;
    return [
      {
        what: `the udev rules have no line for the ${name} (${hid}): it belongs to root with every start`,
        mend: `${GROUP} echo '${line}' | sudo tee -a ${RULES_FILE} && ${RELOAD}`,
      },
    ];
  });
}

function ofDevice({ name, address, node, hid, exists, opens, group }: DeviceFacts, { user }: Facts): Finding[] {
  if (!exists) {
    const look =
      hid === null ? '`ls -l /dev/serial/by-id` says what it is called' : `\`lsusb -d ${hid}\` has to list it`;
    return [{ what: `the ${name} is not there: ${address}`, mend: `plug it in; ${look} (docs/configuration.md)` }];
  }
  if (opens) return [];
  const owner = group ?? 'dialout';
  return owner === 'root'
    ? [{ what: `the ${name} at ${node} belongs to root alone: no udev rule gives it to a group`, mend: RULE }]
    : [
        {
          what: `${user.name} may not open the ${name} at ${node}: not in the group ${owner}`,
          mend: `sudo usermod -aG ${owner} ${user.name}, and log in again`,
        },
      ];
}

function ofSystem({ platform, udevRules, user, notify, clockSynchronised, devices }: Facts): Finding[] {
  const found: Finding[] = [];
  if (platform === 'linux' && udevRules === null && devices.length > 0) {
    found.push({
      what: 'there is no udev rule for the devices: their permissions and names change with every start',
      mend: RULE,
    });
  }
  if (user.isRoot) {
    found.push({
      what: 'this is root: Electron does not run its sandbox as root',
      mend: `${GROUP} ${USER_ADD}; run it as kiosk`,
    });
  }
  if (notify === false) {
    found.push({
      what: 'systemd-notify is not here: the watchdog would end a healthy kiosk',
      mend: 'sudo apt-get install systemd',
    });
  }
  if (clockSynchronised === false) {
    found.push({ what: 'the clock of the machine is not synchronised', mend: 'sudo timedatectl set-ntp true' });
  }
  return found;
}
