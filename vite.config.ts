import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { cutFontsFolder } from './renderer/fonts.ts';

// The page is built once and then served at any path (the browser shell) or from Electron's own scheme: every address
// in it is relative. JSX goes through Vite's own transform; there is no plugin.
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  base: './',
  // Made by renderer/build.ts before Vite runs.
  resolve: { alias: { '@cut-fonts': cutFontsFolder } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    // Fonts and pictures stay files: a kiosk reads from its own disk, and inlined fonts would count as CSS.
    assetsInlineLimit: 0,
    modulePreload: false,
    // Two pages: what staff need is in nothing that a passenger's page loads.
    rolldownOptions: {
      input: ['index.html', 'staff.html'].map((page) => fileURLToPath(new URL(`renderer/${page}`, import.meta.url))),
    },
    target: 'chrome130',
    reportCompressedSize: false,
  },
});
