/**
 * Who may import whom (README "The house"). Reads every module with the parser that Vite ships (oxc), type-only imports
 * included. dependency-cruiser, the usual tool, reads no `.ts` file under TypeScript 7 and passes; this is the reason
 * for these few lines.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { parseSync } from 'vite';

export const rooms = ['points', 'center', 'station', 'hardware', 'renderer', 'electron', 'rig', 'cli'] as const;
export type Room = (typeof rooms)[number];

/** A room, or a door of a room: `station/contract` is a part of station that others may import. */
const allowed: Record<Room, readonly string[]> = {
  points: [],
  hardware: [],
  center: ['points'],
  station: ['points', 'hardware', 'center/contract'],
  renderer: ['station/contract'],
  electron: ['station/contract'],
  rig: ['hardware', 'center', 'station'],
  cli: ['points', 'center', 'station', 'hardware', 'renderer', 'rig'],
};

/** Packages that belong to one place only. */
const packages: { pattern: RegExp; rooms: readonly string[] }[] = [
  { pattern: /^electron($|\/)/, rooms: ['electron'] },
  { pattern: /^(preact|@preact\/)/, rooms: ['renderer'] },
  { pattern: /^(serialport|node-hid)$/, rooms: ['hardware'] },
  { pattern: /^@lydell\/node-pty$/, rooms: ['rig'] },
  { pattern: /^fastify$/, rooms: ['center', 'rig'] },
];

export interface Import {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
}

export interface Module {
  /** From the top, with forward slashes. */
  readonly file: string;
  readonly imports: readonly Import[];
}

/** Every import of a module's text: static, re-exported, dynamic, type-only. Throws where it cannot be parsed. */
export function importsOf(file: string, text: string): Import[] {
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const found: Import[] = [];
  for (const each of parsed.module.staticImports) {
    found.push({ specifier: each.moduleRequest.value, line: lineOf(each.start) });
  }
  for (const each of parsed.module.staticExports) {
    for (const entry of each.entries) {
      if (entry.moduleRequest) found.push({ specifier: entry.moduleRequest.value, line: lineOf(each.start) });
    }
  }
  // Both `await import('…')` and `import('…').Name` in a type, which is no import to the parser's module record.
  for (const match of text.matchAll(/\bimport\(\s*(['"`])(.+?)\1/g)) {
    found.push({ specifier: match[2] as string, line: lineOf(match.index) });
  }
  return found;
}

/** Every module of the rooms below `root`. */
export function readModules(root: string): Module[] {
  return rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes(`${sep}node_modules${sep}`))
      .map((path) => ({
        file: relative(root, path).split(sep).join('/'),
        imports: importsOf(path, readFileSync(path, 'utf8')),
      })),
  );
}

function roomOf(path: string): string {
  return path.split('/')[0] as string;
}

/** One line for each import that the house does not allow. */
export function violations(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const problem = specifier.startsWith('.') ? insideProblem(file, specifier) : packageProblem(file, specifier);
      return problem ? [`${file}:${line} ${problem}`] : [];
    }),
  );
}

function insideProblem(file: string, specifier: string): string | null {
  const target = join(dirname(file), specifier).split(sep).join('/');
  const from = roomOf(file);
  const to = roomOf(target);
  if (from === to) return null;
  if (!(rooms as readonly string[]).includes(to)) {
    return to === 'package.json' ? null : `imports ${specifier}, which is in no room`;
  }
  const doors = allowed[from as Room];
  const open = doors.some((door) => target === door || target.startsWith(`${door}/`) || target === `${door}.ts`);
  return open ? null : `imports ${specifier}: ${from} may not import ${target}`;
}

function packageProblem(file: string, specifier: string): string | null {
  if (specifier.startsWith('node:')) return null;
  if (builtinModules.includes(specifier)) return `imports ${specifier} without "node:"`;
  const rule = packages.find(({ pattern }) => pattern.test(specifier));
  return rule && !rule.rooms.includes(roomOf(file))
    ? `imports ${specifier}, which belongs to ${rule.rooms.join(', ')}`
    : null;
}
