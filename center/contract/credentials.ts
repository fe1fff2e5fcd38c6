/**
 * What both ends of the line prove themselves with (TLS 1.3, both sides with a certificate): three files each, read and
 * checked in the same way. For programs only: the page never loads this module.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** Paths of PEM files. */
export interface CredentialFiles {
  readonly key: string;
  /** Of the key's holder; certificates that lie between it and the CA may follow it in the file. */
  readonly certificate: string;
  /** Who is believed: one or several certificates. */
  readonly ca: string;
}

export interface Credentials {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
  /** The holder's own. */
  readonly certificate: X509Certificate;
}

export interface CredentialFault {
  readonly field: keyof CredentialFiles;
  readonly detail: string;
}

export type CredentialsRead =
  | { readonly ok: true; readonly value: Credentials }
  | { readonly ok: false; readonly error: CredentialFault };

/** Reads and checks the files; whether they are good today says `outOfTerm`. */
export function readCredentials(files: CredentialFiles): CredentialsRead {
  const text = { key: '', certificate: '', ca: '' };
  for (const field of ['key', 'certificate', 'ca'] as const) {
    try {
      text[field] = readFileSync(files[field], 'utf8');
    } catch (error) {
      return fault(field, error instanceof Error ? error.message : String(error));
    }
  }
  if ((statSync(files.key).mode & 0o007) !== 0) {
    return fault('key', `${files.key} can be read by everyone on this machine: chmod 600 ${files.key}`);
  }
  const key = keyIn(text.key);
  if (!key) return fault('key', `${files.key} is no private key (PEM, without a passphrase)`);
  const [certificate, ...between] = certificatesIn(text.certificate);
  if (!certificate) return fault('certificate', `${files.certificate} is no certificate (PEM)`);
  const authorities = certificatesIn(text.ca);
  if (authorities.length === 0) return fault('ca', `${files.ca} is no certificate (PEM)`);
  if (!certificate.checkPrivateKey(key)) {
    return fault('certificate', `${files.certificate} does not belong to the key ${files.key}`);
  }
  if (![...between, ...authorities].some((issuer) => isFrom(certificate, issuer))) {
    return fault('certificate', `${files.certificate} was not made by the CA in ${files.ca}`);
  }
  return { ok: true, value: { key: text.key, cert: text.certificate, ca: text.ca, certificate } };
}

/** Null: good now (epoch ms). Otherwise why not, in words that follow on its name. */
export function outOfTerm(certificate: X509Certificate, now: number): string | null {
  if (now >= certificate.validToDate.getTime()) return `expired on ${dayOf(certificate.validToDate)}`;
  if (now < certificate.validFromDate.getTime()) return `is valid from ${dayOf(certificate.validFromDate)} only`;
  return null;
}

/** Whether what is sent to this address stays on this machine. `host`: as it stands in a URL. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function fault(field: keyof CredentialFiles, detail: string): CredentialsRead {
  return { ok: false, error: { field, detail } };
}

function keyIn(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  try {
    return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
      (one) => new X509Certificate(one),
    );
  } catch {
    return [];
  }
}

function isFrom(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}
