import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs Debian packages where that is possible without asking anybody; says what it does, and whether it worked. */
export function installDebian(packages: readonly string[], purpose: string, say: (line: string) => void): boolean {
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
