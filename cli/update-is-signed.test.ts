/** An update on a kiosk that has a key: `npm run sign` on one side, `kiosk-update` with OpenSSL on the other. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keyFiles, makeKeys, signPackage } from './sign.ts';

const script = join(import.meta.dirname, '../electron/deploy/kiosk-update');
/** OpenSSL signs single messages with Ed25519 since 1.1.1; what calls itself openssl elsewhere does not. */
const canVerify = /^OpenSSL [3-9]/.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '');

describe.runIf(canVerify)('an update on a kiosk with a key (needs OpenSSL 3)', () => {
  let keys: string;
  let folder: string;
  let file: string;
  let sum: string;

  beforeAll(() => {
    keys = mkdtempSync(join(tmpdir(), 'wester-keys-'));
    makeKeys(keys);
    makeKeys(join(keys, 'other'));
    return () => rmSync(keys, { recursive: true, force: true });
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wester-signed-'));
    mkdirSync(join(folder, 'kiosk'));
    const top = join(folder, 'wester-kiosk');
    mkdirSync(join(top, 'resources'), { recursive: true });
    writeFileSync(join(top, 'wester-kiosk'), '');
    chmodSync(join(top, 'wester-kiosk'), 0o755);
    writeFileSync(join(top, 'resources', 'app.asar'), '');
    file = join(folder, 'update.tar.gz');
    execFileSync('tar', ['-czf', file, '-C', folder, 'wester-kiosk']);
    sum = await signPackage(file, join(keys, keyFiles.private));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function stage(options: { key?: string; package?: string; sum?: string; path?: string } = {}) {
    const key = options.key ?? join(keys, keyFiles.public);
    const { status, stderr } = spawnSync('sh', [script, 'stage', options.package ?? file, options.sum ?? sum], {
      encoding: 'utf8',
      cwd: folder,
      env: {
        PATH: options.path ?? process.env.PATH,
        KIOSK_HOME: join(folder, 'kiosk'),
        KIOSK_UPDATE_KEY: key,
      },
    });
    const staged = existsSync(join(folder, 'kiosk', 'next'));
    // Nothing of a refused package is left, nor of the copy that was looked at.
    expect(existsSync(join(folder, 'kiosk', 'incoming'))).toBe(false);
    return { status, staged, said: stderr.trim() };
  }

  test('is taken where it was signed with the private one', () => {
    expect(stage()).toEqual({ status: 0, staged: true, said: '' });
  });

  test('is found where whoever calls stands, and its sum may be written in capitals', () => {
    expect(stage({ package: 'update.tar.gz', sum: sum.toUpperCase() })).toMatchObject({ status: 0, staged: true });
  });

  test('without a signature is refused', () => {
    rmSync(`${file}.sig`);
    expect(stage()).toMatchObject({ status: 1, staged: false, said: expect.stringMatching(/no signature/) });
  });

  test.each([
    [
      'signed with another key',
      (sig: string) => signPackage(file, join(keys, 'other', keyFiles.private)).then(() => sig),
    ],
    ['with a signature of another update', (sig: string) => signAnother(sig)],
    ['with a bit of its signature changed', (sig: string) => flip(sig)],
    ['with an empty signature', (sig: string) => void writeFileSync(sig, '')],
  ])('%s is refused', async (_how, spoil) => {
    await spoil(`${file}.sig`);
    expect(stage()).toMatchObject({ status: 1, staged: false, said: expect.stringMatching(/not signed with the key/) });
  });

  test('changed after it was signed is refused, whichever of its two sums is given', () => {
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.of(0)]));
    expect(stage()).toMatchObject({ status: 1, said: expect.stringMatching(/not the file with that sum/) });
    const now = execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64);
    expect(stage({ sum: now })).toMatchObject({ status: 1, said: expect.stringMatching(/not signed with the key/) });
  });

  test('is refused where the key is none, or points nowhere: a broken key is no missing one', () => {
    const broken = join(folder, 'key.pem');
    writeFileSync(broken, 'no key');
    expect(stage({ key: broken })).toMatchObject({ status: 1, staged: false });
    rmSync(broken);
    execFileSync('ln', ['-s', '/nowhere/key.pem', broken]);
    expect(stage({ key: broken })).toMatchObject({ status: 1, staged: false });
  });

  test('is refused where it cannot be looked at', () => {
    const programs = join(folder, 'bin');
    mkdirSync(programs);
    for (const name of ['flock', 'readlink', 'basename', 'cp', 'rm', 'sync', 'sha256sum', 'tr', 'mkdir', 'cat']) {
      execFileSync('ln', [
        '-s',
        execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
        programs,
      ]);
    }
    copyFileSync('/bin/sh', join(programs, 'sh'));
    expect(stage({ path: programs })).toMatchObject({ status: 1, said: expect.stringMatching(/openssl is not here/) });
  });

  test('needs no signature on a kiosk without a key: the sum alone, as before', () => {
    rmSync(`${file}.sig`);
    expect(stage({ key: join(folder, 'none.pem') })).toMatchObject({ status: 0, staged: true });
  });

  async function signAnother(sig: string): Promise<void> {
    const other = join(folder, 'another');
    writeFileSync(other, 'another');
    await signPackage(other, join(keys, keyFiles.private));
    copyFileSync(`${other}.sig`, sig);
  }
});

function flip(sig: string): void {
  const bytes = readFileSync(sig);
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  writeFileSync(sig, bytes);
}

test('keys are never written over, and the private one is its owner’s alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wester-keys-'));
  makeKeys(folder);
  const before = readFileSync(join(folder, keyFiles.private));
  expect(() => makeKeys(folder)).toThrow(/EEXIST/);
  expect(readFileSync(join(folder, keyFiles.private))).toEqual(before);
  const { stdout } = spawnSync('sh', ['-c', `ls -l ${join(folder, keyFiles.private)}`], { encoding: 'utf8' });
  expect(stdout).toMatch(/^-rw-------/);
  rmSync(folder, { recursive: true });
});
