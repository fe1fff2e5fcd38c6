import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../bytes.ts';
import { liteSSession, macABlock, readMac, readMacA, turnHalves, writeMacA } from './lite-s.ts';

// Vectors of docs/facts/felica.md §5.4.
const cardKey = fromHex('30313233343536373839616263646566');
const challenge = fromHex('000102030405060708090A0B0C0D0E0F');
const session = liteSSession(cardKey, challenge);
const counter = fromHex('00FEFF');
const id = fromHex('01020304050607080000000000000000');
const state = fromHex('01000000000000000000000000000000');
const block0 = fromHex('10040100030000000000010000000019');

describe('FeliCa Lite-S, vectors of §5.4', () => {
  test('keys stand on the card with each half turned round', () => {
    expect(toHex(turnHalves(cardKey))).toBe('37363534333231306665646362613938');
    expect(toHex(turnHalves(challenge))).toBe('07060504030201000f0e0d0c0b0a0908');
  });
  test('session keys', () => {
    expect(toHex(session.keys)).toBe('b636d955a9f0e2cc48b106f95506c3f6');
  });
  test.each([
    ['ID block', id, '91aec5b6d9b3b12d'],
    ['STATE', state, 'bd73eb7294a00279'],
    ['block 0', block0, 'a622c337a4e44271'],
  ])('MAC of reading %s', (_name, data, mac) => {
    expect(toHex(readMac(session, data))).toBe(mac);
  });
  test.each([
    ['ID', [0x82, 0x91], id, '6a9c1ca386de4213'],
    ['STATE', [0x92, 0x91], state, 'e2d5bcd7fbcb8e5c'],
    ['block 0', [0x00, 0x91], block0, 'fbeb973e70602ea3'],
    [
      'blocks 0, 92 and 90 together',
      [0x00, 0x92, 0x90, 0x91],
      concat(block0, state, counter, new Uint8Array(13)),
      'b56ea75b77c1b73e',
    ],
  ])('MAC_A of reading %s', (_name, blocks, data, mac) => {
    expect(toHex(readMacA(session, blocks, data))).toBe(mac);
  });
  test('MAC_A of writing STATE, and the block that carries it', () => {
    expect(toHex(writeMacA(session, counter, 0x92, state))).toBe('17c19e3bbdc3e8bd');
    expect(toHex(macABlock(session, counter, 0x92, state))).toBe('17c19e3bbdc3e8bd00feff0000000000');
  });
});
