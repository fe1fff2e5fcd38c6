/**
 * Signs what `kiosk-update` installs (docs/deploy.md §5). `npm run sign -- keys FOLDER` makes a pair of keys: the public one goes
 * onto every kiosk, the private one stays with whoever releases. `npm run sign -- PACKAGE.tar.gz --key FILE` writes
 * PACKAGE.tar.gz.sig and prints the SHA-256 of the package, as sha256sum does.
 */
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

/** The names of the two files; the public one is installed under this name. */
export const keyFiles = { public: 'wester-kiosk-update.pem', private: 'wester-kiosk-update-private.pem' } as const;

/** Makes a pair of Ed25519 keys (RFC 8032) in this folder, as PEM. Throws where one of the files is there already. */
export function makeKeys(folder: string): void {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  mkdirSync(folder, { recursive: true });
  // The private one first: where that fails there is nothing that anybody could install.
  writeFileSync(join(folder, keyFiles.private), privateKey, { mode: 0o600, flag: 'wx' });
  writeFileSync(join(folder, keyFiles.public), publicKey, { flag: 'wx' });
}

/** What is signed: no other file with the same bytes in it can be taken for an update (electron/deploy/kiosk-update). */
export const statement = (sum: string): string => `wester-kiosk update ${sum}\n`;

/** Writes `FILE.sig` (64 bytes) and returns the file's SHA-256 in hexadecimal. Throws where a file or the key is not right. */
export async function signPackage(file: string, keyFile: string): Promise<string> {
  const key = createPrivateKey(readFileSync(keyFile));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} is no Ed25519 key`);
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  const sum = hash.digest('hex');
  writeFileSync(`${file}.sig`, sign(null, Buffer.from(statement(sum)), key));
  return sum;
}

const USAGE = 'usage: npm run sign -- keys FOLDER | PACKAGE.tar.gz --key FILE';

function fail(status: 1 | 2, line: string): never {
  process.stderr.write(`npm run sign: ${line}\n`);
  process.exit(status);
}

function readArguments(): { words: string[]; key: string | undefined } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' } } });
    return { words: positionals, key: values.key };
  } catch {
    return fail(2, USAGE);
  }
}

if (import.meta.main) {
  const { words, key } = readArguments();
  const [first, folder] = words;
  try {
    if (first === 'keys' && folder !== undefined && words.length === 2 && key === undefined) {
      makeKeys(folder);
      process.stdout.write(`${join(folder, keyFiles.public)}\n${join(folder, keyFiles.private)}\n`);
    } else if (first !== undefined && words.length === 1 && key !== undefined) {
      process.stdout.write(`${await signPackage(first, key)}  ${basename(first)}\n`);
    } else fail(2, USAGE);
  } catch (error) {
    fail(1, error instanceof Error ? error.message : String(error));
  }
}
