/**
 * `npm run voice`: what to record for the voice, and what has been recorded. `list` prints a file and its text a line,
 * `check` says what is missing and what is recorded for a wording that nothing says any more.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clipName, folderOf } from '../renderer/voice/clip-name.ts';
import { manifestOf, textsOf } from '../renderer/voice/manifest.ts';
import { Language } from '../station/contract/index.ts';

const usage = `usage: npm run voice -- list|check [${Language.options.join('|')}]`;
const [command, named] = process.argv.slice(2);
const languages = Language.options.filter((language) => named === undefined || named === language);
const root = join(import.meta.dirname, '..', 'renderer', 'voice', 'clips');

if ((command !== 'list' && command !== 'check') || languages.length === 0) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}

/** Names without their endings of the clips that lie in a folder. */
function recorded(folder: string): Set<string> {
  const path = join(root, folder);
  return new Set(existsSync(path) ? readdirSync(path).map((name) => name.replace(/\.\w+$/, '')) : []);
}

/** Of every language that is spoken from this folder: a clip that one of them says is not left over. */
function saidFrom(folder: string): Set<string> {
  const speaking = Language.options.filter((language) => folderOf(language) === folder);
  return new Set(speaking.flatMap((language) => [...textsOf(language)].map(clipName)));
}

let wrong = false;
for (const language of languages) {
  const clips = manifestOf(language);
  if (command === 'list') {
    for (const { file, text } of clips) process.stdout.write(`${file}\t${text}\n`);
    continue;
  }
  const folder = folderOf(language);
  const there = recorded(folder);
  const missing = clips.filter(({ file }) => !there.has(file.slice(folder.length + 1)));
  const said = saidFrom(folder);
  const leftOver = [...there].filter((name) => !said.has(name));
  process.stdout.write(`${language}: ${clips.length - missing.length} of ${clips.length} clips are there\n`);
  for (const { file, text } of missing.slice(0, there.size === 0 ? 0 : 20))
    process.stdout.write(`  missing ${file} ${text}\n`);
  for (const name of leftOver) process.stdout.write(`  left over ${folder}/${name}: nothing says this any more\n`);
  wrong ||= (there.size > 0 && missing.length > 0) || leftOver.length > 0;
}
process.exit(wrong ? 1 : 0);
