import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe', 'msedge.exe'];
/** Where systems keep it outside of PATH. */
const ELSEWHERE = ['/snap/bin', '/usr/lib/chromium', '/Applications/Google Chrome.app/Contents/MacOS'];

/** Flags for every Chromium we start: nothing of it talks to the network or asks about itself. */
export const quietFlags: readonly string[] = [
  '--disable-background-networking',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-component-update',
  '--disable-sync',
];

/** For tests, without a window and often as root: only pages of our own are ever opened. */
export const chromiumFlags: readonly string[] = ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quietFlags];

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a Chromium (or Chrome) of this system; `CHROMIUM` in the environment comes first. Null: there is none. */
export function findChromium(): string | null {
  const chosen = process.env.CHROMIUM;
  if (chosen !== undefined && canRun(chosen)) return chosen;
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...ELSEWHERE];
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(canRun) ?? null;
}
