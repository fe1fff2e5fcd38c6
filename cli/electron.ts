import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay } from './start/window.ts';

const home = join(import.meta.dirname, '..', 'node_modules', 'electron');

/** How long npm start waits for Electron's binary before it takes the browser shell. */
const FETCH_LIMIT_MS = 120_000;

/** The path of Electron's binary; null where it has not been fetched. */
export function installedElectron(): string | null {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(home, 'path.txt');
  if (!override && !existsSync(pathFile)) return null;
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
  const binary = join(override ?? join(home, 'dist'), name);
  return existsSync(binary) ? binary : null;
}

/** Why the locked window cannot run in real Electron here; null: it can. */
export function whyNotInElectron(isRoot = process.getuid?.() === 0): string | null {
  if (installedElectron() === null) return 'its binary is not here (npm start fetches it where it can)';
  if (!hasDisplay()) return 'there is no display';
  return isRoot ? 'this is root, and its sandbox does not run as root' : null;
}

/**
 * Electron's binary: the one that is there, else fetched (npm no longer does it at install) within a bounded time.
 * Says why where it is not to be had.
 */
export async function electronBinary(
  say: (line: string) => void,
): Promise<{ readonly binary: string } | { readonly binary: null; readonly why: string }> {
  const present = installedElectron();
  if (present) return { binary: present };
  if (!existsSync(join(home, 'install.js'))) return { binary: null, why: 'the electron package is not installed' };
  say(`getting Electron's binary (once, at most ${FETCH_LIMIT_MS / 1000} s)`);
  const outcome = await new Promise<string | null>((resolve) => {
    const child = spawn(process.execPath, [join(home, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (data) => {
      words += data;
    });
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`its download took longer than ${FETCH_LIMIT_MS / 1000} s`);
    }, FETCH_LIMIT_MS);
    child.on('exit', (code) => {
      clearTimeout(limit);
      resolve(code === 0 ? null : `its download failed (${words.trim().split('\n')[0] ?? 'no reason given'})`);
    });
  });
  const fetched = installedElectron();
  return fetched ? { binary: fetched } : { binary: null, why: outcome ?? 'its binary is not where it should be' };
}
