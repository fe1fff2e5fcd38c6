/** `npm run points -- evaluate FILE` and `… explain FILE --person P [--language ja|en]`; `-` reads stdin. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CheckedInput, checkInput, describeProblem, evaluate, explain } from '../points/index.ts';

const USAGE = [
  'usage: npm run points -- evaluate FILE',
  '       npm run points -- explain FILE --person P [--language ja|en]',
].join('\n');

interface Command {
  readonly name: 'evaluate' | 'explain';
  readonly file: string;
  readonly person: string;
  readonly language: 'ja' | 'en';
}

/** Null: wrong usage. */
function commandOf(args: readonly string[]): Command | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { person: { type: 'string' }, language: { type: 'string', default: 'ja' } },
    });
    const [name, file, ...others] = positionals;
    const { person = '', language } = values;
    if (file === undefined || others.length > 0) return null;
    if (language !== 'ja' && language !== 'en') return null;
    if (name === 'explain' && person !== '') return { name, file, person, language };
    return name === 'evaluate' && person === '' ? { name, file, person, language } : null;
  } catch {
    return null;
  }
}

function stop(line: string, status: 1 | 2): never {
  process.stderr.write(`${line}\n`);
  process.exit(status);
}

/** Everything of a file; of stdin, which is descriptor 0, where the file is called `-`. */
function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    return stop(oneLine(`${nameOf(file)} cannot be read: ${messageOf(error)}`), 1);
  }
}

function jsonOf(file: string): unknown {
  const bytes = bytesOf(file);
  try {
    // Other encodings are refused: read as UTF-8, two names could become one. A byte order mark is skipped.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return stop(oneLine(`${nameOf(file)} is not JSON in UTF-8: ${messageOf(error)}`), 1);
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'stdin' : file;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Names of files and pieces of them, which messages quote, may hold line ends and worse. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ');
}

function inputOf(file: string): CheckedInput {
  const checked = checkInput(jsonOf(file));
  return checked.ok ? checked.value : stop(describeProblem(checked.error), 1);
}

const command = commandOf(process.argv.slice(2));
if (command === null) stop(USAGE, 2);
const input = inputOf(command.file);
const answer =
  command.name === 'evaluate'
    ? JSON.stringify(evaluate(input), null, 2)
    : explain(input, { person: command.person, language: command.language });
// A reader that goes away before the end (`| head`) is told in a line, not with a stack.
process.stdout.on('error', (error) => stop(oneLine(`the answer cannot be written: ${error.message}`), 1));
process.stdout.write(`${answer}\n`);
