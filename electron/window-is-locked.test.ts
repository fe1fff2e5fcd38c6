import { expect, test } from 'vitest';
import { nextPause } from './restart-policy.ts';
import { windowOptions } from './window-options.ts';

test('a kiosk window has every lock of the checklist on', () => {
  const options = windowOptions('/preload.cjs', false);
  expect(options).toMatchObject({ kiosk: true, fullscreen: true, frame: false, show: false });
  expect(options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    devTools: false,
    disableDialogs: true,
  });
});

test('a window on a desk keeps the sandbox and gets only a frame and developer tools', () => {
  const { webPreferences: desk, ...deskWindow } = windowOptions('/preload.cjs', true);
  const { webPreferences: kiosk } = windowOptions('/preload.cjs', false);
  expect({ ...desk, devTools: false }).toEqual(kiosk);
  expect(deskWindow).toMatchObject({ kiosk: false, frame: true });
});

test('restarts wait longer and longer, and never for ever', () => {
  const pauses = Array.from({ length: 20 }, (_, starts) => nextPause(starts + 1));
  expect(pauses.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
  expect(Math.max(...pauses)).toBe(30_000);
});
