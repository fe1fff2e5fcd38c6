import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, type Module, readModules, rooms, violations } from './imports.ts';

const root = join(import.meta.dirname, '../..');

describe('the house keeps its rooms apart', () => {
  const modules = readModules(root);

  test('no room imports what it may not', () => {
    expect(violations(modules)).toEqual([]);
  });

  test('every module that git knows of in a room was read', () => {
    const known = execFileSync('git', ['ls-files', '--', ...rooms], { cwd: root, encoding: 'utf8' })
      .split('\n')
      .filter((file) => /\.(ts|tsx|mjs)$/.test(file));
    const read = new Set(modules.map(({ file }) => file));
    expect(known.filter((file) => !read.has(file))).toEqual([]);
    expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(modules.length);
  });
});

describe('a planted import is found', () => {
  const planted: [file: string, text: string][] = [
    ['points/x.ts', "import type { Clock } from '../hardware/clock.ts';"],
    ['hardware/x.ts', "import { evaluate } from '../points/index.ts';"],
    ['station/x.ts', "import { createCenter } from '../center/service.ts';"],
    ['station/y.ts', "export { createCenter } from '../center/service.ts';"],
    ['station/z.ts', "const center = await import('../center/service.ts');"],
    ['station/t.ts', "type Center = import('../center/service.ts').Center;"],
    ['renderer/x.tsx', "import { journal } from '../station/journal/journal.ts';"],
    ['electron/x.ts', "import { createStation } from '../station/station.ts';"],
    ['center/x.ts', "import type { Screen } from '../station/contract/screen.ts';"],
    ['rig/x.ts', "import { start } from '../cli/start.ts';"],
    ['station/b.ts', "import { BrowserWindow } from 'electron';"],
    ['station/n.ts', "import fs from 'fs';"],
    ['station/p.ts', "import { helper } from '../test/world.ts';"],
  ];

  test.each(planted)('%s: %s', (file, text) => {
    const modules: Module[] = [{ file, imports: importsOf(file, text) }];
    expect(violations(modules)).toHaveLength(1);
  });

  test('and what is allowed is not', () => {
    const fine: [string, string][] = [
      ['station/x.ts', "import { calls } from '../center/contract/index.ts';"],
      ['station/y.ts', "import { systemClock } from '../hardware/clock.ts';"],
      ['renderer/x.tsx', "import type { Screen } from '../station/contract/index.ts';"],
      ['electron/x.ts', "import { app } from 'electron';"],
    ];
    expect(violations(fine.map(([file, text]) => ({ file, imports: importsOf(file, text) })))).toEqual([]);
  });
});
