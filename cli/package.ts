/**
 * `npm run package [-- --arch x64|arm64] [--windows] [--dir] [--electron FOLDER]`: builds page, window and station, and packs
 * them with Electron's binary: AppImage and deb, or NSIS on Windows; `--dir`: the folder alone; `--electron`: where its
 * binary or its archive is, for a computer without network (docs/deploy.md).
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { buildPage } from '../renderer/build.ts';
import { buildShell, packedAsTheyAre } from './build.ts';
import { filesOf } from './package-contents.ts';

const root = join(import.meta.dirname, '..');
const arches = { x64: Arch.x64, arm64: Arch.arm64 } as const;

export interface PackageOptions {
  readonly arch: keyof typeof arches;
  readonly system: 'linux' | 'windows';
  /** The folder alone, without installers. */
  readonly folderOnly: boolean;
  /** Beside electron-builder.yml. */
  readonly config?: Configuration;
}

/** Packs what lies in dist/. Returns the paths of what was made (none for a folder alone). */
export async function packKiosk({ arch, system, folderOnly, config }: PackageOptions): Promise<string[]> {
  const platform = system === 'linux' ? Platform.LINUX : Platform.WINDOWS;
  return build({
    projectDir: root,
    targets: platform.createTarget(folderOnly ? 'dir' : undefined, arches[arch]),
    config: {
      extends: join(root, 'electron-builder.yml'),
      files: filesOf(join(root, 'node_modules'), packedAsTheyAre, system, arch),
      ...config,
    },
    publish: 'never',
  });
}

function wrongUse(line: string): never {
  process.stderr.write(`npm run package: ${line}\n`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        arch: { type: 'string', default: process.arch },
        windows: { type: 'boolean' },
        dir: { type: 'boolean' },
        electron: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
}

if (import.meta.main) {
  const { arch, windows = false, dir = false, electron } = readArguments();
  if (arch !== 'x64' && arch !== 'arm64') wrongUse(`--arch is x64 or arm64, not ${arch}`);
  await buildPage();
  await buildShell();
  const made = await packKiosk({
    arch,
    system: windows ? 'windows' : 'linux',
    folderOnly: dir,
    ...(electron && { config: { electronDist: electron } }),
  });
  for (const path of made) process.stdout.write(`${path}\n`);
}
