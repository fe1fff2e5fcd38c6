import { hash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, which are misread over a counter. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * What a passenger reads to staff, `K7QF-2M9T`: 40 bits of the SHA-256 of the transfer id. Every machine derives the
 * same one; it finds a transfer in a list and is no key to anything.
 */
export function referenceOf(transferId: string): string {
  const bits = BigInt(`0x${hash('sha256', transferId, 'hex').slice(0, 10)}`);
  const letters = Array.from({ length: 8 }, (_, index) => ALPHABET[Number((bits >> BigInt(35 - 5 * index)) & 31n)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/**
 * Two bytes of the same hash, for the "machine data" of the history record (docs/facts/felica.md §4.3, bytes 8–9): two
 * transfers that would otherwise leave the same bytes (one voided, one of the same amount on the same day after it)
 * are told apart by a station that wakes up late.
 */
export function tagOf(transferId: string): string {
  return hash('sha256', transferId, 'hex').slice(10, 14);
}
