/** `npm start` must never hang on an Electron that starts and then shows nothing. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closeWindow, openElectronWindow } from '../../cli/start/window.ts';

/** Something that is started in place of Electron's binary; it has no more of Electron than its file name. */
function program(script: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'electron-')), 'electron');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Does this process run? One that is dead but not yet buried by its parent does not. */
function lives(pid: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}

describe('an Electron that', () => {
  test('says that its page is up is taken', async () => {
    const opened = await openElectronWindow(program('echo "page shown"; sleep 60'), 'main.js', 'c.json', 10_000);
    expect(opened.window?.pid).toBeGreaterThan(0);
    // It leads a process group of its own, as a window with helpers does.
    process.kill(-(opened.window?.pid ?? 0), 'SIGKILL');
  });

  test('starts and shows no page is given up and ended', async () => {
    const opened = await openElectronWindow(program('exec sleep 60'), 'main.js', 'c.json', 300);
    expect(opened).toEqual({ window: null, why: 'it showed no page within 0.3 s' });
  });

  test('dies at once is given up with its status', async () => {
    const opened = await openElectronWindow(program('exit 3'), 'main.js', 'c.json', 10_000);
    expect(opened).toEqual({ window: null, why: 'it ended with 3' });
  });

  test('cannot be started at all is given up', async () => {
    const opened = await openElectronWindow('/nowhere/electron', 'main.js', 'c.json', 10_000);
    expect(opened.window).toBeNull();
  });

  test('is asked to close is waited for: its station finishes value in flight before center and devices go', async () => {
    const done = join(mkdtempSync(join(tmpdir(), 'electron-')), 'done');
    const script = `trap 'sleep 0.3; touch ${done}; exit 0' TERM; echo "page shown"; while :; do sleep 0.05; done`;
    const { window } = await openElectronWindow(program(script), 'main.js', 'c.json', 10_000);
    if (!window) throw new Error('it was not taken');
    await closeWindow(window);
    expect(existsSync(done)).toBe(true);
  });

  test('does not close is killed after the limit, with its helpers', async () => {
    const helper = join(mkdtempSync(join(tmpdir(), 'electron-')), 'helper');
    const script = `trap '' TERM; sleep 60 & echo $! > ${helper}; echo "page shown"; wait; sleep 60`;
    const { window } = await openElectronWindow(program(script), 'main.js', 'c.json', 10_000);
    if (!window) throw new Error('it was not taken');
    const gone = new Promise((resolve) => window.once('exit', resolve));
    const pid = readFileSync(helper, 'utf8').trim();
    expect(lives(pid)).toBe(true);
    await closeWindow(window, 200);
    await gone;
    await expect.poll(() => lives(pid)).toBe(false);
  });
});
