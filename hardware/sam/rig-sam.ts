import { randomBytes } from 'node:crypto';
import { concat, equalBytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { desIsSound, tryVectors } from './des.ts';
import {
  type ChallengeKeys,
  chainKeys,
  challengeKeys,
  hostCryptogram,
  openCardCryptogram,
  openMessage,
  type Session,
  sealMessage,
  sessionOf,
} from './felica-auth.ts';
import type { Sam, SamAuthentication, SamCard, SamError, SamSession } from './port.ts';
import { rigAreaKey, rigServiceKey, rigStaffCardKey, rigSystemKey } from './rig-keys.ts';

const TRANSIT_SYSTEM = 0x0003;
/** Of a secure message. */
const LAST_NUMBER = 0xffff;

export interface RigSamOptions {
  /** Where challenges come from; the default is the system's random numbers. */
  readonly random?: (bytes: number) => Uint8Array;
}

/** A SAM in software that knows the rig's keys (rig-keys.ts) and nothing else. */
export function createRigSam(options: RigSamOptions = {}): Sam {
  const random = options.random ?? ((bytes) => new Uint8Array(randomBytes(bytes)));
  return {
    keys: 'rig',
    description: 'rig SAM (made-up keys)',
    selfTest: async () =>
      tryVectors() ? ok(undefined) : fail({ kind: 'sam-unavailable', detail: 'the DES self-test failed' }),
    begin: async (card, areas, services) => {
      if (!desIsSound()) return fail({ kind: 'sam-unavailable', detail: 'the DES self-test failed' });
      return ok(beginAuthentication(card, areas, services, random(8)));
    },
    staffCardKey: async (idBlock) => {
      if (!desIsSound()) return fail({ kind: 'sam-unavailable', detail: 'the DES self-test failed' });
      return ok(rigStaffCardKey(idBlock));
    },
  };
}

function beginAuthentication(
  card: SamCard,
  areas: readonly number[],
  services: readonly number[],
  r1: Uint8Array,
): SamAuthentication {
  const chain = chainKeys(rigSystemKey(TRANSIT_SYSTEM), areas.map(rigAreaKey), services.map(rigServiceKey));
  const keys = challengeKeys(chain, card.idm);
  const body = concat(card.idm, codes(areas), codes(services), hostCryptogram(keys, r1));
  let session: Session | null = null;
  return {
    authentication1: concat(Uint8Array.of(body.length + 2, 0x10), body),
    authentication2: async (answer) => {
      const r2 = challengeAnswered(answer, card.idm, keys, r1);
      if (!r2) return fail({ kind: 'not-authentic' });
      session = sessionOf(r1, r2);
      return ok(concat(Uint8Array.of(18, 0x12), card.idm, hostCryptogram(keys, r2)));
    },
    finish: async (answer) => {
      const message = session && openMessage(session, 0x13, answer);
      if (!session || message?.payload.length !== 16) return fail({ kind: 'not-authentic' });
      return ok(openSession(session, message.number));
    },
  };
}

/** `n codes(2 LE)×n` of Authentication1 (docs/facts/felica.md §3.1). */
function codes(list: readonly number[]): Uint8Array {
  return Uint8Array.of(list.length, ...list.flatMap((code) => [code & 0xff, code >> 8]));
}

/** `12+2 11 IDm C1B C2A`: R2, if C1B proves that the card knows the keys. */
function challengeAnswered(
  answer: Uint8Array,
  idm: Uint8Array,
  keys: ChallengeKeys,
  r1: Uint8Array,
): Uint8Array | null {
  if (answer.length !== 26 || answer[0] !== 26 || answer[1] !== 0x11) return null;
  if (!equalBytes(answer.subarray(2, 10), idm)) return null;
  if (!equalBytes(openCardCryptogram(keys, answer.subarray(10, 18)), r1)) return null;
  return openCardCryptogram(keys, answer.subarray(18, 26));
}

function openSession(session: Session, first: number): SamSession {
  let number = first;
  return {
    seal: async (code, payload): Promise<Result<Uint8Array, SamError>> => {
      // Two bytes, and it may not begin anew: the card says where the count begins, and it can be near the end.
      if (number >= LAST_NUMBER) return fail({ kind: 'not-authentic' });
      number += 1;
      return ok(sealMessage(session, code, { number, payload }));
    },
    open: async (code, packet): Promise<Result<Uint8Array, SamError>> => {
      const message = openMessage(session, code, packet);
      // TN must rise: an older answer of the same session, replayed, is no answer (§3.6 step 5).
      if (!message || message.number <= number) return fail({ kind: 'not-authentic' });
      number = message.number;
      return ok(message.payload);
    },
  };
}
