/** A picture of wires that says something else than the words beside it costs somebody a reader. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const docs = join(import.meta.dirname, '../docs');
const guide = readFileSync(join(docs, 'rig.md'), 'utf8');

/** The rows of the table with this head, as `from → to`. */
function written(head: string): string[] {
  const lines = guide.split('\n').map((line) => line.trim());
  const first = lines.indexOf(head);
  expect(first).toBeGreaterThan(0);
  const rows = lines.slice(first + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((row) => {
    const [, from = '', to = ''] = row.split('|').map((cell) => cell.trim());
    return `${from} → ${to}`;
  });
}

/** A drawing: its wires, and at what height each ends; what stands at its pins. */
function drawn(file: string) {
  const svg = readFileSync(join(docs, file), 'utf8');
  const wires = [...svg.matchAll(/<g data-from="([^"]+)" data-to="([^"]+)"><path d="M310 (\d+)H570"/g)];
  const words = [...svg.matchAll(/<text x="(294|586)" y="(\d+)">([^<]+)<\/text>/g)];
  const at = (x: string, y: number) => words.find((word) => word[1] === x && Math.abs(Number(word[2]) - y) < 10)?.[3];
  return {
    wires: wires.map(([, from, to]) => `${from} → ${to}`),
    labels: wires.map(([, , , y]) => [at('294', Number(y)), at('586', Number(y))]),
    about: /<desc[^>]*>([^<]+)/.exec(svg)?.[1] ?? '',
  };
}

describe.each([
  [
    'wiring-reader.svg',
    '| adapter | board |',
    [
      ['5 V *', 'VCC'],
      ['GND', 'GND'],
      ['RXD', 'TXD'],
      ['TXD', 'RXD'],
    ],
  ],
  [
    'wiring-printer.svg',
    '| adapter | printer |',
    [
      ['TXD 3', '3 RXD'],
      ['RXD 2', '2 TXD'],
      ['GND 5', '7 SG'],
    ],
  ],
])('%s', (file, head, labels) => {
  test('its wires are those of the table, and the names stand where they end', () => {
    const picture = drawn(file);
    expect(picture.wires).toEqual(written(head));
    expect(picture.labels).toEqual(labels);
    expect(guide).toContain(`](${file})`);
    expect(picture.about).toMatch(/(Four|Three) wires/);
  });
});
