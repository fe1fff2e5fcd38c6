/** The center's own certificate and the list of the revoked, from files, for as long as it serves. */
import { type CredentialFiles, type Credentials, outOfTerm, readCredentials } from '../contract/credentials.ts';
import type { CenterLog } from '../log.ts';
import { type Gate, type Port, secureContext, tlsGate } from './gate.ts';
import { revocations } from './revoked.ts';

export interface TlsFiles extends CredentialFiles {
  /** revoked.ts; null: nothing is revoked. */
  readonly revoked: string | null;
}

export interface TlsSetup {
  gate(port: Port): Gate;
  /**
   * Reads all files again. What is wrong is logged, and what was read before goes on.
   * @param renew gets the certificate for connections from now on.
   */
  reread(renew: (context: ReturnType<typeof secureContext>) => void): void;
}

export interface TlsSetupOptions {
  readonly files: TlsFiles;
  readonly log: CenterLog;
  /** What the list holds, each time that it has changed, and at the start. */
  readonly onRevoked: (entries: ReadonlySet<string>) => void;
}

/** Throws with one line for people where a file cannot be read, does not fit the others, or is out of its term. */
export function setUpTls({ files, log, onRevoked }: TlsSetupOptions): TlsSetup {
  const credentials = goodCredentials(files);
  const revoked = revocations({
    path: files.revoked,
    now: () => performance.now(),
    onChange: onRevoked,
    onTrouble: (detail) => log.error({ detail }, 'the list of the revoked cannot be read: the one before stands'),
  });
  return {
    gate: (port) => tlsGate({ credentials, for: port, revoked, now: () => Date.now() }),
    reread(renew) {
      revoked.reread();
      try {
        renew(secureContext(goodCredentials(files)));
        log.warn('certificates read again');
      } catch (error) {
        log.error({ detail: error instanceof Error ? error.message : String(error) }, 'the certificates before stand');
      }
    },
  };
}

function goodCredentials(files: TlsFiles): Credentials {
  const read = readCredentials(files);
  if (!read.ok) throw new Error(`--tls-${read.error.field}: ${read.error.detail}`);
  const over = outOfTerm(read.value.certificate, Date.now());
  if (over !== null) throw new Error(`--tls-certificate: ${files.certificate} ${over}`);
  return read.value;
}
