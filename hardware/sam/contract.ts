import { equalBytes, toHex } from '../bytes.ts';
import { type ContractCheck, expected, needed } from '../contract/check.ts';
import type { FieldCard } from '../reader/field.ts';
import type { Result } from '../result.ts';
import type { Sam, SamError, SamSession } from './port.ts';

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
  readonly services: readonly number[];
  /** A service that the card does not have. */
  readonly absentService: number;
}

/** Payload of a secure Read of block 0 of the first service (docs/facts/felica.md §3.6 step 7). */
const READ_FIRST = Uint8Array.of(1, 0x80, 0);

/** What every SAM adapter has to do (docs/sam.md). */
export const samContract: readonly ContractCheck<SamContractSubject>[] = [
  {
    does: 'calculates as the cards do',
    async look({ sam }) {
      needed(await sam.selfTest(), 'its self-test');
      return '';
    },
  },
  {
    does: 'opens a session, in which the same card is read twice',
    async look(subject) {
      const session = await openSession(subject);
      const first = await readFirst(subject, session);
      expected(toHex(first.subarray(0, 3)) === '000001', `the first reading began with ${toHex(first.subarray(0, 3))}`);
      expected(equalBytes(await readFirst(subject, session), first), 'the second reading differs from the first');
      return '';
    },
  },
  {
    does: 'makes Authentication1 a whole packet for this card, and never the same twice',
    async look(subject) {
      const [one, two] = await Promise.all([begin(subject), begin(subject)]);
      for (const { authentication1: packet } of [one, two]) {
        const isWhole = packet[0] === packet.length && packet[1] === 0x10;
        expected(isWhole && equalBytes(packet.subarray(2, 10), subject.idm), `it made ${toHex(packet)}`);
      }
      expected(!equalBytes(one.authentication1, two.authentication1), 'it made the same twice');
      return '';
    },
  },
  {
    does: 'seals the same payload differently each time: nothing can be sent twice',
    async look(subject) {
      const session = await openSession(subject);
      const one = needed(await session.seal(0x14, READ_FIRST), 'the first sealing');
      const two = needed(await session.seal(0x14, READ_FIRST), 'the second sealing');
      expected(!equalBytes(one, two), 'both sealings are the same');
      return '';
    },
  },
  {
    does: 'takes a bent answer to Authentication1 as not authentic',
    async look(subject) {
      const authentication = await begin(subject);
      const answer = say(subject, authentication.authentication1);
      for (const at of [1, 5, 12]) notAuthentic(await authentication.authentication2(bent(answer, at)), `byte ${at}`);
      return '';
    },
  },
  {
    does: 'opens no session on a bent last answer',
    async look(subject) {
      const authentication = await begin(subject);
      const answer = say(subject, authentication.authentication1);
      const second = needed(await authentication.authentication2(answer), 'Authentication2');
      const last = say(subject, second);
      notAuthentic(await authentication.finish(bent(last, last.length - 1)), 'the last byte');
      return '';
    },
  },
  {
    does: 'takes a bent, a repeated and a foreign secure answer as not authentic',
    async look(subject) {
      const session = await openSession(subject);
      const answer = say(subject, needed(await session.seal(0x14, READ_FIRST), 'sealing'));
      notAuthentic(await session.open(0x15, bent(answer, 7)), 'bent');
      notAuthentic(await session.open(0x17, answer), 'foreign');
      needed(await session.open(0x15, answer), 'the true answer');
      notAuthentic(await session.open(0x15, answer), 'repeated');
      return '';
    },
  },
  {
    does: 'refuses answers of any length, without an exception',
    async look(subject) {
      const authentication = await begin(subject);
      for (let length = 0; length < 40; length++) {
        const junk = new Uint8Array(length).fill(length);
        expected(!(await authentication.authentication2(junk)).ok, `Authentication2 of ${length} bytes of junk`);
        expected(!(await authentication.finish(junk)).ok, `a session of ${length} bytes of junk`);
      }
      return '';
    },
  },
  {
    does: 'gets no answer from a card that lacks a service',
    async look(subject) {
      subject.select();
      const begun = await subject.sam.begin({ idm: subject.idm }, subject.areas, [subject.absentService]);
      const answered = begun.ok && subject.card.handle(begun.value.authentication1) !== null;
      expected(!answered, 'the card answered');
      return '';
    },
  },
  {
    does: 'makes the key of a staff card for one ID block alone',
    async look({ sam }) {
      const keyOf = async (fill: number) =>
        needed(await sam.staffCardKey(new Uint8Array(16).fill(fill)), 'the key of a staff card');
      const [key, other, again] = [await keyOf(1), await keyOf(2), await keyOf(1)];
      expected(key.length === 16, `it has ${key.length} bytes`);
      expected(equalBytes(again, key), 'another one at the second time');
      expected(!equalBytes(key, other), 'the same one for another ID block');
      // Two equal halves would be single DES.
      expected(!equalBytes(key.subarray(0, 8), key.subarray(8)), 'its halves are equal');
      return '';
    },
  },
];

function notAuthentic(given: Result<unknown, SamError>, which: string): void {
  expected(
    !given.ok && given.error.kind === 'not-authentic',
    `${which}: it said ${given.ok ? 'ok' : given.error.kind}`,
  );
}

async function begin(subject: SamContractSubject) {
  subject.select();
  return needed(await subject.sam.begin({ idm: subject.idm }, subject.areas, subject.services), 'its beginning');
}

async function openSession(subject: SamContractSubject): Promise<SamSession> {
  const authentication = await begin(subject);
  const answer = say(subject, authentication.authentication1);
  const second = needed(await authentication.authentication2(answer), 'the answer to Authentication1');
  return needed(await authentication.finish(say(subject, second)), 'the answer to Authentication2');
}

async function readFirst(subject: SamContractSubject, session: SamSession): Promise<Uint8Array> {
  const sealed = needed(await session.seal(0x14, READ_FIRST), 'sealing');
  return needed(await session.open(0x15, say(subject, sealed)), 'the answer of the card').slice(0, 3 + 16);
}

function say(subject: SamContractSubject, packet: Uint8Array): Uint8Array {
  const answered = subject.card.handle(packet);
  expected(answered !== null, 'the card stayed silent');
  return answered.answer;
}

function bent(packet: Uint8Array, at: number): Uint8Array {
  const changed = packet.slice();
  changed[at] = (changed[at] ?? 0) ^ 0x01;
  return changed;
}
