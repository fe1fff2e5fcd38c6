import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messages } from './index.ts';

function paths(catalogue: object): string[] {
  return Object.entries(catalogue).flatMap(([section, group]) =>
    Object.keys(group).map((message) => `${section}.${message}`),
  );
}

/** Every text in a catalogue, with its functions called on a mark. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String(value('x', 'x'))];
  return Object.values(value ?? {}).flatMap(texts);
}

function componentSources(): string {
  const root = join(import.meta.dirname, '..');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.tsx?$/.test(entry.name) && !entry.parentPath.endsWith('messages'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('the catalogue of staff', () => {
  const languages = Object.entries(messages);
  const all = paths(messages.ja);

  test.each(languages)('%s has every message and no other', (_, catalogue) => {
    expect(paths(catalogue).sort()).toEqual([...all].sort());
  });

  test('no message is left that no component shows', () => {
    const sources = componentSources();
    const contract = ['screen.ts', 'staff.ts']
      .map((name) => readFileSync(join(import.meta.dirname, '../../../station/contract', name), 'utf8'))
      .join('\n');
    const used = (path: string): boolean => {
      const [section = '', message = ''] = path.split('.');
      // `t.room[body.room]`: indexed by a member of the contract; the types see to it that each has its message.
      const indexed = contract.includes(`'${message}'`) && new RegExp(`t\\.${section}\\[`).test(sources);
      return indexed || new RegExp(`\\b${section}\\.${message}\\b`).test(sources);
    };
    expect(all.filter((path) => !used(path))).toEqual([]);
  });

  test.each(languages)('%s has no empty text and no double space', (_, catalogue) => {
    expect(texts(catalogue).filter((text) => text.trim() === '' || / {2}/.test(text))).toEqual([]);
  });
});
