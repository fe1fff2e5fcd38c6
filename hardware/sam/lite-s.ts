import { concat, equalBytes } from '../bytes.ts';
import { tripleDesEncrypt } from './des.ts';

// FeliCa Lite-S: session keys and MACs (docs/facts/felica.md §5.2). "Natural" order is how people write keys; on the
// card every half of 8 bytes stands the other way round.

/** Blocks of the Lite-S memory map (§5.1). */
export const LiteSBlock = {
  pad0: 0x00,
  reg: 0x0e,
  rc: 0x80,
  mac: 0x81,
  id: 0x82,
  deviceId: 0x83,
  serviceCode: 0x84,
  systemCode: 0x85,
  cardKeyVersion: 0x86,
  cardKey: 0x87,
  memoryConfiguration: 0x88,
  writeCounter: 0x90,
  macA: 0x91,
  state: 0x92,
} as const;

/** Turns each half of 8 bytes round: natural order ⇄ order on the card. */
export function turnHalves(bytes: Uint8Array): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 8) turned.set(bytes.slice(at, at + 8).reverse(), at);
  return turned;
}

export interface LiteSSession {
  /** 16 bytes, natural order: the random challenge that the host wrote into block 80. */
  readonly challenge: Uint8Array;
  /** SK1 ‖ SK2. */
  readonly keys: Uint8Array;
}

/** SK1 ‖ SK2: the challenge under the card key, two-key triple DES in CBC, initial vector 0. Both natural order. */
export function liteSSession(cardKey: Uint8Array, challenge: Uint8Array): LiteSSession {
  return { challenge, keys: tripleDesEncrypt(cardKey, challenge) };
}

function macOver(keys: Uint8Array, challenge: Uint8Array, input: Uint8Array): Uint8Array {
  const sealed = tripleDesEncrypt(keys, turnHalves(input), challenge.subarray(0, 8));
  return sealed.slice(-8).reverse();
}

/** The MAC of block 81 over the data of the blocks read before it. 8 bytes. */
export function readMac(session: LiteSSession, data: Uint8Array): Uint8Array {
  return macOver(session.keys, session.challenge, data);
}

/**
 * The MAC_A of block 91 over a read of `blocks` (their numbers as asked for, 91 included); `data` without block 91.
 * Computed from the rule that two public sources share; no public vector is known (§5.2).
 */
export function readMacA(session: LiteSSession, blocks: readonly number[], data: Uint8Array): Uint8Array {
  const header = new Uint8Array(8).fill(0xff);
  blocks.forEach((block, index) => {
    header.set([block & 0xff, block >> 8], index * 2);
  });
  return macOver(session.keys, session.challenge, concat(header, data));
}

/** The MAC_A of writing `data` (16 bytes) to `block` at this write counter (3 bytes as in block 90). Keys swapped. */
export function writeMacA(session: LiteSSession, counter: Uint8Array, block: number, data: Uint8Array): Uint8Array {
  const swapped = concat(session.keys.subarray(8), session.keys.subarray(0, 8));
  const header = concat(counter, Uint8Array.of(0, block, 0, LiteSBlock.macA, 0));
  return macOver(swapped, session.challenge, concat(header, data));
}

/** Block 91 as it goes beside a protected write: MAC_A ‖ counter ‖ zeros. */
export function macABlock(session: LiteSSession, counter: Uint8Array, block: number, data: Uint8Array): Uint8Array {
  return concat(writeMacA(session, counter, block, data), counter, new Uint8Array(5));
}

/** The first half of a MAC block is the MAC. */
export function macMatches(block: Uint8Array, mac: Uint8Array): boolean {
  return equalBytes(block.subarray(0, 8), mac);
}
