import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { StaffCardRecord } from '../../../center/contract/index.ts';
import { PIN_LENGTH } from '../../contract/staff.ts';

/**
 * What is kept of a PIN: scrypt with a salt of its own. Six digits are few: whoever has the verifier finds the PIN in
 * days whatever the cost, so the verifier is kept like a key and never leaves for a log; the lockout is the protection.
 */
export type Verifier = StaffCardRecord['verifier'];

/**
 * 2^14: about 50 ms and 16 MB. In one go, since the machine does nothing else while staff stand before it, and nothing can
 * come between the try and its outcome.
 */
export const PIN_COST = 14;
const HASH_BYTES = 32;

export function verifierOf(pin: string, cost: number = PIN_COST): Verifier {
  const salt = randomBytes(16);
  return { salt: salt.toString('hex'), hash: hashOf(pin, salt, cost).toString('hex'), cost };
}

export function isPin(pin: string, verifier: Verifier): boolean {
  const hash = hashOf(pin, Buffer.from(verifier.salt, 'hex'), verifier.cost);
  return timingSafeEqual(hash, Buffer.from(verifier.hash, 'hex'));
}

function hashOf(pin: string, salt: Buffer, cost: number): Buffer {
  const N = 2 ** cost;
  return scryptSync(pin, salt, HASH_BYTES, { N, r: 8, p: 1, maxmem: 256 * N * 8 });
}

/** One digit six times, or a run up or down: what is tried first by whoever finds a card. */
export function isTooSimple(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return steps.every((step) => step === steps[0] && (step === 0 || step === 1 || step === 9));
}

/** The digits on the ten keys of the pad, new for every entry: who looks on, or dusts the glass, learns nothing. */
export function shuffledPad(random: (bytes: number) => Uint8Array): number[] {
  const pad = Array.from({ length: 10 }, (_, digit) => digit);
  for (let last = 9; last > 0; last--) {
    const other = below(last + 1, random);
    [pad[last], pad[other]] = [pad[other] as number, pad[last] as number];
  }
  return pad;
}

/** 0 … limit − 1, each equally likely: bytes that would favour the small ones are thrown away. */
function below(limit: number, random: (bytes: number) => Uint8Array): number {
  for (;;) {
    const [byte = 0] = random(1);
    if (byte < 256 - (256 % limit)) return byte % limit;
  }
}

/** The PIN behind the places that were touched; null where there are not six of them. */
export function pinAt(pad: readonly number[], places: readonly number[]): string | null {
  const digits = places.map((place) => pad[place]);
  return digits.length === PIN_LENGTH && digits.every((digit) => digit !== undefined) ? digits.join('') : null;
}
