import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = join(import.meta.dirname, 'kiosk-update');
let folder: string;
let home: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wester-update-'));
  home = join(folder, 'kiosk');
  mkdirSync(home);
  install('1');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, KIOSK_HOME: home },
  });
  return { status, said: stdout.trim() || stderr.trim() };
}

/** A package of this version, and its sum. */
function pack(version: string, broken = false): [file: string, sum: string] {
  const top = join(folder, `wester-kiosk-${version}`);
  mkdirSync(join(top, 'resources'), { recursive: true });
  writeFileSync(join(top, 'version'), version);
  writeFileSync(join(top, 'wester-kiosk'), '');
  if (!broken) chmodSync(join(top, 'wester-kiosk'), 0o755);
  writeFileSync(join(top, 'resources', 'app.asar'), version);
  const file = join(folder, `${version}.tar.gz`);
  execFileSync('tar', ['-czf', file, '-C', folder, `wester-kiosk-${version}`]);
  return [file, execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64)];
}

/** The unit starts; `comesUp`: it says that it is ready. Returns the version that runs then. */
function start(comesUp: boolean): string {
  expect(run('before-start').status).toBe(0);
  const version = readFileSync(join(home, 'current', 'version'), 'utf8');
  if (comesUp) expect(run('started').status).toBe(0);
  return version;
}

function install(version: string): void {
  expect(run('stage', ...pack(version))).toMatchObject({ status: 0 });
  expect(start(true)).toBe(version);
}

describe('an update', () => {
  test('waits beside the running version until the next start', () => {
    run('stage', ...pack('2'));
    expect(readFileSync(join(home, 'current', 'version'), 'utf8')).toBe('1');
    expect(run('status').said).toBe('runs a, next b');
    expect(start(true)).toBe('2');
    expect(start(true)).toBe('2');
    expect(run('status').said).toBe('runs b');
  });

  test('that does not come up goes back by itself, and is not tried again', () => {
    run('stage', ...pack('2'));
    expect(start(false)).toBe('2');
    expect(start(true)).toBe('1');
    expect(start(true)).toBe('1');
  });

  test('is taken back by hand', () => {
    install('2');
    expect(run('back').status).toBe(0);
    expect(start(true)).toBe('1');
  });

  test('with the wrong sum, or without a kiosk in it, changes nothing', () => {
    const [file] = pack('2');
    expect(run('stage', file, '0'.repeat(64))).toMatchObject({
      status: 1,
      said: expect.stringMatching(/not the file/),
    });
    expect(run('stage', ...pack('3', true))).toMatchObject({
      status: 1,
      said: expect.stringMatching(/no kiosk in it/),
    });
    expect(existsSync(join(home, 'next'))).toBe(false);
    expect(start(true)).toBe('1');
  });

  test('a power cut at any moment of the switch leaves a version that starts', () => {
    run('stage', ...pack('2'));
    // Noted, and the power went before the link was moved.
    writeFileSync(join(home, 'trying'), 'b\n');
    expect(start(true)).toBe('1');
    expect(run('status').said).toBe('runs a');
    // Moved, and the power went before the unit was ready.
    run('stage', ...pack('4'));
    run('before-start');
    expect(start(true)).toBe('1');
  });

  test('is not staged over one that is just being tried', () => {
    run('stage', ...pack('2'));
    start(false);
    expect(run('stage', ...pack('5'))).toMatchObject({ status: 1, said: expect.stringMatching(/being tried/) });
  });
});
