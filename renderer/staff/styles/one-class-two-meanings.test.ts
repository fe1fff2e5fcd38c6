/** The files of the staff page's style are one sheet: a class that one of them gives a layout by itself is that file's own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folders = [import.meta.dirname, join(import.meta.dirname, '../../styles')];
/** What page.css brings onto the page. */
const imported = [...readFileSync(join(import.meta.dirname, 'page.css'), 'utf8').matchAll(/([\w-]+\.css)/g)]
  .map(([, name]) => String(name))
  // It speaks of the classes of all others and lays out nothing of its own.
  .filter((name) => name !== 'forced-colors.css');
const sheets = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => imported.includes(name))
    .map((name) => ({ name, selectors: selectorsOf(readFileSync(join(folder, name), 'utf8')) })),
);

function selectorsOf(css: string): string[] {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([^{}]+)\{/g)].flatMap(([, list]) => String(list).split(',')).map((one) => one.trim());
}

/** Parts of every screen, whose kinds each file may add to. */
const PARTS: ReadonlySet<string> = new Set(['.button', '.sign']);

test('no class that one file lays out by itself is used in another, not even as a kind of button', () => {
  const twice = sheets.flatMap(({ name, selectors }) =>
    selectors
      .filter((selector) => /^\.[\w-]+$/.test(selector) && !PARTS.has(selector))
      .flatMap((bare) =>
        sheets
          .filter((other) => other.name !== name && other.selectors.some((one) => isMeant(one, bare)))
          .map((other) => `${bare} of ${name} stands in ${other.name}`),
      ),
  );
  expect(sheets.length).toBeGreaterThan(4);
  expect(twice).toEqual([]);
});

/** `.key`, `.button.key`, `.button.key:active`; not `.search .key`, which says where it means it. */
function isMeant(selector: string, bare: string): boolean {
  const [first = '', ...further] = selector.split(' ');
  return further.length === 0 && (first.split(':')[0] ?? '').split(/(?=\.)/).includes(bare);
}
