import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { equalBytes, fromHex } from '../bytes.ts';

// Single DES is in no default provider of OpenSSL 3; three equal keys in EDE give the same result, and both Node's
// library and Electron's have `des-ede3-cbc` and `des-ede-cbc` (docs/facts/felica.md §3.6).

// Keys are handed over as key objects: given bytes, Node 24 first finds out by two exceptions that they are none, which
// takes four times as long as the cipher itself.

const ZERO_IV = new Uint8Array(8);

function run(algorithm: 'des-ede3-cbc' | 'des-ede-cbc', key: Uint8Array, data: Uint8Array, iv: Uint8Array) {
  const cipher = createCipheriv(algorithm, createSecretKey(key), iv);
  cipher.setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
}

function runBack(algorithm: 'des-ede3-cbc' | 'des-ede-cbc', key: Uint8Array, data: Uint8Array) {
  const decipher = createDecipheriv(algorithm, createSecretKey(key), ZERO_IV);
  decipher.setAutoPadding(false);
  return new Uint8Array(Buffer.concat([decipher.update(data), decipher.final()]));
}

function tripled(key: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([key, key, key]));
}

/** DES-CBC with initial vector 0. Key 8 bytes, data a multiple of 8 bytes; one block of 8 is plain DES. */
export function desEncrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  return run('des-ede3-cbc', tripled(key), data, ZERO_IV);
}

/** The reverse of `desEncrypt`. */
export function desDecrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  return runBack('des-ede3-cbc', tripled(key), data);
}

/** Two-key triple DES (EDE) in CBC; key 16 bytes, data a multiple of 8 bytes. */
export function tripleDesEncrypt(key: Uint8Array, data: Uint8Array, iv: Uint8Array = ZERO_IV): Uint8Array {
  return run('des-ede-cbc', key, data, iv);
}

/** The reverse of `tripleDesEncrypt` with initial vector 0. */
export function tripleDesDecrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  return runBack('des-ede-cbc', key, data);
}

export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, index) => byte ^ (b[index] ?? 0));
}

let sound: boolean | null = null;

/**
 * Does this runtime's crypto library calculate DES as the cards do? Tried once, with the vectors of
 * docs/facts/felica.md §3.6 and §5.4: Electron brings another library than Node, and a wrong one must be found at
 * start, not on a passenger's card.
 */
export function desIsSound(): boolean {
  sound ??= tryVectors();
  return sound;
}

/** The same, tried anew at every call: for a self-test that staff ask for. */
export function tryVectors(): boolean {
  try {
    const key = fromHex('B0B1B2B3B4B5B6B7');
    const plain = fromHex('00112233445566778899AABBCCDDEEFF');
    const sealed = fromHex('D8F8E882230B655CB72E53CC4BA3B455');
    const cardKey = fromHex('30313233343536373839616263646566');
    const challenge = fromHex('000102030405060708090A0B0C0D0E0F');
    const sessionKeys = fromHex('B636D955A9F0E2CC48B106F95506C3F6');
    return (
      equalBytes(desEncrypt(key, plain), sealed) &&
      equalBytes(desDecrypt(key, sealed), plain) &&
      equalBytes(tripleDesEncrypt(cardKey, challenge), sessionKeys) &&
      equalBytes(tripleDesDecrypt(cardKey, sessionKeys), challenge)
    );
  } catch {
    return false;
  }
}
