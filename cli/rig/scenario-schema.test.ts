import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SCHEMA_FILE, schemaText } from './scenario-schema.ts';

test('the published schema of scenarios is the one that they are checked by (npm run rig -- scenario-schema)', () => {
  expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(schemaText());
});
