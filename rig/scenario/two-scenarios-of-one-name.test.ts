import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { evidenceName, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'kiosk-evidence-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function failed(file: string) {
  const traces = new Map([['reader', `${file}\n`]]);
  const evidence = { png: null, screens: `"${file}"`, paper: [] };
  const failure = { line: 1, what: 'late' };
  return reportOf({ file, title: file, failure, simulatedMs: 0, traces, evidence, leftOut: [] }, 0, folder);
}

test('two scenarios of one name in two folders: each keeps its own evidence, the other gone or not', () => {
  const [first, second] = [failed('one/late.yaml'), failed('two/late.yaml')];
  expect(first.kept).toEqual([join(folder, 'one/late.yaml.reader.jsonl'), join(folder, 'one/late.yaml.screens.json')]);
  expect(new Set([...first.kept, ...second.kept]).size).toBe(4);
  expect(first.kept.map((file) => readFileSync(file, 'utf8'))).toEqual(['one/late.yaml\n', '"one/late.yaml"']);
  // Played alone it has the names that it had in company.
  expect(failed('one/late.yaml').kept).toEqual(first.kept);
});

test.each([
  ['late.yaml', 'late.yml'],
  ['a/b-late.yaml', 'a-b/late.yaml'],
  ['../late.yaml', 'up/late.yaml'],
  ['../up/late.yaml', '../../late.yaml'],
])('%s and %s', (one, other) => {
  expect(evidenceName(one)).not.toBe(evidenceName(other));
  for (const file of [one, other]) {
    expect(resolve(folder, evidenceName(file)).startsWith(`${folder}/`)).toBe(true);
    expect(evidenceName(resolve(file))).toBe(evidenceName(file));
  }
});
