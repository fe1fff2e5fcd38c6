/** Keys and passwords come from files of the machine that needs them, and never from here. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Larger ones are pictures, voices and the lock file. */
const LARGEST = 400_000;

const NAMES = /\.(pem|key|p12|pfx|jks|kdbx|ppk)$|^(\.pgpass|id_(rsa|ecdsa|ed25519)|\.env(\..+)?|\.netrc|\.npmrc)$/;
const TEXTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{16}/],
  ['a password in an address', /\b[a-z][a-z0-9+]{2,}:\/\/[\w.-]+:[^\s@/'"`${}[\]()*^|]{3,}@[\w.-]/i],
  ['a password', /\b(?:password|passwd|secret|api[-_]?key|token)["']?\s*[:=]\s*["'][^"'\s$]{6,}["']/i],
  ['a token', /\b(?:ghp_[A-Za-z0-9]{36}|npm_[A-Za-z0-9]{36}|AKIA[A-Z0-9]{16}|xox[bp]-[\w-]{20,})\b/],
];

/** What of a file is a secret, in words; null: nothing. */
function secretIn(name: string, text: string): string | null {
  if (NAMES.test(basename(name))) return 'a file of keys or passwords';
  return TEXTS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

test('no file that git knows holds a private key or a password', () => {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && file !== 'package-lock.json');
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) => {
    const size = statSync(join(root, file), { throwIfNoEntry: false })?.size ?? 0;
    const text = size === 0 || size > LARGEST ? '' : readFileSync(join(root, file), 'latin1');
    const what = secretIn(file, text);
    return what === null ? [] : [`${file}: ${what}`];
  });
  expect(found).toEqual([]);
});

test.each([
  ['deploy/center.key', ''],
  ['.pgpass', ''],
  ['x.ts', `const key = \`-----BEGIN ${'PRIVATE KEY'}-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49\``],
  ['x.ts', `-----BEGIN EC ${'PRIVATE KEY'}-----\nMHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtL`],
  ['x.md', `--database postgres://center:${'hunter22'}@db.example/center`],
  ['x.json', `{ "password": "${'hunter22'}" }`],
  ['x.yml', `secret = '${'s3cr3t-word'}'`],
])('a planted one is found: %s %s', (file, text) => {
  expect(secretIn(file, text)).not.toBeNull();
});
