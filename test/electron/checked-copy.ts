import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const runner = join(import.meta.dirname, 'run-checks.ts');

/** A text of a file of electron/, and what stands in its place. */
export type Change = readonly [file: string, text: string, instead?: string];

/** Copies electron/ and its surroundings, changed, into a new folder of `parent`; lets `act` have its main.ts; removes it. */
export async function withCopy<Result>(
  parent: string,
  changes: readonly Change[],
  act: (sources: string) => Promise<Result> | Result,
): Promise<Result> {
  const folder = mkdtempSync(join(parent, 'wester-checklist-'));
  try {
    const sources = join(folder, 'electron');
    cpSync(join(root, 'electron'), sources, { recursive: true });
    for (const name of ['station', 'node_modules', 'package.json']) symlinkSync(join(root, name), join(folder, name));
    mkdirSync(join(folder, 'renderer'));
    // Each document names all of them: what is left out is left out by its kind.
    const files = ['index.html', 'staff.html', 'notes.txt', 'voice.wav'];
    for (const name of files) writeFileSync(join(folder, 'renderer', name), files.join(' '));
    for (const [file, text, instead = ''] of changes) replaceOnce(join(sources, file), text, instead);
    return await act(sources);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the checklist against electron/ with these changes: what is wrong, by line. */
export const checkCopy = (changes: readonly Change[]): Promise<Record<string, string | null>> =>
  withCopy(tmpdir(), changes, async (sources) => JSON.parse(await output(sources)));

function replaceOnce(path: string, text: string, instead: string): void {
  const before = readFileSync(path, 'utf8');
  if (before.split(text).length !== 2) throw new Error(`${path} does not hold exactly once: ${text}`);
  writeFileSync(
    path,
    before.replace(text, () => instead),
  );
}

function output(sources: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [runner, sources], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    child.once('error', reject);
    child.once('close', () => resolve(text.slice(text.indexOf('{'))));
  });
}
