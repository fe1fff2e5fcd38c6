/** `npm start` must never hang on an Electron that starts and then shows nothing. */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openElectronWindow } from '../../cli/start/window.ts';

/** Something that is started in place of Electron's binary; it has no more of Electron than its file name. */
function program(script: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'electron-')), 'electron');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
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
});
