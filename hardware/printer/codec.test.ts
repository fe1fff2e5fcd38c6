import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../bytes.ts';
import { type Reply, ReplyParser, sensorsOfAnswers, sensorsOfAutomatic, statusOf } from './codec.ts';
import { containsRealTimeCommand, idOf, processId } from './commands.ts';

function parse(...pieces: string[]): Reply[] {
  const parser = new ReplyParser();
  return pieces.flatMap((piece) => parser.push(fromHex(piece)));
}

/** The table of docs/facts/printing.md §4.2: EOT1–4, ASB, and our word for it. */
const table: [string, string, string, string][] = [
  ['ready', '12121212', '1000000f', 'ready'],
  ['near end', '1212121e', '1000030f', 'paper-low'],
  ['paper end, stopped', '1a32127e', '18000f0f', 'paper-out'],
  ['cover open, idle', '1a161212', '3800000f', 'cover-open'],
  ['cover open, paper sensor wrong', '1a16127e', '3800000f', 'cover-open'],
  ['cover opened while printing', '1a565212', '3840000f', 'cover-open'],
  ['cutter error', '1a521a12', '1808000f', 'cutter-jam'],
  ['unrecoverable', '1a523212', '1820000f', 'unrecoverable'],
  ['head too hot', '1a525212', '1840000f', 'overheated'],
  ['feed button held', '1a1a1212', '5800000f', 'offline'],
  ['drawer pin high', '16121212', '1400000f', 'ready'],
];

describe('status bytes', () => {
  test.each(table)('%s', (_name, answers, automatic, status) => {
    const [one = 0, two = 0, three = 0, four = 0] = fromHex(answers);
    expect(statusOf(sensorsOfAnswers({ 1: one, 2: two, 3: three, 4: four }))).toBe(status);
    const [reply] = parse(automatic);
    expect(reply?.kind === 'automatic' && statusOf(sensorsOfAutomatic(reply.bytes))).toBe(status);
    expect(parse(answers).map((each) => each.kind)).toEqual(['status', 'status', 'status', 'status']);
  });
});

describe('telling replies apart', () => {
  test('process id, cleared, GS r, a name', () => {
    expect(parse('3722 41303031 00')).toEqual([{ kind: 'process-id', id: 'A001' }]);
    expect(parse('372500')).toEqual([{ kind: 'cleared' }]);
    expect(parse('03')).toEqual([{ kind: 'in-order', byte: 3 }]);
    expect(parse('5f 544d 00')).toEqual([{ kind: 'block', header: 0x5f, bytes: [0x54, 0x4d] }]);
  });

  test('XON and XOFF inside a block and inside automatic status', () => {
    expect(parse('3722 13 4130 11 3031 00').map((reply) => reply.kind)).toEqual(['hold', 'go-on', 'process-id']);
    expect(parse('10 13 00 00 0f').map((reply) => reply.kind)).toEqual(['hold', 'automatic']);
  });

  test('half an automatic status does not swallow the answer behind it', () => {
    expect(parse('10 12').map((reply) => reply.kind)).toEqual(['garbage', 'status']);
    expect(parse('1000 1000000f').map((reply) => reply.kind)).toEqual(['garbage', 'in-order', 'automatic']);
  });

  test('half a block does not swallow what follows it', () => {
    expect(parse('3722 6312').at(-1)).toEqual({ kind: 'status', byte: 0x12 });
  });
});

describe('any bytes at all', () => {
  test('the chunking changes nothing, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.integer({ min: 1, max: 9 })), (bytes, cuts) => {
        const whole = new ReplyParser().push(bytes);
        const parser = new ReplyParser();
        const pieces: Reply[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          pieces.push(...parser.push(bytes.subarray(at, at + cut)));
          at += cut;
        }
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  test('after any garbage, quiet and a process id are understood', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const parser = new ReplyParser();
        parser.push(bytes);
        // Enough of a filler that ends whatever had begun.
        const replies = parser.push(
          Uint8Array.from([...Array(4).fill(0x12), 0x37, 0x22, 0x63, 0x21, 0x21, 0x22, 0x00]),
        );
        expect(replies.at(-1)).toEqual({ kind: 'process-id', id: 'c!!"' });
      }),
    );
  });
});

test('process ids: four characters 21–7E, different for 830,584 prints', () => {
  const seen = new Set<string>();
  for (let number = 1; number <= 94 ** 3; number += 37) seen.add(idOf('c', number));
  expect(seen.size).toBe(Math.ceil(94 ** 3 / 37));
  for (const id of seen) expect(id).toMatch(/^c[!-~]{3}$/);
  expect(Buffer.from(processId('A001')).toString('hex')).toBe('1d28480600303041303031');
});

test('real-time commands hidden in data are found', () => {
  expect(containsRealTimeCommand(fromHex('00 100401 00'))).toBe(true);
  expect(containsRealTimeCommand(fromHex('100502'))).toBe(true);
  expect(containsRealTimeCommand(fromHex('1014'))).toBe(true);
  expect(containsRealTimeCommand(fromHex('1004 05 1005 03 10'))).toBe(false);
});
