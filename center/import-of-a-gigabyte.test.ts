/**
 * A file larger than memory is taken in pieces: what Node keeps does not grow with it, whether its lines are booked, known, refused, or
 * one line without an end. 1 GB where WESTER_TEST=full, else 12 MB.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { cardNumber, testCenter } from './fixture.ts';
import { onPostgres } from './fixture-postgres.ts';
import { importEach, LINE_LIMIT } from './import.ts';
import { linesIn } from './lines.ts';

const BYTES = (process.env.WESTER_TEST === 'full' ? 1024 : 12) * 1024 * 1024;
const PIECE = 64 * 1024;
/** Of a line. On PostgreSQL each costs ways to the server: longer ones make the same file in a quarter of the time. */
const PADDING = onPostgres ? 9_000 : 2_000;
/** What a batch and a piece need, generously: far below the file. */
const MAY_GROW = 4 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A charge and its padding; every tenth one is not whole. The same thousand ids come again and again. */
function line(n: number): string {
  const charge = {
    type: 'charge',
    on: '2023-02-01',
    card: cardNumber(n % 100),
    yen: 1_000,
    source: 'cash',
    id: `c${n % 1_000}`,
  };
  return n % 10 === 9
    ? `{"type":"charge"${' '.repeat(PADDING)}}\n`
    : `${JSON.stringify(charge)}${' '.repeat(PADDING - 100)}\n`;
}

/** Pieces that are cut anywhere, and the memory at each tenth of the way. */
async function* pieces(make: (n: number) => string, heaps: number[]): AsyncIterable<string> {
  let [sent, n, waiting] = [0, 0, ''];
  for (let tenth = 0; sent < BYTES; ) {
    while (waiting.length < PIECE) waiting += make(n++);
    yield waiting.slice(0, PIECE);
    waiting = waiting.slice(PIECE);
    sent += PIECE;
    if (sent < (BYTES * tenth) / 10) continue;
    tenth += 1;
    collect();
    heaps.push(process.memoryUsage().heapUsed);
  }
}

async function growth(make: (n: number) => string): Promise<{ grown: number; refused: number; added: number }> {
  const db = await testCenter().database();
  const heaps: number[] = [];
  const lines = linesIn(pieces(make, heaps), LINE_LIMIT);
  const { added, refused } = await importEach(db, lines, '2023-04-10', 'json-lines', () => true);
  expect(heaps.length).toBeGreaterThan(5);
  // The first tenth fills caches: prepared statements, compiled code.
  return { grown: Math.max(...heaps.slice(1)) - (heaps[1] ?? 0), refused, added };
}

const timeout = process.env.WESTER_TEST === 'full' ? 3_600_000 : 60_000;

test('lines that are booked, known or refused', { timeout }, async () => {
  const { grown, refused, added } = await growth(line);
  expect(added).toBe(900);
  expect(refused).toBeGreaterThan(BYTES / (12 * PADDING));
  expect(grown).toBeLessThan(MAY_GROW);
});

test('a single line that never ends', { timeout }, async () => {
  const { grown, refused } = await growth(() => 'x'.repeat(1_000));
  expect(refused).toBe(1);
  expect(grown).toBeLessThan(MAY_GROW);
});
