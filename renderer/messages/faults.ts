/**
 * What is wrong with the catalogues of the screens (those of voice and staff are kept whole by their types alone): a page
 * with such a fault is not built (renderer/build.ts). Runs in Node, not in the page.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages } from './all.ts';
import { ja } from './ja.ts';

const renderer = join(import.meta.dirname, '..');

/** One line a message that a language lacks or has too much, and one a message that no component shows; empty: all is well. */
export function catalogueFaults(
  catalogues: Readonly<Record<string, object>> = messages,
  sources: string = componentSources(),
): string[] {
  const wanted = new Set(leaves(ja));
  const perLanguage = Object.entries(catalogues).flatMap(([language, catalogue]) => {
    const had = new Set(leaves(catalogue));
    return [
      ...[...wanted].filter((path) => !had.has(path)).map((path) => `${language}: ${path} is missing`),
      ...[...had].filter((path) => !wanted.has(path)).map((path) => `${language}: ${path} is in no other language`),
    ];
  });
  return [...perLanguage, ...unused(sources).map((path) => `${path}: no component shows it`)];
}

/** Every text of a catalogue by its way there, however deep: `trouble.card-gone.lead`. */
function leaves(group: object, way: readonly string[] = []): string[] {
  return Object.entries(group).flatMap(([name, value]) =>
    typeof value === 'object' ? leaves(value, [...way, name]) : [[...way, name].join('.')],
  );
}

function unused(sources: string): string[] {
  const contract = ['screen.ts', 'words.ts']
    .map((name) => readFileSync(join(renderer, '../station/contract', name), 'utf8'))
    .join('\n');
  const used = (path: string): boolean => {
    const [section = '', message = ''] = path.split('.');
    // `t.kept[body.keptBecause]`: indexed by a member of the contract; the types see to it that each has its message.
    const indexed = contract.includes(`'${message}'`) && new RegExp(`(t|value)\\.${section}\\[`).test(sources);
    return indexed || new RegExp(`(t|value)\\.${section}\\.${message}\\b`).test(sources);
  };
  // `section.message`, the two levels that components name.
  const named = new Set(leaves(ja).map((path) => path.split('.').slice(0, 2).join('.')));
  // The names of the card's codes are looked up in history.ts.
  return [...named].filter((path) => !path.startsWith('history.') && !used(path));
}

function componentSources(): string {
  return (
    readdirSync(renderer, { recursive: true, withFileTypes: true })
      // The page of staff has a catalogue of its own.
      .filter((entry) => !entry.parentPath.startsWith(join(renderer, 'staff')))
      .filter((entry) => /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
      .filter((entry) => !entry.parentPath.endsWith('messages'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
  );
}
