/** For tests: a folder of certificates, made as `certificates` makes them, and calls over TLS with one of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureVersion } from 'node:tls';
import { calls } from '../contract/index.ts';
import { operatorCalls } from '../contract/operator.ts';
import { addCertificate, initFolder, REVOKED } from './folder.ts';
import type { Subject } from './issue.ts';
import type { TlsFiles } from './setup.ts';

export interface TestCertificates {
  readonly folder: string;
  /** For the center on 127.0.0.1. */
  readonly files: TlsFiles;
  /** The folder of a new certificate; `now`: as if it had been made then. */
  make(subject: Subject, now?: number): string;
  remove(): void;
}

export function testCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'wester-certificates-'));
  initFolder(folder, Date.now());
  const make = (subject: Subject, now = Date.now()): string => addCertificate(folder, subject, 30, now);
  const center = make({ kind: 'center', name: '127.0.0.1' });
  return {
    folder,
    files: { ...filesIn(folder, center), revoked: join(folder, REVOKED) },
    make,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export function filesIn(folder: string, place: string): Omit<TlsFiles, 'revoked'> {
  return { key: join(place, 'key.pem'), certificate: join(place, 'certificate.pem'), ca: join(folder, 'ca.pem') };
}

export interface Sent {
  /** The folder of the certificate; null: none is shown. */
  readonly as: string | null;
  readonly name?: keyof typeof calls | keyof typeof operatorCalls;
  readonly body?: unknown;
  readonly maxVersion?: SecureVersion;
  /** A GET of this path in place of a call. */
  readonly get?: string;
}

/** The answer; rejects where the connection does not come about. */
export function sendTls(
  url: string,
  { folder }: Pick<TestCertificates, 'folder'>,
  { as, name = 'account', body = {}, maxVersion, get }: Sent,
): Promise<{ status: number; body: { code?: string; detail?: string } }> {
  const own = as === null ? {} : { key: read(as, 'key.pem'), cert: read(as, 'certificate.pem') };
  const path = get ?? { ...calls, ...operatorCalls }[name].path;
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, url),
      {
        method: get === undefined ? 'POST' : 'GET',
        headers: get === undefined ? { 'content-type': 'application/json' } : {},
        ca: read(folder, 'ca.pem'),
        ...own,
        ...(maxVersion && { maxVersion }),
        agent: false,
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
        });
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }));
      },
    );
    sent.once('error', reject);
    sent.end(get === undefined ? JSON.stringify(body) : undefined);
  });
}

function read(place: string, file: string): string {
  return readFileSync(join(place, file), 'utf8');
}
