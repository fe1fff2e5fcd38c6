import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ScreenBody, Trouble } from '../../station/contract/index.ts';

const stories = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.ts') && !import.meta.filename.endsWith(name))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');

/** The names of a union's members, from its schema. */
function members(schema: typeof Trouble | typeof ScreenBody, key: 'kind' | 'id'): string[] {
  return schema.def.options.map((option) => {
    const literal = (option.def.shape as Record<string, { def: { values?: readonly unknown[] } }>)[key];
    return String(literal?.def.values?.[0]);
  });
}

describe('a whole machine is brought to', () => {
  test.each(members(Trouble, 'kind'))('the trouble %s', (kind) => {
    expect(stories.includes(`'${kind}'`)).toBe(true);
  });

  test.each(members(ScreenBody, 'id'))('the screen %s', (id) => {
    expect(stories.includes(`'${id}'`)).toBe(true);
  });
});
