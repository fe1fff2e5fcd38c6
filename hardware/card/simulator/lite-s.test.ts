import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../bytes.ts';
import { LiteSBlock, liteSSession, macABlock, readMac, readMacA, turnHalves } from '../../sam/lite-s.ts';
import { parseRead, parseWrite, polling, read, write } from '../felica.ts';
import { LiteSCard } from './lite-s.ts';

const idm = fromHex('0102030405060708');
const cardKey = fromHex('30313233343536373839616263646566');
const challenge = fromHex('000102030405060708090A0B0C0D0E0F');
const pad = fromHex('10040100030000000000010000000019');
const session = liteSSession(cardKey, challenge);

function card(): LiteSCard {
  return new LiteSCard({
    idm: toHex(idm),
    cardKey,
    idBlock: fromHex('01020304050607080000000000000000'),
    pads: [pad],
    isLocked: true,
  });
}

function readBlocks(of: LiteSCard, ...blocks: number[]) {
  const packet = read(
    idm,
    [0x000b],
    blocks.map((block) => ({ service: 0, block })),
  );
  const answer = of.handle(packet)?.answer;
  return answer ? parseRead(answer, idm, blocks.length) : null;
}

function writeBlocks(of: LiteSCard, ...blocks: [number, Uint8Array][]) {
  const packet = write(
    idm,
    [0x0009],
    blocks.map(([block]) => ({ service: 0, block })),
    blocks.map(([, data]) => data),
  );
  const answer = of.handle(packet)?.answer;
  return answer ? parseWrite(answer, idm) : null;
}

const hexOf = (answer: ReturnType<typeof readBlocks>) => (answer?.status === 'ok' ? answer.blocks.map(toHex) : answer);

describe('a simulated Lite-S', () => {
  test('answers to 88B4 only', () => {
    expect(card().handle(polling(0x88b4, 1, 0))?.answer).toHaveLength(20);
    expect(card().handle(polling(0x0003, 1, 0))).toBeNull();
  });
  test('internal authentication with the MAC of block 81, public vector (§5.4)', () => {
    const lite = card();
    expect(writeBlocks(lite, [LiteSBlock.rc, turnHalves(challenge)])?.status).toBe('ok');
    expect(hexOf(readBlocks(lite, LiteSBlock.id, LiteSBlock.mac))).toEqual([
      '01020304050607080000000000000000',
      '91aec5b6d9b3b12d0000000000000000',
    ]);
  });
  test('the same with MAC_A, over the numbers of the blocks too', () => {
    const lite = card();
    writeBlocks(lite, [LiteSBlock.rc, turnHalves(challenge)]);
    const [, macA] = hexOf(readBlocks(lite, LiteSBlock.pad0, LiteSBlock.macA)) as string[];
    expect(macA?.slice(0, 16)).toBe(toHex(readMacA(session, [LiteSBlock.pad0, LiteSBlock.macA], pad)));
  });
  test('external authentication: STATE with MAC_A, and the counter moves', () => {
    const lite = card();
    writeBlocks(lite, [LiteSBlock.rc, turnHalves(challenge)]);
    const [counterBlock] = hexOf(readBlocks(lite, LiteSBlock.writeCounter)) as string[];
    expect(counterBlock?.slice(0, 6)).toBe('00feff');
    const state = fromHex('01000000000000000000000000000000');
    const proof = macABlock(session, fromHex('00FEFF'), LiteSBlock.state, state);
    expect(writeBlocks(lite, [LiteSBlock.state, state], [LiteSBlock.macA, proof])?.status).toBe('ok');
    const answer = readBlocks(lite, LiteSBlock.state, LiteSBlock.mac);
    expect(hexOf(answer)).toEqual([toHex(state), `${toHex(readMac(session, state))}0000000000000000`]);
    // The proof belongs to one value of the counter.
    expect(writeBlocks(lite, [LiteSBlock.state, state], [LiteSBlock.macA, proof])?.flags).toBe('02b2');
    lite.fieldOff();
    expect(hexOf(readBlocks(lite, LiteSBlock.state))).toEqual(['00'.repeat(16)]);
  });
});

describe('what it refuses', () => {
  test.each([
    ['a MAC before a challenge', [LiteSBlock.id, LiteSBlock.mac], '01b2'],
    ['a block that is not there', [0x0f], '01a8'],
    ['five blocks at once', [0, 1, 2, 3, 4], 'ffa2'],
  ])('%s', (_name, blocks, flags) => {
    expect(readBlocks(card(), ...blocks)).toMatchObject({ flags });
  });
  test('both MACs at once', () => {
    const lite = card();
    writeBlocks(lite, [LiteSBlock.rc, turnHalves(challenge)]);
    expect(readBlocks(lite, LiteSBlock.mac, LiteSBlock.macA)).toMatchObject({ flags: '01b0' });
  });
  test('writing user blocks, ID and STATE without proof', () => {
    const data = new Uint8Array(16);
    expect(writeBlocks(card(), [LiteSBlock.pad0, data])?.status).toBe('access-not-permitted');
    expect(writeBlocks(card(), [LiteSBlock.id, data])?.status).toBe('access-not-permitted');
    expect(writeBlocks(card(), [LiteSBlock.state, data])?.status).toBe('authentication-needed');
  });
  test('challenge and key are never shown', () => {
    const lite = card();
    writeBlocks(lite, [LiteSBlock.rc, turnHalves(challenge)]);
    expect(hexOf(readBlocks(lite, LiteSBlock.rc, LiteSBlock.cardKey))).toEqual(['00'.repeat(16), '00'.repeat(16)]);
  });
});

test('arbitrary packets: never an exception', () => {
  const lite = card();
  const likely = fc
    .tuple(fc.constantFrom(0x00, 0x06, 0x08), fc.uint8Array({ maxLength: 60 }))
    .map(([code, rest]) => concat(Uint8Array.of(rest.length + 10, code), idm, rest));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 260 }), likely), (packet) => {
      const answered = lite.handle(packet);
      if (answered) expect(answered.answer[0]).toBe(answered.answer.length);
    }),
    { numRuns: 2000 },
  );
});
