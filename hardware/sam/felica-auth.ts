import { concat, equalBytes } from '../bytes.ts';
import { desDecrypt, desEncrypt, tripleDesDecrypt, tripleDesEncrypt, xor } from './des.ts';

// Mutual authentication and secure messages of FeliCa Standard (DES) as publicly reverse-engineered
// (docs/facts/felica.md §3.6). Both sides are here, since rig SAM and simulated card need one each; the vectors
// of §3.6 pin them to something that neither of them made.

/** The two keys that a chain of areas and services comes to. */
export interface ChainKeys {
  readonly group: Uint8Array;
  readonly user: Uint8Array;
}

/** Step 1: system key through the area keys to Kgroup, on through the service keys to Kuser. All keys 8 bytes. */
export function chainKeys(
  systemKey: Uint8Array,
  areaKeys: readonly Uint8Array[],
  serviceKeys: readonly Uint8Array[],
): ChainKeys {
  const group = areaKeys.reduce((previous, key) => desEncrypt(key, previous), systemKey);
  const user = serviceKeys.reduce((previous, key) => desEncrypt(key, previous), group);
  return { group, user };
}

/** What both sides calculate with during one authentication. */
export interface ChallengeKeys {
  /** α ‖ L: the host's direction. */
  readonly host: Uint8Array;
  /** L ‖ β: the card's direction. */
  readonly card: Uint8Array;
}

/** Step 2: L = Kgroup ⊕ IDm; α = DES_L(Kuser); β = DES_α(L). */
export function challengeKeys(keys: ChainKeys, idm: Uint8Array): ChallengeKeys {
  const l = xor(keys.group, idm);
  const alpha = desEncrypt(l, keys.user);
  const beta = desEncrypt(alpha, l);
  return { host: concat(alpha, l), card: concat(l, beta) };
}

/** Step 3: C1A and C2B, made by the host. */
export function hostCryptogram(keys: ChallengeKeys, random: Uint8Array): Uint8Array {
  return tripleDesEncrypt(keys.host, random);
}

/** Step 3: C1B and C2A, made by the card. */
export function cardCryptogram(keys: ChallengeKeys, random: Uint8Array): Uint8Array {
  return tripleDesEncrypt(keys.card, random);
}

export function openHostCryptogram(keys: ChallengeKeys, cryptogram: Uint8Array): Uint8Array {
  return tripleDesDecrypt(keys.host, cryptogram);
}

export function openCardCryptogram(keys: ChallengeKeys, cryptogram: Uint8Array): Uint8Array {
  return tripleDesDecrypt(keys.card, cryptogram);
}

/** Step 4: the session key is R2, the transaction id is bytes 2–7 of R1. */
export interface Session {
  readonly key: Uint8Array;
  readonly transactionId: Uint8Array;
}

export function sessionOf(r1: Uint8Array, r2: Uint8Array): Session {
  return { key: r2, transactionId: r1.slice(2, 8) };
}

/** What stands inside a secure message. */
export interface SecureMessage {
  /** TN: rises with every message of either side. */
  readonly number: number;
  /** For a message that was opened: up to 7 bytes of padding may follow; the payload's own counts say where it ends. */
  readonly payload: Uint8Array;
}

const HEADER_BYTES = 8;
const MAC_BYTES = 8;

/**
 * Steps 5 and 6: length ‖ code ‖ DES-CBC(TN ‖ TID ‖ payload ‖ padding ‖ MAC). The padding repeats its own length.
 * The whole packet must stay below 256 bytes; the callers' block limits see to it.
 */
export function sealMessage(session: Session, code: number, message: SecureMessage): Uint8Array {
  const number = Uint8Array.of(message.number & 0xff, message.number >> 8);
  const content = concat(number, session.transactionId, message.payload);
  const padding = (8 - (content.length % 8)) % 8;
  const padded = concat(content, new Uint8Array(padding).fill(padding));
  const length = 2 + padded.length + MAC_BYTES;
  const mac = messageMac(length, code, padded);
  return concat(Uint8Array.of(length, code), desEncrypt(session.key, concat(padded, mac)));
}

/**
 * Opens what `sealMessage` made on the other side. Null for anything that is not whole, not of this code, not of this
 * session, or whose MAC is wrong.
 */
export function openMessage(session: Session, code: number, packet: Uint8Array): SecureMessage | null {
  const sealed = packet.subarray(2);
  if (packet[0] !== packet.length || packet[1] !== code) return null;
  if (sealed.length < HEADER_BYTES + MAC_BYTES || sealed.length % 8 !== 0) return null;
  const plain = desDecrypt(session.key, sealed);
  const content = plain.subarray(0, plain.length - MAC_BYTES);
  const mac = plain.subarray(plain.length - MAC_BYTES);
  if (!equalBytes(mac, messageMac(packet.length, code, content))) return null;
  if (!equalBytes(content.subarray(2, HEADER_BYTES), session.transactionId)) return null;
  return { number: (content[0] ?? 0) | ((content[1] ?? 0) << 8), payload: content.slice(HEADER_BYTES) };
}

/** Step 6: starts from length ‖ code ‖ 0…, and each block of plain text is the key of the next DES. */
function messageMac(length: number, code: number, plain: Uint8Array): Uint8Array {
  let mac: Uint8Array = Uint8Array.of(length, code, 0, 0, 0, 0, 0, 0);
  for (let at = 0; at < plain.length; at += 8) mac = desEncrypt(plain.subarray(at, at + 8), mac);
  return mac;
}
