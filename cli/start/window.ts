import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findChromium, quietFlags } from '../chromium.ts';

/** Is there a screen that a window could appear on? */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** A Chromium window without browser controls, with a profile of its own; null where there is no Chromium. */
export function openChromiumWindow(address: string, dataDirectory: string): ChildProcess | null {
  const chromium = findChromium();
  if (!chromium) return null;
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(
    chromium,
    [
      `--app=${address}`,
      `--user-data-dir=${join(dataDirectory, 'browser')}`,
      '--window-size=1500,1080',
      '--autoplay-policy=no-user-gesture-required',
      ...quietFlags,
      ...asRoot,
    ],
    { stdio: 'ignore', detached: true },
  );
  child.on('error', () => {});
  return child;
}

/** Milliseconds in which Electron must show the page before npm start takes the browser shell instead. */
const SHOW_LIMIT_MS = 20_000;

/** Starts Electron and waits for its page; resolves to the running window, or to why there is none. */
export function openElectronWindow(
  binary: string,
  main: string,
  configFile: string,
  limitMs: number = SHOW_LIMIT_MS,
): Promise<{ window: ChildProcess } | { window: null; why: string }> {
  const child = spawn(binary, [main, `--station-config=${configFile}`, '--windowed'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  return new Promise((resolve) => {
    const giveUp = (why: string) => {
      clearTimeout(limit);
      child.removeAllListeners('exit');
      // With its helpers: a station that it has started must not meet the one of the browser shell at the reader.
      killGroup(child);
      resolve({ window: null, why });
    };
    const limit = setTimeout(() => giveUp(`it showed no page within ${limitMs / 1000} s`), limitMs);
    child.once('error', (error) => giveUp(error.message));
    child.once('exit', (code) => giveUp(`it ended with ${code}`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line !== 'page shown') return;
      clearTimeout(limit);
      child.removeAllListeners('exit');
      resolve({ window: child });
    });
  });
}

/** How long a window may take to close: in Electron the station finishes value in flight first. */
const CLOSE_LIMIT_MS = 25_000;

/** Asks a window to close and waits until it has; what is left of it and its helpers then is killed. */
export async function closeWindow(window: ChildProcess, limitMs: number = CLOSE_LIMIT_MS): Promise<void> {
  if (window.exitCode === null && window.signalCode === null) {
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, limitMs);
      window.once('exit', () => {
        clearTimeout(limit);
        resolve();
      });
      window.kill('SIGTERM');
    });
  }
  killGroup(window);
}

/** Windows run in a process group of their own, with helpers of theirs. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
