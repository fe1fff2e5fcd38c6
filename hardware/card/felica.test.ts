import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../bytes.ts';
import {
  blockList,
  parsePolling,
  parseRead,
  parseRequestResponse,
  parseRequestService,
  parseRequestSystemCode,
  parseSecureRead,
  parseSecureWrite,
  parseWrite,
  polling,
  read,
  requestResponse,
  requestService,
  requestSystemCode,
  secureRead,
  secureWrite,
  write,
} from './felica.ts';
import { statusOf, writeVerdict } from './felica-status.ts';
import { cardTimeMs, timeoutMs } from './pmm.ts';

const idm = fromHex('0102030405060708');

describe('packets against public vectors (docs/facts/felica.md §1.4, §3.7)', () => {
  test('Request Service of two nodes, and its answer', () => {
    expect(toHex(requestService(idm, [0x0009, 0x0049]))).toBe('0f0201020304050607080209004900');
    const answer = fromHex('0F03 0102030405060708 02 0100 1100');
    expect(parseRequestService(answer, idm, 2)).toEqual([1, 0x11]);
  });
  test('Read of one block: East Wind EWTJ680H manual', () => {
    const card = fromHex('012E3D23BA075C45');
    expect(toHex(read(card, [0x0009], [{ service: 0, block: 0 }]))).toBe('1006012e3d23ba075c4501090001800' + '0');
  });
  test('polling answer V14: Quio QM-ABCM7 manual', () => {
    expect(toHex(polling(0xffff, 1, 0))).toBe('0600ffff0100');
    const answer = fromHex('14 01 01 2E 30 C3 76 94 48 1F 03 35 0B 82 82 44 83 FF 12 FC');
    expect(parsePolling(answer)).toEqual({ idm: '012e30c37694481f', pmm: '03350b82824483ff', requestData: '12fc' });
  });
  test('polling answer V10: ACR122L manual', () => {
    const answer = fromHex('14 01 01 01 05 01 86 04 02 02 03 00 4B 02 4F 49 8A 8A 80 08');
    expect(parsePolling(answer)).toEqual({ idm: '0101050186040202', pmm: '03004b024f498a8a', requestData: '8008' });
  });
  test('balance 2300 of the computed frame in §1.4', () => {
    const answer = fromHex('1D 07 0102030405060708 00 00 01 0000000000000000200000FC08000022');
    expect(parseRead(answer, idm, 1)).toEqual({
      status: 'ok',
      blocks: [fromHex('0000000000000000200000FC08000022')],
    });
  });
  test('the end of a service in a real dump: 01 A8', () => {
    const answer = fromHex('0C 07 0102030405060708 01 A8');
    expect(parseRead(answer, idm, 1)).toEqual({ status: 'no-such-block', flags: '01a8' });
  });
  test('the rest of the commands', () => {
    expect(toHex(requestResponse(idm))).toBe('0a040102030405060708');
    expect(toHex(requestSystemCode(idm))).toBe('0a0c0102030405060708');
    expect(parseRequestResponse(fromHex('0B 05 0102030405060708 02'), idm)).toBe(2);
    expect(parseRequestSystemCode(fromHex('0F 0D 0102030405060708 02 0003 FE00'), idm)).toEqual([0x0003, 0xfe00]);
  });
});

describe('block lists (§3.2)', () => {
  test('2 bytes below 256, 3 bytes above', () => {
    const list = blockList([
      { service: 0, block: 5 },
      { service: 2, block: 0x0123 },
    ]);
    expect(toHex(list)).toBe('8005' + '022301');
  });
  test('a list longer than a packet can carry is a bug of the caller', () => {
    const blocks = Array.from({ length: 16 }, (_, block) => ({ service: 0, block }));
    expect(() => read(idm, [0x090f], blocks)).toThrow(RangeError);
    expect(() =>
      requestService(
        idm,
        Array.from({ length: 33 }, () => 1),
      ),
    ).toThrow(RangeError);
    expect(() =>
      write(
        idm,
        [0x0009],
        blocks.slice(0, 15),
        blocks.map(() => new Uint8Array(16)),
      ),
    ).toThrow(RangeError);
  });
});

describe('answers that are not what was asked for give null', () => {
  test('of another card, of another command, cut off, with the wrong number of blocks', () => {
    const answer = fromHex('1D 07 0102030405060708 00 00 01 0000000000000000200000FC08000022');
    expect(parseRead(answer, fromHex('0102030405060709'), 1)).toBeNull();
    expect(parseRead(answer, idm, 2)).toBeNull();
    expect(parseWrite(answer, idm)).toBeNull();
    for (let length = 0; length < answer.length; length++) {
      expect(parseRead(answer.subarray(0, length), idm, 1)).toBeNull();
    }
  });
  test('arbitrary bytes never throw', () => {
    const parsers = [
      (bytes: Uint8Array) => parsePolling(bytes),
      (bytes: Uint8Array) => parseRead(bytes, idm, 1),
      (bytes: Uint8Array) => parseWrite(bytes, idm),
      (bytes: Uint8Array) => parseRequestService(bytes, idm, 3),
      (bytes: Uint8Array) => parseRequestResponse(bytes, idm),
      (bytes: Uint8Array) => parseRequestSystemCode(bytes, idm),
      (bytes: Uint8Array) => parseSecureRead(bytes, 2),
      (bytes: Uint8Array) => parseSecureWrite(bytes),
    ];
    // Half of them begin like an answer, so that the parsers are entered.
    const likely = fc
      .tuple(fc.constantFrom(0x01, 0x03, 0x05, 0x07, 0x09, 0x0d), fc.uint8Array({ maxLength: 60 }))
      .map(([code, rest]) => concat(Uint8Array.of(rest.length + 10, code), idm, rest));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 260 }), likely), (bytes) => {
        for (const parse of parsers) parse(bytes);
      }),
    );
  });
});

describe('payloads of secure messages (§3.6 step 7)', () => {
  test('read and write', () => {
    expect(toHex(secureRead([{ service: 0, block: 0 }]))).toBe('018000');
    const data = new Uint8Array(16).fill(7);
    expect(toHex(secureWrite([{ service: 1, block: 0 }], [data]))).toBe(`018100${'07'.repeat(16)}`);
  });
  test('any padding up to 8 bytes may follow an answer, not more', () => {
    for (let padding = 0; padding <= 8; padding++) {
      expect(parseSecureWrite(new Uint8Array(2 + padding))).toEqual({ status: 'ok', flags: '0000' });
    }
    expect(parseSecureWrite(new Uint8Array(11))).toBeNull();
  });
});

describe('status flags (§3.4)', () => {
  test('SF1 says whether, SF2 says what', () => {
    expect(statusOf(0x00, 0x00)).toBe('ok');
    expect(statusOf(0xff, 0xa1)).toBe('service-count-illegal');
    expect(statusOf(0x02, 0xa8)).toBe('no-such-block');
    expect(statusOf(0x01, 0x00)).toBe('unlisted');
  });
  test('every pair of flags has a verdict for a write', () => {
    for (let sf2 = 0; sf2 < 256; sf2++) expect(writeVerdict(statusOf(0xff, sf2))).toMatch(/written|refused|unknown/);
  });
  test('only success and the warning 71 count as written', () => {
    const written = Array.from({ length: 256 }, (_, sf2) => sf2).filter(
      (sf2) => writeVerdict(statusOf(0xff, sf2)) === 'written',
    );
    expect(written).toEqual([0x71]);
  });
});

describe('response times from the PMm (§3.5)', () => {
  const slowest = '00000000000000' + '00';
  const ff = 'ffffffffffffffff';
  test('nfcpy: timing byte FF', () => {
    expect(cardTimeMs(ff, 'service', 2)).toBeCloseTo(463.872, 0);
    expect(cardTimeMs(ff, 'response')).toBeCloseTo(309.248, 0);
    expect(cardTimeMs(ff, 'read', 1)).toBeCloseTo(309.35, 1);
    expect(cardTimeMs(ff, 'write', 1)).toBeCloseTo(309.35, 1);
  });
  test('a real Suica', () => {
    const suica = '100b4b428485d0ff';
    expect(cardTimeMs(suica, 'read', 1)).toBeCloseTo(33.8, 1);
    expect(cardTimeMs(suica, 'read', 10)).toBeCloseTo(77.3, 1);
    expect(cardTimeMs(suica, 'write', 1)).toBeCloseTo(77.3, 1);
  });
  test('a host waits at least 2 ms', () => {
    expect(timeoutMs(slowest, 'fixed')).toBe(2);
    expect(timeoutMs(ff, 'fixed')).toBeCloseTo(154.67, 1);
  });
});
