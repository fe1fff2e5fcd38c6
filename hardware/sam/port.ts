import type { Result } from '../result.ts';

/**
 * The secure access module holds the issuer's keys and speaks for them to the card: it makes and checks the bytes of
 * Authentication1/2 and of secure messages, and never gives a key away. It has no reader of its own: the host carries
 * its packets to the card (facts/felica.md §3.6, §7).
 */
export interface Sam {
  /** `rig`: made-up keys of the rig's cards, refused outside rig mode. `issuer`: the real thing. */
  readonly keys: 'rig' | 'issuer';
  readonly description: string;
  /** Does it calculate as the cards do, now? Tried with known values; no card is needed. */
  selfTest(): Promise<Result<void, SamError>>;
  /** Begins a mutual authentication with the card for these areas and services; codes as in facts/felica.md §4.1. */
  begin(
    card: SamCard,
    areas: readonly number[],
    services: readonly number[],
  ): Promise<Result<SamAuthentication, SamError>>;
  /** The FeliCa Lite-S card key (16 bytes, natural order) diversified from a staff card's ID block (16 bytes). */
  staffCardKey(idBlock: Uint8Array): Promise<Result<Uint8Array, SamError>>;
}

export interface SamCard {
  /** 8 bytes. */
  readonly idm: Uint8Array;
}

export interface SamAuthentication {
  /** The whole Authentication1 packet to send. */
  readonly authentication1: Uint8Array;
  /** Takes the card's answer, gives the whole Authentication2 packet. */
  authentication2(answer: Uint8Array): Promise<Result<Uint8Array, SamError>>;
  /** Takes the card's last answer; a session exists from here on. */
  finish(answer: Uint8Array): Promise<Result<SamSession, SamError>>;
}

export interface SamSession {
  /** Seals a secure Read (code 14) or Write (code 16): `payload` is the inner payload, the result the whole packet. */
  seal(code: 0x14 | 0x16, payload: Uint8Array): Promise<Result<Uint8Array, SamError>>;
  /** Opens the card's answer: the inner payload (SF1 SF2 …). An answer that is not authentic is an error. */
  open(code: 0x15 | 0x17, packet: Uint8Array): Promise<Result<Uint8Array, SamError>>;
}

export type SamError =
  | { readonly kind: 'not-authentic' }
  | { readonly kind: 'sam-unavailable'; readonly detail: string };
