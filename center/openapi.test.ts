import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calls } from './contract/index.ts';
import { importCall, operatorCalls } from './contract/operator.ts';
import { openApi } from './openapi.ts';

const FILE = join(import.meta.dirname, '../docs/center-openapi.json');

test('the document that is checked in is what the contract says: npm run -s center -- openapi > docs/center-openapi.json', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApi())));
});

test('every call is in it', () => {
  const { paths } = openApi() as { paths: Record<string, { post: { responses: object } }> };
  const all = [...Object.values(calls), ...Object.values(operatorCalls), importCall].map(({ path }) => path);
  expect(Object.keys(paths).sort()).toEqual(all.sort());
  for (const path of all) expect(Object.keys(paths[path]?.post.responses ?? {})).toEqual(['200', 'default']);
});
