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

function textOf(file: string): string {
  try {
    // A descriptor of 0 is stdin; some editors put a byte order mark first.
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    return stop(`${file} cannot be read: ${oneLine(error)}`, 1);
  }
}

function jsonOf(file: string): unknown {
  const text = textOf(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    return stop(`${file} is not JSON: ${oneLine(error)}`, 1);
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
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
process.stdout.write(`${answer}\n`);
