import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { StationConfig } from './config.ts';
import { mayChange, needsRestart, SETTING_FIELDS } from './staff/settings/fields.ts';

const document = readFileSync(join(import.meta.dirname, '..', 'docs', 'configuration.md'), 'utf8');
const rows = [...document.matchAll(/^\| `([\w.]+)` \|.*\| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, field = '', without = '', by = '']) => ({ field, without, by }),
);

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
}

/** Every leaf of the schema: its name, whether it may be left out, and what it is then. */
function leaves(
  schema: JsonSchema,
  path = '',
  optional = false,
): { field: string; optional: boolean; value: unknown }[] {
  if (!schema.properties) return [{ field: path, optional, value: schema.default }];
  return Object.entries(schema.properties).flatMap(([key, inner]) =>
    leaves(inner, path ? `${path}.${key}` : key, optional || !schema.required?.includes(key)),
  );
}

const fields = leaves(z.toJSONSchema(StationConfig, { io: 'input', unrepresentable: 'any' }) as JsonSchema);

test('the table has every field of the schema, and no other', () => {
  expect(fields.length).toBeGreaterThan(10);
  expect(rows.map(({ field }) => field).sort()).toEqual(fields.map(({ field }) => field).sort());
});

test.each(fields)('$field: what it is where it is left out', ({ field, optional, value }) => {
  const without = rows.find((row) => row.field === field)?.without;
  if (value !== undefined) expect(without).toBe(`\`${value}\``);
  else expect(without === '–').toBe(!optional);
});

/** The field of the file behind each setting; one setting may be two of them. */
const settings: Readonly<Record<string, (typeof SETTING_FIELDS)[number]>> = {
  'display.volume': 'volume',
  'display.brightness': 'brightness',
  'openingHours.opens': 'opening-hours',
  'openingHours.closes': 'opening-hours',
  'station.name': 'station-name',
  profile: 'profile',
  'reader.kind': 'reader',
  'reader.line': 'reader',
  'printer.line': 'printer-line',
  'printer.widthMm': 'printer-width',
  'tower.line': 'tower-line',
  'center.url': 'center-url',
};

test.each(rows)('$field: who changes it and when it holds', ({ field, by }) => {
  const setting = settings[field];
  if (!setting) return expect(by).toBe('–');
  const who = mayChange('attendant', setting) ? 'attendant' : 'engineer';
  expect(by).toBe(`${who}, ${needsRestart(setting) ? 'restart' : 'at once'}`);
});

test('every setting is in the table', () => {
  expect([...new Set(Object.values(settings))].sort()).toEqual([...SETTING_FIELDS].sort());
});
