import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarHeader, TAR_BLOCK, tarHeader, tarPadding } from './tar.ts';

const header = fc.record({
  name: fc.stringMatching(/^[\w.-]{1,99}$/),
  size: fc.integer({ min: 0, max: 2 ** 32 }),
});

test('what is written is read, and fills whole blocks', () => {
  fc.assert(
    fc.property(header, (file) => {
      const block = tarHeader(file);
      expect(block).toHaveLength(TAR_BLOCK);
      expect(parseTarHeader(block)).toEqual({ ok: true, value: file });
      expect((file.size + tarPadding(file.size).length) % TAR_BLOCK).toBe(0);
    }),
  );
});

test('one byte of a header changed is never read as a header', () => {
  fc.assert(
    fc.property(header, fc.nat({ max: TAR_BLOCK - 1 }), fc.integer({ min: 1, max: 255 }), (file, at, by) => {
      const block = tarHeader(file);
      block[at] = ((block[at] ?? 0) + by) % 256;
      expect(parseTarHeader(block).ok).toBe(false);
    }),
  );
});

test('any bytes: an answer, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: TAR_BLOCK }), (bytes) => {
      parseTarHeader(bytes);
    }),
  );
});

test.each(['', 'a/b', '..\u0000', 'ä', 'x'.repeat(100)])('the name %j stands in no archive', (name) => {
  expect(() => tarHeader({ name, size: 0 })).toThrow('not for a tar');
});
