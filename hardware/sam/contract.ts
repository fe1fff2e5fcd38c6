import { describe, expect, test } from 'vitest';
import { equalBytes } from '../bytes.ts';
import type { FieldCard } from '../reader/field.ts';
import type { Sam, SamSession } from './port.ts';

/** What the contract is tried on: the adapter and, for an issuer's SAM, one of the issuer's test cards. */
export interface SamContractSubject {
  readonly sam: Sam;
  /** A card whose keys the SAM knows. */
  readonly card: FieldCard;
  /** Its IDm, 8 bytes. */
  readonly idm: Uint8Array;
  /** Polls the card or otherwise brings it to mode 0. */
  readonly select: () => void;
  readonly areas: readonly number[];
  /** The first one is readable, block 0 of 16 bytes. */
  readonly services: readonly [number, ...number[]];
  /** A service that the card does not have. */
  readonly absentService: number;
}

/** Payload of a secure Read of block 0 of the first service (docs/facts/felica.md §3.6 step 7). */
const READ_FIRST = Uint8Array.of(1, 0x80, 0);

/** The tests that every SAM adapter has to pass (docs/sam.md); called inside a test file. */
export function samContract(name: string, make: () => SamContractSubject): void {
  describe(`SAM contract: ${name}`, () => {
    test('a session opens, and the same card is read twice in it', async () => {
      const subject = make();
      const session = await openSession(subject);
      const first = await readFirst(subject, session);
      expect(first?.subarray(0, 3)).toEqual(Uint8Array.of(0, 0, 1));
      expect(await readFirst(subject, session)).toEqual(first);
    });

    test('Authentication1 is a whole packet for this card, and never the same twice', async () => {
      const subject = make();
      const [one, two] = await Promise.all([begin(subject), begin(subject)]);
      for (const { authentication1: packet } of [one, two]) {
        expect([packet[0], packet[1]]).toEqual([packet.length, 0x10]);
        expect(packet.subarray(2, 10)).toEqual(subject.idm);
      }
      expect(equalBytes(one.authentication1, two.authentication1)).toBe(false);
    });

    test('two sealings of the same payload differ: nothing can be sent twice', async () => {
      const subject = make();
      const session = await openSession(subject);
      const one = await session.seal(0x14, READ_FIRST);
      const two = await session.seal(0x14, READ_FIRST);
      expect(one.ok && two.ok && equalBytes(one.value, two.value)).toBe(false);
    });

    test('a bent answer to Authentication1 is not authentic', async () => {
      const subject = make();
      const authentication = await begin(subject);
      const answer = say(subject, authentication.authentication1);
      for (const at of [1, 5, 12]) {
        expect(await authentication.authentication2(bent(answer, at))).toEqual(NOT_AUTHENTIC);
      }
    });

    test('a bent last answer opens no session', async () => {
      const subject = make();
      const authentication = await begin(subject);
      const second = await authentication.authentication2(say(subject, authentication.authentication1));
      if (!second.ok) throw new Error('no Authentication2');
      const last = say(subject, second.value);
      expect(await authentication.finish(bent(last, last.length - 1))).toEqual(NOT_AUTHENTIC);
    });

    test('a bent, a repeated and a foreign secure answer are not authentic', async () => {
      const subject = make();
      const session = await openSession(subject);
      const sealed = await session.seal(0x14, READ_FIRST);
      if (!sealed.ok) throw new Error('not sealed');
      const answer = say(subject, sealed.value);
      expect(await session.open(0x15, bent(answer, 7))).toEqual(NOT_AUTHENTIC);
      expect(await session.open(0x17, answer)).toEqual(NOT_AUTHENTIC);
      expect((await session.open(0x15, answer)).ok).toBe(true);
      expect(await session.open(0x15, answer)).toEqual(NOT_AUTHENTIC);
    });

    test('answers of any length are refused, never an exception', async () => {
      const subject = make();
      const authentication = await begin(subject);
      for (let length = 0; length < 40; length++) {
        const junk = new Uint8Array(length).fill(length);
        expect((await authentication.authentication2(junk)).ok).toBe(false);
        expect((await authentication.finish(junk)).ok).toBe(false);
      }
    });

    test('a card that lacks a service stays silent', async () => {
      const subject = make();
      subject.select();
      const begun = await subject.sam.begin({ idm: subject.idm }, subject.areas, [subject.absentService]);
      if (begun.ok) expect(subject.card.handle(begun.value.authentication1)).toBeNull();
    });

    test('a staff card key belongs to one ID block', async () => {
      const { sam } = make();
      const key = await sam.staffCardKey(new Uint8Array(16).fill(1));
      const other = await sam.staffCardKey(new Uint8Array(16).fill(2));
      const again = await sam.staffCardKey(new Uint8Array(16).fill(1));
      if (!key.ok || !other.ok || !again.ok) throw new Error('no key');
      expect(key.value).toHaveLength(16);
      expect(again.value).toEqual(key.value);
      expect(equalBytes(key.value, other.value)).toBe(false);
      // Two equal halves would be single DES.
      expect(equalBytes(key.value.subarray(0, 8), key.value.subarray(8))).toBe(false);
    });
  });
}

const NOT_AUTHENTIC = { ok: false, error: { kind: 'not-authentic' } } as const;

async function begin(subject: SamContractSubject) {
  subject.select();
  const begun = await subject.sam.begin({ idm: subject.idm }, subject.areas, subject.services);
  if (!begun.ok) throw new Error(`the SAM did not begin: ${begun.error.kind}`);
  return begun.value;
}

async function openSession(subject: SamContractSubject): Promise<SamSession> {
  const authentication = await begin(subject);
  const second = await authentication.authentication2(say(subject, authentication.authentication1));
  if (!second.ok) throw new Error('the SAM refused the answer to Authentication1');
  const session = await authentication.finish(say(subject, second.value));
  if (!session.ok) throw new Error('the SAM refused the answer to Authentication2');
  return session.value;
}

async function readFirst(subject: SamContractSubject, session: SamSession): Promise<Uint8Array | null> {
  const sealed = await session.seal(0x14, READ_FIRST);
  if (!sealed.ok) return null;
  const opened = await session.open(0x15, say(subject, sealed.value));
  return opened.ok ? opened.value.slice(0, 3 + 16) : null;
}

function say(subject: SamContractSubject, packet: Uint8Array): Uint8Array {
  const answered = subject.card.handle(packet);
  if (!answered) throw new Error('the card stayed silent');
  return answered.answer;
}

function bent(packet: Uint8Array, at: number): Uint8Array {
  const changed = packet.slice();
  changed[at] = (changed[at] ?? 0) ^ 0x01;
  return changed;
}
