/** What there is to know of a machine before it can be a kiosk. Looked at here, judged in findings.ts. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { type CredentialFiles, outOfTerm, readCredentials } from '../../center/contract/credentials.ts';
import { checkConfig, type StationConfig, wordsOf } from '../../station/config.ts';
import { freeBytesAt } from '../../station/staff/devices/disk.ts';
import { installedElectron } from '../electron.ts';
import { hasDisplay } from '../start/window.ts';
import { type Hidraw, hidraws } from './hidraw.ts';

export interface DeviceFacts {
  readonly name: 'reader' | 'printer' | 'tower';
  readonly address: string;
  /** The node of a serial line or of hidraw; null: reached by TCP, or a HID device that was not found by its numbers. */
  readonly node: string | null;
  /** Of a HID device, the numbers of its maker and product (`0acd:3530`), as far as they are known; null: it is none. */
  readonly hid: string | null;
  readonly exists: boolean;
  /** For reading and writing, by this user. */
  readonly opens: boolean;
  /** Who else may open it; null where that is not known. */
  readonly group: string | null;
}

export interface Facts {
  /** `24.1.0`: of the machine itself, which npm runs on; the launcher brings a newer one where it has to. */
  readonly node: string;
  readonly platform: NodeJS.Platform;
  readonly user: { readonly name: string; readonly isRoot: boolean };
  readonly configFile: string;
  /** What is wrong with it, in words; null: nothing. */
  readonly configProblem: string | null;
  readonly devices: readonly DeviceFacts[];
  /** Our rules of udev, as they are installed; null: they are not. */
  readonly udevRules: string | null;
  /** Can this kernel show HID devices to a program? */
  readonly hidraw: boolean;
  /** Null: no configuration says where. */
  readonly data: {
    readonly folder: string;
    readonly exists: boolean;
    readonly writable: boolean;
    readonly freeBytes: number | null;
  } | null;
  /** This machine's own, for the center; null: none is named (plain HTTP), or the configuration is wrong. */
  readonly certificate: {
    /** What is wrong with it or the files beside it; null: nothing. */
    readonly problem: string | null;
    readonly daysLeft: number;
  } | null;
  readonly display: boolean;
  /** The window's binary, or a package that holds it. */
  readonly electron: boolean;
  /** Does the system watch and restart the program; null: no systemd here. */
  readonly notify: boolean | null;
  /** Null: not known. */
  readonly clockSynchronised: boolean | null;
}

const DAY_MS = 86_400_000;
const RULES = ['/etc/udev/rules.d/70-wester-kiosk.rules', '/usr/lib/udev/rules.d/70-wester-kiosk.rules'];

/** Looks at this machine. Opens no device and changes nothing. */
export function lookAround(configFile: string): Facts {
  const config = readConfig(configFile);
  const { username, uid } = userInfo();
  const plugged = hidraws();
  return {
    node: nodeOfMachine(),
    platform: process.platform,
    user: { name: username, isRoot: uid === 0 },
    configFile,
    configProblem: config.problem,
    devices: config.value ? devicesOf(config.value, plugged) : [],
    udevRules: installedRules(),
    hidraw: process.platform !== 'linux' || plugged !== null,
    data: config.value ? dataFacts(config.value.data) : null,
    certificate: config.value?.center.tls ? certificateFacts(config.value.center.tls, Date.now()) : null,
    display: hasDisplay(),
    electron: installedElectron() !== null || existsSync('/opt/wester-kiosk/current/wester-kiosk'),
    notify: existsSync('/run/systemd/system') ? says('systemd-notify', ['--version']) !== null : null,
    clockSynchronised: synchronised(),
  };
}

function nodeOfMachine(): string {
  const own = process.env.npm_node_execpath;
  return (own && says(own, ['--version'])?.replace(/^v/, '')) || process.versions.node;
}

function readConfig(file: string): { value: StationConfig | null; problem: string | null } {
  try {
    const checked = checkConfig(readFileSync(file, 'utf8'));
    return checked.ok ? { value: checked.value, problem: null } : { value: null, problem: wordsOf(checked.error) };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

function certificateFacts(files: CredentialFiles, now: number): Facts['certificate'] {
  const read = readCredentials(files);
  if (!read.ok) return { problem: read.error.detail, daysLeft: 0 };
  const { certificate } = read.value;
  const over = outOfTerm(certificate, now);
  return {
    problem: over === null ? null : `${files.certificate} ${over}`,
    daysLeft: Math.floor((certificate.validToDate.getTime() - now) / DAY_MS),
  };
}

function installedRules(): string | null {
  const file = RULES.find((rule) => existsSync(rule));
  return file ? readFileSync(file, 'utf8') : null;
}

function devicesOf({ reader, printer, tower }: StationConfig, plugged: readonly Hidraw[] | null): DeviceFacts[] {
  return [
    deviceFacts('reader', reader.line, plugged),
    deviceFacts('printer', printer.line, plugged),
    ...(tower ? [deviceFacts('tower', tower.line, plugged)] : []),
  ];
}

/** `/dev/ttyUSB0`, `serial:/dev/ttyUSB0`, `hid:/dev/hidraw0`. */
export function nodeOf(address: string): string | null {
  return /^(?:serial:|hid:)?(\/.+)$/.exec(address)?.[1] ?? null;
}

/** `plugged`: the HID devices of this machine, among which one may be meant by its numbers; null: nobody can say. */
export function deviceFacts(
  name: DeviceFacts['name'],
  address: string,
  plugged: readonly Hidraw[] | null,
): DeviceFacts {
  const numbers = /^hid:([0-9a-f]{4}:[0-9a-f]{4})$/i.exec(address)?.[1]?.toLowerCase();
  const node = numbers ? (plugged?.find(({ ids }) => ids === numbers)?.node ?? null) : nodeOf(address);
  const hid = numbers ?? plugged?.find((each) => each.node === node)?.ids ?? null;
  if (node === null)
    return { name, address, node, hid, exists: !numbers || plugged === null, opens: true, group: null };
  const exists = existsSync(node);
  const opens = may(node, constants.R_OK | constants.W_OK);
  return { name, address, node, hid, exists, opens, group: exists ? groupOf(node) : null };
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function groupOf(path: string): string | null {
  const { gid } = statSync(path);
  return says('getent', ['group', String(gid)])?.split(':')[0] ?? null;
}

function dataFacts(folder: string): NonNullable<Facts['data']> {
  const exists = existsSync(folder);
  const freeBytes = freeBytesAt(exists ? folder : nearest(folder));
  return { folder, exists, writable: may(folder, constants.W_OK), freeBytes };
}

/** The folder above that is there. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

function synchronised(): boolean | null {
  const answer = says('timedatectl', ['show', '--property=NTPSynchronized', '--value']);
  return answer === 'yes' ? true : answer === 'no' ? false : null;
}

/** What a program answers; null where it is not there or fails. */
function says(program: string, args: readonly string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
