import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../hardware/result.ts';

/** The station's own key (Ed25519, RFC 8032): made at its first start, never leaves it. Signs what the station exports. */
export interface StationKey {
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  /** What people compare: on the staff board, and what `journal verify` prints. */
  readonly fingerprint: string;
  /** 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** Reads the key, or makes it where there has never been one. A file that holds none is left as it is. */
export function stationKey(file: string): Result<StationKey, string> {
  try {
    if (!existsSync(file)) writeNew(file);
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType !== 'ed25519') return fail(`${file} holds another kind of key`);
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
    return ok({ publicKey, fingerprint: fingerprintOf(publicKey), sign: (bytes) => signature(key, bytes) });
  } catch (error) {
    return fail(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** 80 bits of the SHA-256 of the key, `4F2A-90C1-…`: five groups that two people can read to each other. */
export function fingerprintOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  const digits = hash('sha256', der, 'hex').slice(0, 20).toUpperCase();
  return digits.match(/.{4}/g)?.join('-') ?? digits;
}

function signature(key: KeyObject, bytes: Uint8Array): Uint8Array {
  return sign(null, bytes, key);
}

/** Whole under another name first: no crash leaves half a key. Readable by the station only. */
function writeNew(file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  const handle = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(handle, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
