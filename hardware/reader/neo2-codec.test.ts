import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../bytes.ts';
import {
  crc16,
  type Neo2Message,
  Neo2Parser,
  neo2Command,
  neo2Message,
  neo2Reports,
  reportLength,
} from './neo2-codec.ts';

const nothing = new Uint8Array();

/** PUBLIC, docs/facts/felica.md §9.2: a ping and its answer. */
const ping = '5669564f746563683200 18 01 0000 b3cd';
const pong = '5669564f746563683200 18 00 0000 fa83';

function parsed(from: 'host' | 'reader', reports: readonly Uint8Array[]) {
  const parser = new Neo2Parser(from);
  return reports.flatMap((report) => [...parser.push(report)]);
}

describe('public vectors', () => {
  test('ping: CRC with the low byte first', () => {
    expect(toHex(neo2Message('host', ...neo2Command.ping, nothing))).toBe(ping.replaceAll(' ', ''));
  });

  test('its answer: CRC with the high byte first', () => {
    const [report] = neo2Reports(fromHex(pong));
    expect(report && parsed('reader', [report])).toEqual([
      { kind: 'message', command: 0x18, detail: 0, data: nothing },
    ]);
  });

  test('the guide’s example of another command and of an answer with data', () => {
    expect(toHex(neo2Message('host', 0x83, 0x50, nothing))).toBe('5669564f7465636832008350' + '0000cd7c');
    expect(toHex(neo2Message('reader', 0x83, 0x00, fromHex('e101')))).toBe('5669564f7465636832008300' + '0002e1010d25');
  });

  test('the check value of this CRC', () => {
    expect(crc16(Uint8Array.from([...'123456789'].map((digit) => digit.charCodeAt(0))))).toBe(0x29b1);
  });
});

test('within pass-through the host’s CRC has its high byte first', () => {
  const message = neo2Message('host', ...neo2Command.passThrough, Uint8Array.of(0x01));
  const crc = crc16(message.subarray(0, -2));
  expect([...message.subarray(-2)]).toEqual([crc >> 8, crc & 0xff]);
});

describe('messages in reports', () => {
  test.each([
    [0, [1]],
    [47, [1]],
    [48, [2, 4]],
    [110, [2, 4]],
    [111, [2, 3, 4]],
    [255, [2, 3, 3, 3, 4]],
  ])('%i bytes of data: reports %j', (length, numbers) => {
    const reports = neo2Reports(neo2Message('reader', 0x2c, 0, new Uint8Array(length)));
    expect(reports.map((report) => report[0])).toEqual(numbers);
    expect(reports.every((report) => report.length === reportLength)).toBe(true);
  });

  test('every message comes back as it was, from either side', () => {
    const side = fc.constantFrom('host' as const, 'reader' as const);
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(side, byte, byte, fc.uint8Array({ maxLength: 300 }), (by, command, detail, data) => {
        const expected: Neo2Message = { kind: 'message', command, detail, data };
        expect(parsed(by, neo2Reports(neo2Message(by, command, detail, data)))).toEqual([expected]);
      }),
    );
  });

  test('a flipped bit is noticed wherever it is, but in what fills the last report up', () => {
    const data = fromHex('00'.repeat(60));
    const message = neo2Message('reader', 0x2c, 0, data);
    const reports = neo2Reports(message);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: message.length * 8 - 1 }), (bit) => {
        const bent = reports.map((report) => report.slice());
        const at = bit >> 3;
        const report = bent[Math.floor(at / 63)];
        const index = 1 + (at % 63);
        if (report) report[index] = (report[index] ?? 0) ^ (1 << (bit & 7));
        expect(parsed('reader', bent)).toEqual([{ kind: 'damaged' }]);
      }),
    );
  });

  test('a part without its beginning, an unknown number: ignored', () => {
    const [first, last] = neo2Reports(neo2Message('reader', 0x2c, 0, new Uint8Array(60)));
    if (!first || !last) throw new Error('two reports were expected');
    expect(parsed('reader', [last])).toEqual([]);
    expect(parsed('reader', [concat(Uint8Array.of(3), last.subarray(1)), last])).toEqual([]);
    expect(parsed('reader', [concat(Uint8Array.of(9), first.subarray(1))])).toEqual([]);
    expect(parsed('reader', [first, first, last])).toHaveLength(1);
  });

  test('a report that is cut off, and a message without an end', () => {
    const [first] = neo2Reports(neo2Message('reader', 0x2c, 0, new Uint8Array(60)));
    if (!first) throw new Error('a report was expected');
    expect(parsed('reader', [first.subarray(0, 63)])).toEqual([{ kind: 'damaged' }]);
    const middle = concat(Uint8Array.of(3), first.subarray(1));
    const heard = parsed('reader', [first, ...Array.from({ length: 1_000 }, () => middle)]);
    expect(heard).toEqual([{ kind: 'damaged' }]);
  });

  test('any reports give messages, damage or nothing', () => {
    const report = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc
        .tuple(fc.integer({ min: 0, max: 5 }), fc.uint8Array({ minLength: 63, maxLength: 63 }))
        .map(([number, content]) => concat(Uint8Array.of(number), content)),
    );
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        for (const heard of parsed('reader', reports)) expect(['message', 'damaged']).toContain(heard.kind);
      }),
    );
  });
});
