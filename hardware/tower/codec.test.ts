import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes.ts';
import { decodeReport, encodeReport, type Lamp, looks, type TowerReport } from './codec.ts';

// Byte by byte from docs/facts/felica.md §9.1: number, 00, command 00, buzzer, pitches, red/yellow, green/blue, white, 00.
test.each([
  ['off', '00 0000 00 ff 00 00 00 00'],
  ['in-service', '00 0000 00 ff 00 10 00 00'],
  ['out-of-service', '00 0000 00 ff 10 00 00 00'],
  ['staff-call', '00 0000 32 ff 02 00 00 00'],
] as const)('%s', (signal, bytes) => {
  expect(toHex(encodeReport(looks[signal]))).toBe(bytes.replaceAll(' ', ''));
});

const lamp = fc.constantFrom<Lamp>('off', 'on', 'pattern-2', 'pattern-3', 'pattern-4', 'pattern-5', 'keep');
const report: fc.Arbitrary<TowerReport> = fc.record({
  red: lamp,
  yellow: lamp,
  green: lamp,
  blue: lamp,
  white: lamp,
  buzzer: fc.record({ sound: lamp, times: fc.integer({ min: 0, max: 15 }) }),
});

test('every report is read back as it was written', () => {
  fc.assert(
    fc.property(report, (given) => {
      expect(decodeReport(encodeReport(given))).toEqual({ ok: true, value: given });
    }),
  );
});

test('any bytes give a report or a reason', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => typeof decodeReport(bytes).ok === 'boolean'));
});

test.each(['', '00', '01 0000 00 ff 00 00 00 00', '00 0001 00 ff 00 00 00 00', '00 0000 00 ff 60 00 00 00'])(
  'not a report: "%s"',
  (bytes) => {
    expect(decodeReport(fromHex(bytes))).toMatchObject({ ok: false });
  },
);
