import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes.ts';
import {
  contradictionIn,
  decodeBalance,
  decodeDate,
  decodeGateLog,
  decodeHistory,
  decodeIssue,
  decodeRecord,
  encodeBalance,
  encodeDate,
  encodeIssue,
  encodeRecord,
  nextNumber,
  pointChargeRecord,
} from './icoca.ts';
import { ISSUER_PROBES, issuerOf, servicesOnlyOn } from './issuer.ts';

/** The 20 real blocks of docs/facts/felica.md §4.4, newest first, with what they say. */
const REAL: readonly (readonly [block: string, decoded: string])[] = [
  ['c746000018d93d802928fc0800002200', 'c7 46 0000 2012-06-25 07:44:00 -    -    2300  -150 34'],
  ['c746000018d8aba02927920900002100', 'c7 46 0000 2012-06-24 21:29:00 -    -    2450  -150 33'],
  ['c746000018d88e002753280a00002000', 'c7 46 0000 2012-06-24 17:48:00 -    -    2600  -330 32'],
  ['c746000018d73ee02752720b00001f00', 'c7 46 0000 2012-06-23 07:55:00 -    -    2930  -470 31'],
  ['0802000018d701070000480d00001e00', '8  2  0000 2012-06-23 -        0107 -    3400  3000 30'],
  ['c846000018d72a43b195900100001d00', 'c8 46 0000 2012-06-23 05:18:06 -    -    400   -130 29'],
  ['c746000018d538a028a0120200001c00', 'c7 46 0000 2012-06-21 07:05:00 -    -    530   -800 28'],
  ['c746000017715200505a320500001b00', 'c7 46 0000 2011-11-17 10:16:00 -    -    1330  -500 27'],
  ['16010002176e25070107260700001a00', '16 1  0002 2011-11-14 -        2507 0107 1830  -160 26'],
  ['16010002176e01072507c60700001800', '16 1  0002 2011-11-14 -        0107 2507 1990  -160 24'],
  ['08020000176e01070000660800001600', '8  2  0000 2011-11-14 -        0107 -    2150  2000 22'],
  ['1601000212e801020107960000001500', '16 1  0002 2009-07-08 -        0102 0107 150   -150 21'],
  ['1601000212e8250201022c0100001300', '16 1  0002 2009-07-08 -        2502 0102 300   -160 19'],
  ['1601000212e801072502cc0100001100', '16 1  0002 2009-07-08 -        0107 2502 460   -130 17'],
  ['1601000212e7010601074e0200000f00', '16 1  0002 2009-07-07 -        0106 0107 590   -130 15'],
  ['1601000212e701070106d00200000d00', '16 1  0002 2009-07-07 -        0107 0106 720   -130 13'],
  ['1601000212e625020107520300000b00', '16 1  0002 2009-07-06 -        2502 0107 850   -130 11'],
  ['1601000212e601072502d40300000900', '16 1  0002 2009-07-06 -        0107 2502 980   -130 9'],
  ['1601000212e325020107560400000700', '16 1  0002 2009-07-03 -        2502 0107 1110  -130 7'],
  ['1601000212e301072502d80400000500', '16 1  0002 2009-07-03 -        0107 2502 1240  -    5'],
];

const hex2 = (value: number) => value.toString(16).padStart(2, '0');

describe('the 20 real blocks of §4.4', () => {
  const history = decodeHistory(REAL.map(([block]) => fromHex(block)));

  test.each(REAL.map(([block, decoded], index) => ({ index, block, decoded })))(
    'block $index',
    ({ index, decoded }) => {
      const record = history[index];
      const words = [
        record?.terminal.toString(16),
        record?.process.toString(16),
        `${hex2(record?.payment ?? 99)}${hex2(record?.gate ?? 99)}`,
        record?.date ?? '-',
        record?.time ?? '-',
        record?.entry ?? '-',
        record?.exit ?? '-',
        record?.balanceYen,
        record?.deltaYen ?? '-',
        record?.sequence,
      ];
      expect(words.join(' ')).toBe(decoded.replace(/ +/g, ' '));
      expect(record?.region).toBe(0);
    },
  );

  test('raw bytes stand in the record', () => {
    expect(history.map((record) => record.raw)).toEqual(REAL.map(([block]) => block));
  });

  test('records of rides and charges encode to the same bytes', () => {
    for (const record of history.filter(({ time }) => time === null)) {
      const { terminal, process, payment, gate, balanceYen, sequence, region } = record;
      const again = encodeRecord({
        terminal,
        process,
        payment,
        gate,
        date: record.date ?? '',
        entry: record.entry ?? '0000',
        exit: record.exit ?? '0000',
        balanceYen,
        sequence,
        region,
      });
      expect(toHex(again)).toBe(record.raw);
    }
  });

  test('newest record and balance block of the same dump agree', () => {
    const balance = decodeBalance(fromHex('000000000000000020 0000 FC08 00 0022'));
    expect(balance).toEqual({ balanceYen: 2300, updateNumber: 0x22, cardNibble: 2 });
    expect(contradictionIn(balance, history[0])).toBeNull();
  });
});

describe('the balance block (§4.2)', () => {
  test('980 yen, number 7 (TransitICTests)', () => {
    expect(decodeBalance(fromHex('000000000000000023 0000 D403 00 0007'))).toEqual({
      balanceYen: 980,
      updateNumber: 7,
      cardNibble: 2,
    });
  });
  test('encoding changes balance and number and nothing else', () => {
    const before = fromHex('0102030405060708 32 0A0B D403 00 0007');
    const after = encodeBalance(before, { balanceYen: 20_000, updateNumber: 8 });
    expect(toHex(after)).toBe('0102030405060708320a0b204e000008');
    expect(toHex(before)).toBe('0102030405060708320a0bd403000007');
  });
  test('any block decodes, and what is decoded encodes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (block) => {
        expect(encodeBalance(block, decodeBalance(block))).toEqual(block);
      }),
    );
  });
  test('the number after 65535 is 0', () => {
    expect(nextNumber(65_535)).toBe(0);
    expect(nextNumber(34)).toBe(35);
  });
});

describe('dates (§4.3, §4.4)', () => {
  test.each([
    [0x322f, '2025-01-15'],
    [0x3301, '2025-08-01'],
    [0x0021, '2000-01-01'],
    [0xff9f, '2127-12-31'],
  ])('%i is %s', (packed, date) => {
    expect(decodeDate(packed)).toBe(date);
    expect(encodeDate(date)).toBe(packed);
  });
  test('days that do not exist', () => {
    for (const packed of [0x0000, 0x0020, 0x01a1, 0x2e40 | 30, (23 << 9) | (2 << 5) | 29]) {
      expect(decodeDate(packed)).toBeNull();
    }
    expect(decodeDate((24 << 9) | (2 << 5) | 29)).toBe('2024-02-29');
    // 2100 is no leap year.
    expect(decodeDate((100 << 9) | (2 << 5) | 29)).toBeNull();
  });
  test('every packed date is a day that encodes back, or none', () => {
    for (let packed = 0; packed <= 0xffff; packed++) {
      const date = decodeDate(packed);
      if (date && encodeDate(date) !== packed) throw new Error(`${packed} ${date}`);
    }
  });
  test('what no card can hold is a bug of the caller', () => {
    for (const date of ['1999-12-31', '2128-01-01', '2023-02-29', 'yesterday', '']) {
      expect(() => encodeDate(date)).toThrow(RangeError);
    }
  });
});

describe('history', () => {
  test('unused blocks are left out, and the oldest that is visible has no difference', () => {
    const [newest, older] = REAL.map(([block]) => fromHex(block));
    const history = decodeHistory([newest ?? new Uint8Array(), older ?? new Uint8Array(), new Uint8Array(16)]);
    expect(history.map((record) => record.deltaYen)).toEqual([-150, null]);
  });
  test('a bus ride names no stations', () => {
    const record = decodeRecord(fromHex('050d000f18d901230045fc0800002200'), null);
    expect([record.entry, record.exit, record.time]).toEqual([null, null, null]);
  });
  test('an impossible date and an impossible time are null, the rest is shown', () => {
    const record = decodeRecord(fromHex('c7460000 0000 ffff 2928 fc08 00 0022 00'), 2300);
    expect(record).toMatchObject({ date: null, time: null, balanceYen: 2300, deltaYen: 0, sequence: 34 });
  });
  test('arbitrary blocks never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 20 }), (blocks) => {
        const history = decodeHistory(blocks);
        expect(history.length).toBeLessThanOrEqual(blocks.length);
        for (const record of history) expect(record.raw).toHaveLength(32);
        decodeGateLog(blocks);
      }),
    );
  });
});

describe('the record of a point charge', () => {
  test('terminal 08, process 48, station, balance and number after it', () => {
    const record = pointChargeRecord({ date: '2023-04-10', station: '0107', balanceYen: 6200, updateNumber: 0x1f });
    expect(record).toBe('080800002e8a01070000381800001f00'.replace('0808', '0848'));
    expect(decodeRecord(fromHex(record), 1200)).toMatchObject({
      terminal: 0x08,
      process: 0x48,
      date: '2023-04-10',
      entry: '0107',
      exit: null,
      balanceYen: 6200,
      deltaYen: 5000,
      sequence: 0x1f,
    });
  });
});

describe('the gate log (§4.5)', () => {
  test('three real blocks', () => {
    const log = decodeGateLog(
      [
        '2000010710151 76E2210A00000000000',
        'A0002507500717 6E2151000000000000',
        '20002507500217 6E1901A00000000000',
      ].map(fromHex),
    );
    expect(
      log.map(({ direction, station, device, date, time, amountYen }) =>
        [direction, station, device, date, time, amountYen].join(' '),
      ),
    ).toEqual([
      'exit 0107 1015 2011-11-14 22:10 160',
      'entry 2507 5007 2011-11-14 21:51 0',
      'exit 2507 5002 2011-11-14 19:01 160',
    ]);
  });
  test('a time that is no BCD is null', () => {
    const [passage] = decodeGateLog([fromHex('200001071015176E2A1FA00000000000')]);
    expect(passage?.time).toBeNull();
  });
});

describe('the issue block of the rig (docs/sam.md)', () => {
  const issue = { cardNumber: 'JW00AB12345678901', cardKind: 'smart-icoca' } as const;
  test('there and back', () => {
    expect(Buffer.from(encodeIssue(issue)).toString('latin1')).toBe('00AB12345678901\x02');
    expect(decodeIssue(encodeIssue(issue))).toEqual(issue);
  });
  test('what is none is null', () => {
    expect(decodeIssue(new Uint8Array(16))).toBeNull();
    expect(decodeIssue(fromHex('303030303030303030303030303030' + '09'))).toBeNull();
    expect(decodeIssue(fromHex('30303030303030303030303030307f' + '01'))).toBeNull();
    expect(() => encodeIssue({ ...issue, cardNumber: 'JW123' })).toThrow(RangeError);
  });
  test('arbitrary blocks: null or something that encodes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (block) => {
        const decoded = decodeIssue(block);
        if (decoded) expect(encodeIssue(decoded)).toEqual(block);
      }),
    );
  });
});

describe('whose card it is (§4.1–4.2)', () => {
  const present = (codes: readonly number[]) => ISSUER_PROBES.map((code) => codes.includes(code));
  /** The service list of a real ICOCA (metrodroid's test). */
  const realIcoca =
    '48 4A 88 8B C8 CA CC CE D0 D2 D4 D6 810 812 816 850 852 856 890 892 896 8C8 8CA 90C 90F 1008 100A 1048 104A 108C 108F 10C8 10CB 1108 110A 1148 114A 1A48 1A4A 1A88 1A8A 9608 960A'
      .split(' ')
      .map((code) => Number.parseInt(code, 16));

  test('the services of a real ICOCA, with and without its nibble', () => {
    expect(issuerOf(present(realIcoca), 3)).toBe('ICOCA');
    expect(issuerOf(present(realIcoca), null)).toBe('ICOCA');
  });
  test('two marks that contradict each other name nobody', () => {
    expect(issuerOf(present(realIcoca), 2)).toBeNull();
    expect(issuerOf(present(servicesOnlyOn('Suica')), 3)).toBeNull();
  });
  test('services of two issuers, or half of one, name nobody', () => {
    expect(issuerOf(present([...servicesOnlyOn('Suica'), ...servicesOnlyOn('PASMO')]), 2)).toBeNull();
    expect(issuerOf(present(servicesOnlyOn('Suica').slice(1)), 2)).toBeNull();
    expect(issuerOf(present([]), 2)).toBeNull();
  });
});

describe('contradictions on a card that value is to be written to', () => {
  const at = (balanceYen: number, updateNumber: number) => ({ balanceYen, updateNumber, cardNibble: 3 });
  test('none: the same, or the number ahead by gate entries, across the wrap too', () => {
    expect(contradictionIn(at(500, 7), { balanceYen: 500, sequence: 7 })).toBeNull();
    expect(contradictionIn(at(500, 9), { balanceYen: 640, sequence: 7 })).toBeNull();
    expect(contradictionIn(at(500, 1), { balanceYen: 500, sequence: 65_535 })).toBeNull();
    expect(contradictionIn(at(20_000, 1), undefined)).toBeNull();
  });
  test('above the ceiling, other balance under the same number, record ahead of the number', () => {
    expect(contradictionIn(at(20_001, 7), undefined)).not.toBeNull();
    expect(contradictionIn(at(500, 7), { balanceYen: 510, sequence: 7 })).not.toBeNull();
    expect(contradictionIn(at(500, 7), { balanceYen: 500, sequence: 8 })).not.toBeNull();
  });
});
