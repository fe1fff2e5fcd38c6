import { createHash } from 'node:crypto';
import { concat } from '../bytes.ts';
import { tripleDesEncrypt } from './des.ts';

// The keys of the rig's cards. Made up, public, worth nothing: no real card has them, and the station refuses a SAM
// that speaks with them outside rig mode (design §5). Each is the beginning of a hash of its own name, so that anyone
// can see that it was not taken from anywhere.

function rigKey(name: string, bytes: number): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`wester-kiosk rig key: ${name}`).digest()).slice(0, bytes);
}

const codeName = (code: number) => code.toString(16).padStart(4, '0');

/** 8 bytes. */
export function rigSystemKey(systemCode: number): Uint8Array {
  return rigKey(`system ${codeName(systemCode)}`, 8);
}

/** 8 bytes, of the transit system 0003. */
export function rigAreaKey(code: number): Uint8Array {
  return rigKey(`area ${codeName(code)}`, 8);
}

/** 8 bytes, of the transit system 0003. */
export function rigServiceKey(code: number): Uint8Array {
  return rigKey(`service ${codeName(code)}`, 8);
}

/**
 * The card key of one staff card, 16 bytes in natural order, from its ID block (16 bytes): two CBC-MACs of triple DES
 * under the master key, over a different first block each. The input has one fixed length, so a plain CBC-MAC will do.
 */
export function rigStaffCardKey(idBlock: Uint8Array): Uint8Array {
  const master = rigKey('staff card master', 16);
  const half = (label: number) => tripleDesEncrypt(master, concat(new Uint8Array(8).fill(label), idBlock)).slice(-8);
  return concat(half(0x01), half(0x02));
}
