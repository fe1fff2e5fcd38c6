import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whyNotInElectron } from './electron.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wester-electron-'));
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  vi.stubEnv('WAYLAND_DISPLAY', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test.runIf(process.platform === 'linux').each([
  ['', '', false, /binary is not here/],
  ['electron', '', false, /no display/],
  ['electron', ':0', true, /root/],
  ['electron', ':0', false, null],
])(
  'binary "%s", display "%s", root %s: npm test says why it does not run in Electron',
  (binary, display, isRoot, why) => {
    if (binary) writeFileSync(join(folder, binary), '');
    vi.stubEnv('DISPLAY', display);
    if (why === null) expect(whyNotInElectron(isRoot)).toBeNull();
    else expect(whyNotInElectron(isRoot)).toMatch(why);
  },
);
