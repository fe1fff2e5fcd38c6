import { fromHex, toHex } from '../bytes.ts';
import type { Clock } from '../clock.ts';
import { type ContractCheck, expected, needed } from '../contract/check.ts';
import type { CardReader, PolledCard, ReaderStatus } from './port.ts';

/** A reader of any kind, not started yet, with one FeliCa card on it. */
export interface ReaderUnderTest {
  readonly reader: CardReader;
  readonly clock: Clock;
  /** Lets time pass until the promise has settled. */
  run<Value>(promise: Promise<Value>): Promise<Value>;
  /** Lets time pass until the reader has this status; rejects where it does not come to it. */
  until(status: ReaderStatus): Promise<void>;
}

/** The card's own time for the commands below, and more than any PMm in use allows for them. */
const ampleMs = 500;
const looks = 3;

/** A question that this reader carries and that changes nothing, and how the card's answer begins. */
function question(reader: CardReader, idm: string): { readonly request: Uint8Array; readonly answer: RegExp } {
  if (reader.carries?.has(0x04) ?? true) return { request: packet(0x04, idm), answer: new RegExp(`^0b05${idm}00$`) };
  return { request: packet(0x06, idm, '018b00018000'), answer: new RegExp(`^..07${idm}`) };
}

/** A whole packet: its length byte, code, IDm, rest. */
function packet(code: number, idm: string, rest = ''): Uint8Array {
  const body = fromHex(`${code.toString(16).padStart(2, '0')}${idm}${rest}`);
  return Uint8Array.of(body.length + 1, ...body);
}

async function cardOn({ reader, run }: ReaderUnderTest): Promise<PolledCard> {
  const seen = needed(await run(reader.detect()), 'a look at the field');
  expected(seen.found === 'felica', `it found ${seen.found}`);
  return seen.card;
}

/** What every CardReader has to do, whatever it is made of: simulated in memory or on a terminal, or the real thing. */
export const readerContract: readonly ContractCheck<ReaderUnderTest>[] = [
  {
    does: 'does nothing before it is started',
    async look({ reader, run }) {
      expected(reader.status === 'stopped', `its status is ${reader.status}`);
      const look = await run(reader.detect());
      expected(!look.ok && look.error.kind === 'reader-disconnected', `a look gave ${JSON.stringify(look)}`);
      return '';
    },
  },
  {
    does: 'names its status on the way up and down, and can be started again',
    async look({ reader, run, until }) {
      const seen: ReaderStatus[] = [];
      reader.onStatus((status) => seen.push(status));
      for (let time = 0; time < 2; time++) {
        reader.start();
        await until('ready');
        await run(reader.stop());
      }
      const once = 'starting, ready, stopped';
      expected(seen.join(', ') === `${once}, ${once}`, `it said ${seen.join(', ')}`);
      return '';
    },
  },
  {
    does: 'finds the card, again and again, and speaks to it',
    async look(subject) {
      const { reader, run, clock } = subject;
      reader.start();
      await subject.until('ready');
      const began = clock.now();
      for (let time = 0; time < looks; time++) {
        const { idm, pmm, systemCode } = await cardOn(subject);
        const lengths = [idm, pmm, systemCode].map((hex) => hex.length / 2).join(', ');
        expected(lengths === '8, 8, 2', `IDm, PMm and system code have ${lengths} bytes`);
        const { request, answer } = question(reader, idm);
        const given = toHex(needed(await run(reader.exchange(request, ampleMs)), 'a question to the card'));
        expected(answer.test(given), `the card's answer was ${given}`);
      }
      const each = Math.round((clock.now() - began) / looks);
      await run(reader.stop());
      return `${each} ms for a look and a question`;
    },
  },
  {
    does: 'takes a packet for another card as no answer, with the card still selected',
    async look(subject) {
      const { reader, run } = subject;
      reader.start();
      const { idm } = await cardOn(subject);
      const stranger = toHex(fromHex(idm).map((byte) => byte ^ 0xff));
      const strange = await run(reader.exchange(question(reader, stranger).request, 20));
      expected(!strange.ok && strange.error.kind === 'no-answer', `it gave ${JSON.stringify(strange)}`);
      needed(await run(reader.exchange(question(reader, idm).request, ampleMs)), 'a question to the card afterwards');
      expected(reader.status === 'ready', `it is ${reader.status} afterwards`);
      await run(reader.stop());
      return '';
    },
  },
  {
    does: 'hears no card with the field off, and finds it at the next look',
    async look(subject) {
      const { reader, run } = subject;
      reader.start();
      const { request } = question(reader, (await cardOn(subject)).idm);
      needed(await run(reader.fieldOff()), 'field off');
      const asked = await run(reader.exchange(request, 20));
      expected(!asked.ok && asked.error.kind === 'no-answer', `with the field off it gave ${JSON.stringify(asked)}`);
      await cardOn(subject);
      await run(reader.stop());
      return '';
    },
  },
  {
    does: 'serves calls that overlap one after the other',
    async look({ reader, run }) {
      reader.start();
      const calls = [reader.detect(), reader.fieldOff(), reader.detect(), reader.detect()];
      for (const { ok } of await run(Promise.all(calls))) expected(ok, 'one of them failed');
      await run(reader.stop());
      return '';
    },
  },
];
