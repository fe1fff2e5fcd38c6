import { spawnSync } from 'node:child_process';
import { findPostgres } from '../../rig/postgres.ts';
import { findChromium } from '../chromium.ts';
import { installDebian } from '../debian.ts';
import { whyNotInElectron } from '../electron.ts';

const say = (line: string) => process.stderr.write(`wester-kiosk: ${line}\n`);

/** Chromium for the browser tests; a line for each thing that will not run. */
export function ensureBrowser(): string[] {
  if (!findChromium()) installDebian(['chromium'], 'the browser tests need it', say);
  const lines: string[] = [];
  if (!findChromium()) lines.push('every browser test: no Chromium here and none could be installed');
  const why = whyNotInElectron();
  if (why !== null) lines.push(`the end-to-end test in real Electron: ${why}`);
  return lines;
}

/** Programs that are not ours and that check our bytes; their tests are skipped by name where they are missing. */
export function ensurePeers(): string[] {
  const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const wanted: [program: string, packages: string[]][] = [
    ['nfc-list', ['libnfc-bin', 'libnfc-examples', 'libnfc-pn53x-examples']],
    ['python3', ['python3-minimal']],
    ['openssl', ['openssl']],
  ];
  const packages = wanted.filter(([program]) => !has(program)).flatMap(([, names]) => names);
  if (packages.length > 0) installDebian(packages, 'independent programs that check our bytes', say);
  return wanted
    .filter(([program]) => !has(program))
    .map(([program]) => `the checks against ${program}: it is not here and could not be installed`);
}

/** The database of a fleet's center: its own server is started for the tests, and gone after them. */
export function ensurePostgres(): string[] {
  if (!findPostgres()) installDebian(['postgresql'], 'the center is tested on it', say);
  return findPostgres() ? [] : ['the center on PostgreSQL: no PostgreSQL 15 or later here and none could be installed'];
}
