import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../chromium.ts';

const say = (line: string) => process.stderr.write(`wester-kiosk: ${line}\n`);

/** Installs Debian packages where that is possible without asking anybody; says whether it worked. */
export function installDebian(packages: readonly string[], purpose: string): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false;
  const root = process.getuid?.() === 0;
  const sudo = root ? [] : ['sudo', '-n'];
  if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0) return false;
  say(`installing ${packages.join(', ')} (${purpose})`);
  const apt = (...args: string[]) => {
    const [program, ...rest] = [...sudo, 'apt-get', '-qq', ...args];
    return spawnSync(program as string, rest, {
      stdio: ['ignore', 'ignore', 'ignore'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status;
  };
  apt('update');
  return apt('install', '-y', '--no-install-recommends', ...packages) === 0;
}

/** Chromium for the browser tests; a line for each thing that will not run. */
export function ensureBrowser(): string[] {
  if (!findChromium()) installDebian(['chromium'], 'the browser tests need it');
  const lines: string[] = [];
  if (!findChromium()) lines.push('every browser test: no Chromium here and none could be installed');
  lines.push('the window in real Electron: there is no test that runs it yet');
  return lines;
}

/** Programs that are not ours and that check our bytes; their tests are skipped by name where they are missing. */
export function ensurePeers(): string[] {
  const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const wanted: [program: string, packages: string[]][] = [
    ['nfc-list', ['libnfc-bin', 'libnfc-examples', 'libnfc-pn53x-examples']],
    ['python3', ['python3-minimal']],
  ];
  const packages = wanted.filter(([program]) => !has(program)).flatMap(([, names]) => names);
  if (packages.length > 0) installDebian(packages, 'independent programs that check our bytes');
  return wanted
    .filter(([program]) => !has(program))
    .map(([program]) => `the checks against ${program}: it is not here and could not be installed`);
}
