/**
 * Builds what Electron runs into dist/: the window (electron/main.js), its preloads (CommonJS: a sandboxed preload
 * knows nothing else) and the station (station/main.js). Packages with native parts stay outside the bundles.
 */
import { join } from 'node:path';
import { build } from 'vite';

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

/** Resolves when dist/electron and dist/station are complete; rejects with the bundler's message. */
export async function buildShell(): Promise<void> {
  await bundle('electron/main.ts', 'electron', 'main.js', 'es');
  await bundle('electron/preload.ts', 'electron', 'preload.cjs', 'cjs');
  await bundle('electron/preload-staff.ts', 'electron', 'preload-staff.cjs', 'cjs');
  await bundle('station/main.ts', 'station', 'main.js', 'es');
}

if (import.meta.main) await buildShell();
