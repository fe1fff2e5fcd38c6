import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../bytes.ts';
import { desDecrypt, desEncrypt, desIsSound } from './des.ts';
import {
  cardCryptogram,
  chainKeys,
  challengeKeys,
  hostCryptogram,
  openCardCryptogram,
  openHostCryptogram,
  openMessage,
  sealMessage,
  sessionOf,
} from './felica-auth.ts';

// The computed vector of docs/facts/felica.md §3.6 (an independent DES implementation made it; made-up keys).
const idm = fromHex('0102030405060708');
const r1 = fromHex('A0A1A2A3A4A5A6A7');
const r2 = fromHex('B0B1B2B3B4B5B6B7');
const chain = chainKeys(fromHex('0011223344556677'), [fromHex('1021324354657687')], [fromHex('2031425364758697')]);
const keys = challengeKeys(chain, idm);
const session = sessionOf(r1, r2);

describe('the DES of this runtime', () => {
  test('passes the self-test that every SAM runs first', () => {
    expect(desIsSound()).toBe(true);
  });
  test('single DES is three equal keys in EDE (§3.6, last paragraph)', () => {
    const sealed = desEncrypt(r2, fromHex('00112233445566778899AABBCCDDEEFF'));
    expect(toHex(sealed)).toBe('d8f8e882230b655cb72e53cc4ba3b455');
    expect(toHex(desDecrypt(r2, sealed))).toBe('00112233445566778899aabbccddeeff');
  });
});

describe('mutual authentication, vector of §3.6', () => {
  test('chain keys', () => {
    expect(toHex(chain.group)).toBe('43786ba528d974fd');
    expect(toHex(chain.user)).toBe('f5c07e01d7dc0d3f');
  });
  test('L, alpha, beta', () => {
    expect(toHex(keys.host)).toBe('6c4de7fa43c80484427a68a12ddf73f5');
    expect(toHex(keys.card)).toBe('427a68a12ddf73f55a42b0e31d5fc15a');
  });
  test('the four cryptograms', () => {
    expect(toHex(hostCryptogram(keys, r1))).toBe('49574dd2fe8e0a41');
    expect(toHex(cardCryptogram(keys, r1))).toBe('97317c1ed6a01e22');
    expect(toHex(cardCryptogram(keys, r2))).toBe('357fb63be98fa93e');
    expect(toHex(hostCryptogram(keys, r2))).toBe('fd7fa420bbb84d22');
  });
  test('each side opens what the other made', () => {
    expect(openHostCryptogram(keys, hostCryptogram(keys, r1))).toEqual(r1);
    expect(openCardCryptogram(keys, cardCryptogram(keys, r2))).toEqual(r2);
  });
});

describe('secure messages, vectors of §3.6', () => {
  test('the answer to Authentication2', () => {
    const payload = concat(idm, fromHex('100B4B428485D0FF'));
    expect(toHex(sealMessage(session, 0x13, { number: 1, payload }))).toBe(
      '22139e99ee147cfb950a5e30c223bb3f6eab260dd7679f21fc00033186cb1c385db4',
    );
  });
  test('a secure Read of one block', () => {
    expect(toHex(sealMessage(session, 0x14, { number: 2, payload: fromHex('018000') }))).toBe(
      '1a1483543bf8c2182ab811b876823b0c7c6d570ad5c834d7d47e',
    );
  });
  test('opened again: number and payload, padding behind it', () => {
    const packet = fromHex('1A1483543BF8C2182AB811B876823B0C7C6D570AD5C834D7D47E');
    expect(openMessage(session, 0x14, packet)).toEqual({ number: 2, payload: fromHex('0180000505050505') });
  });
});

describe('a message that is not authentic', () => {
  const packet = sealMessage(session, 0x17, { number: 3, payload: fromHex('0000') });

  test('any single flipped bit is refused', () => {
    fc.assert(
      fc.property(fc.nat({ max: packet.length * 8 - 1 }), (bit) => {
        const bent = packet.slice();
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openMessage(session, 0x17, bent)).toBeNull();
      }),
    );
  });
  test('the answer of another session is refused', () => {
    expect(openMessage(sessionOf(r2, r1), 0x17, packet)).toBeNull();
    expect(openMessage(sessionOf(fromHex('A0A1A2A3A4A5A6A8'), r2), 0x17, packet)).toBeNull();
  });
  test('arbitrary bytes are refused, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(openMessage(session, 0x17, bytes)).toBeNull();
      }),
    );
  });
  test('whatever was sealed opens to the same payload', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 220 }), fc.integer({ min: 0, max: 0xffff }), (payload, number) => {
        const opened = openMessage(session, 0x16, sealMessage(session, 0x16, { number, payload }));
        expect(opened?.number).toBe(number);
        expect(opened?.payload.subarray(0, payload.length)).toEqual(payload);
        expect((opened?.payload.length ?? 99) - payload.length).toBeLessThan(8);
      }),
    );
  });
});
