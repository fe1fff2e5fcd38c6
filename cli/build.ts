/**
 * Builds what Electron runs into dist/: the window (electron/main.js), its preloads (CommonJS: a sandboxed preload
 * knows nothing else) and the station (station/main.js). Packages with native parts stay outside the bundles.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { BUILD_HASH_FILE, buildHash } from '../station/build-hash.ts';

const root = join(import.meta.dirname, '..');

/** Loaded at run time from node_modules: native parts, or data files beside their code. */
const external = ['electron', 'serialport', 'node-hid', 'pino', 'receiptline', 'iconv-lite', /^node:/];

async function bundle(entry: string, outDir: string, name: string, format: 'es' | 'cjs'): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: external.filter((each) => typeof each === 'string') },
    build: {
      ssr: join(root, entry),
      outDir: join(root, 'dist', outDir),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      target: 'node24',
      rollupOptions: { external, output: { format, entryFileNames: name, codeSplitting: false } },
    },
  });
}

/** The packages that the bundles ask for by name: they and what they need are packed as they are. */
export const packedAsTheyAre = external.filter((each) => typeof each === 'string' && each !== 'electron') as string[];

/** Resolves when dist/electron and dist/station are complete; rejects with the bundler's message. */
export async function buildShell(): Promise<void> {
  await bundle('electron/main.ts', 'electron', 'main.js', 'es');
  await bundle('electron/preload.ts', 'electron', 'preload.cjs', 'cjs');
  await bundle('electron/preload-staff.ts', 'electron', 'preload-staff.cjs', 'cjs');
  await bundle('station/main.ts', 'station', 'main.js', 'es');
  // The station looks for it one folder above itself.
  writeFileSync(join(root, 'dist', BUILD_HASH_FILE), buildHash(root) ?? '');
}

if (import.meta.main) await buildShell();
