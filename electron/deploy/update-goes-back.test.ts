import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

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
  return runWith({}, ...args);
}

function runWith(environment: Record<string, string>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, KIOSK_HOME: home, ...environment },
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

/** The unit has ended; systemd's two words for it. */
function end(result = 'success', status = '0'): void {
  expect(runWith({ SERVICE_RESULT: result, EXIT_STATUS: status }, 'stopped').status).toBe(0);
}

function install(version: string): void {
  expect(run('stage', ...pack(version))).toMatchObject({ status: 0 });
  if (existsSync(join(home, 'current'))) end();
  expect(start(true)).toBe(version);
}

describe('an update', () => {
  test('waits beside the running version until the next start', () => {
    run('stage', ...pack('2'));
    expect(readFileSync(join(home, 'current', 'version'), 'utf8')).toBe('1');
    expect(run('status').said).toBe('runs a, next b');
    end();
    expect(start(true)).toBe('2');
    expect(start(true)).toBe('2');
    expect(run('status').said).toBe('runs b');
  });

  test('that does not come up goes back by itself, and is not tried again', () => {
    run('stage', ...pack('2'));
    end();
    expect(start(false)).toBe('2');
    expect(start(true)).toBe('1');
    expect(start(true)).toBe('1');
  });

  test('is taken back by hand', () => {
    install('2');
    expect(run('back').status).toBe(0);
    end();
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
    end();
    run('before-start');
    expect(start(true)).toBe('1');
  });

  test.each([
    ['signal', 'KILL'],
    ['watchdog', 'ABRT'],
    ['oom-kill', 'KILL'],
    ['exit-code', '1'],
    ['exit-code', '65'],
    ['success', 'TERM'],
  ])('never begins over a half-done transfer: after an end by %s (%s) it waits for a clean one', (result, status) => {
    run('stage', ...pack('2'));
    end(result, status);
    expect(start(true)).toBe('1');
    // The power goes: nothing is said of that end.
    expect(start(true)).toBe('1');
    end('success', status === '1' ? '64' : '0');
    expect(start(true)).toBe('2');
  });

  test('a clean end counts once: not for an update that is staged after the next start', () => {
    end();
    expect(start(true)).toBe('1');
    run('stage', ...pack('2'));
    expect(start(true)).toBe('1');
  });

  test('mends a version that never ends well, where somebody says so', () => {
    run('stage', ...pack('2'));
    end('exit-code', '1');
    expect(run('anyway').status).toBe(0);
    expect(start(true)).toBe('2');
  });

  test('that is not there any more at the start is forgotten, and what ran goes on', () => {
    run('stage', ...pack('2'));
    rmSync(join(home, 'b', 'resources', 'app.asar'));
    end();
    expect(start(true)).toBe('1');
    expect(run('status').said).toBe('runs a');
  });

  test('is one at a time: every verb waits for the one that is at work', async () => {
    const atWork = spawn('flock', [home, 'sh', '-c', `echo begun; sleep 0.3; echo b >${join(home, 'next')}`]);
    await once(atWork.stdout, 'data');
    expect(run('status').said).toBe('runs a, next b');
  });

  test('that is just being unpacked keeps the unit from nothing: what was staged before starts and says that it is up', async () => {
    run('stage', ...pack('2'));
    const [file, sum] = pack('3');
    // As slow as it likes: what is copied comes out of a pipe.
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const staging = spawn('sh', [script, 'stage', pipe, sum], { env: { ...process.env, KIOSK_HOME: home } });
    const staged = once(staging, 'exit');
    await vi.waitUntil(() => existsSync(join(home, 'incoming')));
    end();
    expect(start(true)).toBe('2');
    writeFileSync(pipe, readFileSync(file));
    expect(await staged).toEqual([0, null]);
    expect(run('status').said).toBe('runs b, next a');
    end();
    expect(start(true)).toBe('3');
  });

  test('is not staged over one that is just being tried', () => {
    run('stage', ...pack('2'));
    end();
    start(false);
    expect(run('stage', ...pack('5'))).toMatchObject({ status: 1, said: expect.stringMatching(/being tried/) });
  });
});
