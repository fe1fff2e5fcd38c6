/**
 * What is packed: what was built, and of node_modules only what a kiosk needs at run time. Packed a second time, or for
 * another system, it would only be more to keep safe.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of packages that `wanted` need, themselves included. Nested copies come with their folder. */
export function closureOf(wanted: readonly string[], nodeModules: string): Set<string> {
  const found = new Set<string>();
  const open = [...wanted];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const file = join(nodeModules, name, 'package.json');
    // Optional, for another system, or nested in the folder of who needs it.
    if (!existsSync(file)) continue;
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
    open.push(...Object.keys(dependencies), ...Object.keys(optionalDependencies));
  }
  return found;
}

/** Every package that lies there, `@scope/name` included. */
export function packagesIn(nodeModules: string): string[] {
  return readdirSync(nodeModules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(nodeModules, name)).map((each) => `${name}/${each}`) : [name],
    );
}

/** electron-builder's `files`. In one list: a list that only takes away stands for everything else. */
export function filesOf(
  nodeModules: string,
  wanted: readonly string[],
  system: 'linux' | 'windows',
  arch: 'x64' | 'arm64',
): string[] {
  const needed = closureOf(wanted, nodeModules);
  const others = packagesIn(nodeModules).filter((name) => !needed.has(name));
  const otherSystem = system === 'linux' ? 'win32' : 'linux';
  const otherArch = arch === 'x64' ? 'arm64' : 'x64';
  return [
    'dist/electron/**',
    'dist/renderer/**',
    'dist/station/**',
    'dist/build-hash',
    'package.json',
    ...others.map((name) => `!node_modules/${name}/**`),
    `!**/prebuilds/*{android,darwin,${otherSystem},ia32,${otherArch}}*/**`,
    '!**/prebuilds/*-arm/**',
    // Sources of native parts, and words for developers.
    '!**/node_modules/node-hid/{hidapi,src}/**',
    '!**/node_modules/@serialport/bindings-cpp/src/**',
    '!**/node_modules/**/*.{map,ts,md}',
    '!**/node_modules/receiptline/{designer,*.png,*.jpg}{,/**}',
  ];
}
