/** The folder of a CA: nothing written over, keys closed to others, ends that are told. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addCertificate, initFolder, listCertificates, REVOKED, renewCertificate, revoke } from './folder.ts';
import { plainGate } from './gate.ts';
import { holderIn, holderOf } from './holder.ts';
import type { Subject } from './issue.ts';
import { readRevoked, revocations } from './revoked.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 3, 1);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wester-ca-'));
  initFolder(folder, NOW);
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const osaka: Subject = { kind: 'station', name: 'OSAKA-1' };

test('a second CA in its place, a second key of one station: refused, and nothing is changed', () => {
  const ca = text('ca-key.pem');
  expect(() => initFolder(folder, NOW)).toThrow('has a certificate authority already');
  expect(text('ca-key.pem')).toBe(ca);
  addCertificate(folder, osaka, 10, NOW);
  const key = text('station/OSAKA-1/key.pem');
  expect(() => addCertificate(folder, osaka, 10, NOW)).toThrow('is there already');
  expect(text('station/OSAKA-1/key.pem')).toBe(key);
});

test('keys are for their owner only', () => {
  addCertificate(folder, osaka, 10, NOW);
  for (const file of ['ca-key.pem', 'station/OSAKA-1/key.pem']) {
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  }
});

test('renewed: the same key, a later end, another number', () => {
  const place = addCertificate(folder, osaka, 10, NOW);
  const before = new X509Certificate(readFileSync(join(place, 'certificate.pem')));
  renewCertificate(folder, osaka, 10, NOW + 9 * DAY_MS);
  const after = new X509Certificate(readFileSync(join(place, 'certificate.pem')));
  expect(after.validToDate.getTime()).toBe(NOW + 19 * DAY_MS);
  expect(after.publicKey.equals(createPublicKey(text('station/OSAKA-1/key.pem')))).toBe(true);
  expect(after.serialNumber).not.toBe(before.serialNumber);
  expect(holderIn(after)).toEqual(osaka);
  expect(() => renewCertificate(folder, { kind: 'station', name: 'KOBE-1' }, 10, NOW)).toThrow('nothing to renew');
});

test('none outlives its CA, and a CA that is over signs nothing', () => {
  addCertificate(folder, osaka, 9_999, NOW);
  const end = new X509Certificate(text('ca.pem')).validToDate.getTime();
  expect(listCertificates(folder)).toMatchObject([{ until: end }]);
  expect(() => renewCertificate(folder, osaka, 10, end)).toThrow('certificate authority has expired');
});

test('the list: whose end comes first, and what is revoked', () => {
  addCertificate(folder, osaka, 30, NOW);
  addCertificate(folder, { kind: 'operator', name: 'desk' }, 10, NOW);
  addCertificate(folder, { kind: 'center', name: 'center.example' }, 20, NOW);
  revoke(folder, { kind: 'operator', name: 'desk' });
  const [desk, center, station] = listCertificates(folder);
  expect([desk, center, station]).toMatchObject([
    { subject: { name: 'desk' }, revoked: true },
    { subject: { name: 'center.example' }, revoked: false },
    { subject: osaka, revoked: false },
  ]);
  revoke(folder, { serial: String(station?.serial).toUpperCase() });
  expect(listCertificates(folder).at(-1)).toMatchObject({ subject: osaka, revoked: true });
});

test.each<Subject>([
  { kind: 'station', name: '../x' },
  { kind: 'station', name: 'osaka' },
  { kind: 'station', name: 'A'.repeat(21) },
  { kind: 'operator', name: '..' },
  { kind: 'operator', name: 'a,URI:urn:wester-kiosk:station:X' },
  { kind: 'center', name: '../../etc' },
  { kind: 'center', name: '' },
])('$kind "$name" is no name', (subject) => {
  expect(() => addCertificate(folder, subject, 10, NOW)).toThrow('is no name of a');
});

test('what names nobody, or more than one, is nobody', () => {
  expect(holderOf('urn:wester-kiosk:station:OSAKA-1')).toEqual(osaka);
  for (const urn of ['urn:wester-kiosk:station:osaka', 'urn:wester-kiosk:center:X', 'urn:wester-kiosk:station:', 'x']) {
    expect(holderOf(urn)).toBeNull();
  }
  const of = (subjectAltName: string | undefined) => holderIn({ subjectAltName } as X509Certificate);
  expect(of('URI:urn:wester-kiosk:station:A, URI:urn:wester-kiosk:station:B')).toBeNull();
  expect(of('DNS:urn:wester-kiosk:station:A')).toBeNull();
  expect(of('URI:"urn:wester-kiosk:station:A"')).toBeNull();
  expect(of(undefined)).toBeNull();
});

describe('the list of the revoked', () => {
  const path = () => join(folder, REVOKED);

  test('a line that is neither names itself', () => {
    writeFileSync(path(), '# since spring\n\nAB12 # lost\nurn:wester-kiosk:station:OSAKA-1\n');
    expect([...readRevoked(path())]).toEqual(['ab12', 'urn:wester-kiosk:station:OSAKA-1']);
    writeFileSync(path(), 'ab12\nOSAKA-1\n');
    expect(() => readRevoked(path())).toThrow(`${path()}:2: neither a serial number nor`);
    expect(() => revoke(folder, { serial: 'x y' })).toThrow('neither a serial number nor');
  });

  test('is looked at again when it has changed; one that is gone or spoiled leaves what was revoked', () => {
    let now = 0;
    const troubles: string[] = [];
    const changes: number[] = [];
    const list = revocations({
      path: path(),
      now: () => now,
      onChange: (entries) => changes.push(entries.size),
      onTrouble: (detail) => troubles.push(detail),
    });
    const hasAfter = (content: string | null): boolean => {
      if (content === null) rmSync(path());
      else writeFileSync(path(), content);
      now += 1_000;
      return list.has('ab12');
    };
    expect(list.has('ab12')).toBe(false);
    expect(hasAfter('ab12\n')).toBe(true);
    expect(hasAfter('ab12\nspoiled\n')).toBe(true);
    expect(hasAfter(null)).toBe(true);
    expect(troubles).toEqual([expect.stringContaining(':2: neither'), expect.stringContaining('ENOENT')]);
    expect(hasAfter('\n')).toBe(false);
    expect(changes).toEqual([0, 1, 0]);
  });
});

test('over plain HTTP, verifiers of PINs are neither taken from nor given to another machine', () => {
  const gate = plainGate();
  const asked = (remoteAddress: string, call: 'staff-cards' | 'account') =>
    gate.whyNot(gate.asker({ remoteAddress } as never), call, {})?.code ?? null;
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(asked(address, 'staff-cards')).toBeNull();
  for (const address of ['10.0.0.7', '::ffff:10.0.0.7', 'fe80::1', '']) {
    expect(asked(address, 'staff-cards')).toBe('forbidden');
    expect(asked(address, 'account')).toBeNull();
  }
});
