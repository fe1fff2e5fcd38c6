/** Builds the page, only where its sources are newer than what stands in `dist/renderer`. Runs in Node, not in the page. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cutFonts } from './fonts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'dist', 'renderer');
const STAMP = '.built-from';
/** What the page is made of; the lock file stands for the packages and the fonts. */
const SOURCES = ['renderer', 'station/contract', 'points/campaigns', 'vite.config.ts', 'package-lock.json'];

/** The files under a path, sorted, without tests: they are not in the page. */
function filesUnder(path: string): string[] {
  const full = join(root, path);
  if (/\.[a-z]+$/.test(path)) return [full];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesUnder)) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/**
 * Returns the folder of the built page (`index.html` and its assets, all addresses relative), built now if need be:
 * some seconds, else a few milliseconds. Throws what Vite throws where the sources do not build, and where a message is
 * missing in a language or shown nowhere.
 */
export async function buildPage(): Promise<string> {
  const stamp = join(output, STAMP);
  const hash = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return output;
  const { catalogueFaults } = await import('./messages/faults.ts');
  const faults = catalogueFaults();
  if (faults.length > 0) throw new Error(`the page's words are not whole:\n${faults.join('\n')}`);
  await cutFonts();
  const { build } = await import('vite');
  // Beside the old page and then in its place: who serves the old one, or builds at the same time, never sees half of it.
  const fresh = `${output}.${process.pid}`;
  // A test runner sets NODE_ENV to `test`, and Vite would then build a page for development: half as large again.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { outDir: fresh } });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  writeFileSync(join(fresh, STAMP), hash);
  rmSync(output, { recursive: true, force: true });
  try {
    renameSync(fresh, output);
  } catch (error) {
    // Another process was quicker with the same sources.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(stamp)) throw error;
  }
  return output;
}
