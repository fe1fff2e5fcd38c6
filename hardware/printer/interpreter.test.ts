import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../bytes.ts';
import { type PrinterCommand, readCommand } from './interpreter.ts';

function kindsOf(bytes: Uint8Array): PrinterCommand['kind'][] {
  const kinds: PrinterCommand['kind'][] = [];
  for (let rest = bytes; ; ) {
    const read = readCommand(rest);
    if (read === 'incomplete') return kinds;
    expect(read.length).toBeGreaterThan(0);
    kinds.push(read.command.kind);
    rest = rest.subarray(read.length);
  }
}

/** docs/facts/printing.md §1.3: how receiptline's own ESC/POS begins and ends. */
test('the beginning and the end of another program’s receipt', () => {
  const start =
    '1b40 1d6100 1b4d30 1c284102003000 1b2000 1c530000 1b32 1b7b00 1c2e 1d2101 1b7401 1c4331 1b5208 97cc8efb8f91 0a';
  const kinds = kindsOf(fromHex(start));
  expect(kinds).not.toContain('unknown');
  expect(kinds.filter((kind) => kind !== 'no-effect')).toEqual([
    'initialise',
    'automatic-status',
    'size',
    'kanji-system',
    'international',
    'character',
    'character',
    'character',
    'line-feed',
  ]);
  expect(kindsOf(fromHex('1d564200 1d7231'))).toEqual(['cut', 'paper-status']);
});

describe('any bytes at all', () => {
  test('are read to the end without throwing, however they arrive', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        kindsOf(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a command that is complete stays the same when more arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.uint8Array({ maxLength: 20 }), (bytes, more) => {
        const read = readCommand(bytes);
        if (read === 'incomplete') return;
        expect(readCommand(Uint8Array.from([...bytes, ...more]))).toEqual(read);
      }),
    );
  });
});
