/**
 * The folder of `npm run center -- certificates`: the CA, and below it a folder for each certificate with its key. It belongs
 * on a machine that serves nobody; what a station or the center needs of it is taken there: `key.pem`, `certificate.pem` and
 * the CA's `ca.pem`. Nothing in it is ever written over but a certificate that is renewed.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isHolderName, urnOf } from './holder.ts';
import { type Authority, issue, issueAuthority, type Subject, type Term } from './issue.ts';
import { addRevoked, readRevoked } from './revoked.ts';

const DAY_MS = 86_400_000;
const CA_DAYS = 3_650;
/** Clocks of stations may be behind a little. */
const EARLIER_MS = 3_600_000;

const CA_KEY = 'ca-key.pem';
const CA = 'ca.pem';
export const REVOKED = 'revoked.txt';
const KINDS = ['center', 'station', 'operator', 'monitor'] as const;

export interface Listed {
  readonly subject: Subject;
  readonly serial: string;
  /** Epoch ms. */
  readonly until: number;
  readonly revoked: boolean;
}

/** Makes the folder and the CA in it. Throws with one line for people, as everything here. */
export function initFolder(folder: string, now: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(join(folder, CA_KEY)) || existsSync(join(folder, CA))) {
    throw new Error(`${folder} has a certificate authority already: nothing was changed`);
  }
  const key = newKey(join(folder, CA_KEY));
  const term = { from: now - EARLIER_MS, until: now + CA_DAYS * DAY_MS };
  writeNew(join(folder, CA), issueAuthority(createPrivateKey(key), 'Wester Kiosk CA', term), 0o644);
  writeNew(join(folder, REVOKED), '', 0o644);
}

/** A key and a certificate for a new holder; the folder with both. */
export function addCertificate(folder: string, subject: Subject, days: number, now: number): string {
  checkName(subject);
  const authority = authorityIn(folder);
  const place = placeOf(folder, subject);
  if (existsSync(place)) throw new Error(`${place} is there already: "renew" it, or remove it first`);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const key = newKey(join(place, 'key.pem'));
  const publicKey = createPublicKey(key);
  writeNew(join(place, 'certificate.pem'), issue(authority, subject, publicKey, termOf(authority, days, now)), 0o644);
  return place;
}

/** A certificate with a later end over the same key. The old one stays valid until its own end. */
export function renewCertificate(folder: string, subject: Subject, days: number, now: number): string {
  checkName(subject);
  const authority = authorityIn(folder);
  const place = placeOf(folder, subject);
  if (!existsSync(join(place, 'key.pem'))) throw new Error(`${place} has no key: there is nothing to renew`);
  const publicKey = createPublicKey(read(join(place, 'key.pem')));
  const unfinished = join(place, 'certificate.pem.new');
  rmSync(unfinished, { force: true });
  writeNew(unfinished, issue(authority, subject, publicKey, termOf(authority, days, now)), 0o644);
  renameSync(unfinished, join(place, 'certificate.pem'));
  return place;
}

/** Every certificate of the folder, in the order of its end. */
export function listCertificates(folder: string): readonly Listed[] {
  const revoked = readRevoked(join(folder, REVOKED));
  const found = KINDS.flatMap((kind) => {
    const names = existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)) : [];
    return names.map((name): Listed => {
      const certificate = new X509Certificate(read(join(folder, kind, name, 'certificate.pem')));
      const subject = { kind, name } as Subject;
      const serial = certificate.serialNumber.toLowerCase();
      const isRevoked = revoked.has(serial) || (subject.kind !== 'center' && revoked.has(urnOf(subject)));
      return { subject, serial, until: certificate.validToDate.getTime(), revoked: isRevoked };
    });
  });
  return found.sort((one, other) => one.until - other.until);
}

/** `what`: everything of a holder, or one certificate by its serial number. Takes effect where the center reads this list. */
export function revoke(
  folder: string,
  what: Exclude<Subject, { kind: 'center' }> | { readonly serial: string },
): string {
  authorityIn(folder);
  const entry = 'serial' in what ? what.serial.toLowerCase() : urnOf(what);
  addRevoked(join(folder, REVOKED), entry);
  return entry;
}

function checkName({ kind, name }: Subject): void {
  const isName = kind === 'center' ? /^[A-Za-z0-9.:-]{1,200}$/.test(name) : isHolderName(kind, name);
  if (!isName || name.startsWith('.')) throw new Error(`"${name}" is no name of a ${kind}`);
}

function placeOf(folder: string, { kind, name }: Subject): string {
  return join(folder, kind, name);
}

function authorityIn(folder: string): Authority {
  if (!existsSync(join(folder, CA_KEY))) throw new Error(`${folder} has no certificate authority: "init" makes one`);
  return {
    key: createPrivateKey(read(join(folder, CA_KEY))),
    certificate: new X509Certificate(read(join(folder, CA))),
  };
}

/** Not longer than the CA itself is good for. */
function termOf({ certificate }: Authority, days: number, now: number): Term {
  const end = certificate.validToDate.getTime();
  if (end <= now)
    throw new Error(`the certificate authority has expired on ${new Date(end).toISOString().slice(0, 10)}`);
  return { from: now - EARLIER_MS, until: Math.min(now + days * DAY_MS, end) };
}

function newKey(path: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeNew(path, pem, 0o600);
  return pem;
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Never over a file that is there. */
function writeNew(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
