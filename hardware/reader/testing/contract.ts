import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../bytes.ts';
import type { CardReader, ReaderStatus } from '../port.ts';
import { packet } from './plain-card.ts';

/** A reader of any kind, not started yet, with one FeliCa card on it. */
export interface ReaderUnderTest {
  readonly reader: CardReader;
  /** Lets time pass until the promise has settled. */
  run<Value>(promise: Promise<Value>): Promise<Value>;
  until(status: ReaderStatus): Promise<void>;
}

/** The card's own time for the commands below, and more than any PMm in use allows for them. */
const ampleMs = 500;

/** A question that this reader carries and that changes nothing, and how the card's answer begins. */
function question(reader: CardReader, idm: string): { readonly request: Uint8Array; readonly answer: RegExp } {
  if (reader.carries?.has(0x04) ?? true) return { request: packet(0x04, idm), answer: new RegExp(`^0b05${idm}00$`) };
  return { request: packet(0x06, idm, '01 8b00 01 8000'), answer: new RegExp(`^..07${idm}`) };
}

/** What every CardReader has to do, whatever it is made of: simulated in memory or on a terminal, or the real thing. */
export function readerContract(name: string, setUp: () => ReaderUnderTest): void {
  describe(`the contract of a reader: ${name}`, () => {
    test('does nothing before it is started', async () => {
      const { reader, run } = setUp();
      expect(reader.status).toBe('stopped');
      expect(await run(reader.detect())).toEqual({ ok: false, error: { kind: 'reader-disconnected' } });
    });

    test('names its status on the way up and down, and can be started again', async () => {
      const { reader, run, until } = setUp();
      const seen: ReaderStatus[] = [];
      reader.onStatus((status) => seen.push(status));
      for (let time = 0; time < 2; time++) {
        reader.start();
        await until('ready');
        await run(reader.stop());
      }
      expect(seen).toEqual(['starting', 'ready', 'stopped', 'starting', 'ready', 'stopped']);
    });

    test('finds the card, again and again, and speaks to it', async () => {
      const { reader, run } = setUp();
      reader.start();
      for (let time = 0; time < 3; time++) {
        const seen = await run(reader.detect());
        if (!seen.ok || seen.value.found !== 'felica') throw new Error(`found ${JSON.stringify(seen)}`);
        const { idm, pmm, systemCode } = seen.value.card;
        expect([idm.length, pmm.length, systemCode.length]).toEqual([16, 16, 4]);
        const { request, answer: expected } = question(reader, idm);
        const answer = await run(reader.exchange(request, ampleMs));
        expect(answer.ok && toHex(answer.value)).toMatch(expected);
      }
      await run(reader.stop());
    });

    test('a packet that is not for the card is no answer, and the card is still selected', async () => {
      const { reader, run } = setUp();
      reader.start();
      const seen = await run(reader.detect());
      if (!seen.ok || seen.value.found !== 'felica') throw new Error(`found ${JSON.stringify(seen)}`);
      const { idm } = seen.value.card;
      const stranger = toHex(fromHex(idm).map((byte) => byte ^ 0xff));
      const strange = question(reader, stranger).request;
      expect(await run(reader.exchange(strange, 20))).toMatchObject({ error: { kind: 'no-answer' } });
      expect(await run(reader.exchange(question(reader, idm).request, ampleMs))).toMatchObject({ ok: true });
      expect(reader.status).toBe('ready');
      await run(reader.stop());
    });

    test('with the field off no card answers, until the next look', async () => {
      const { reader, run } = setUp();
      reader.start();
      const seen = await run(reader.detect());
      if (!seen.ok || seen.value.found !== 'felica') throw new Error(`found ${JSON.stringify(seen)}`);
      const { request } = question(reader, seen.value.card.idm);
      expect(await run(reader.fieldOff())).toMatchObject({ ok: true });
      expect(await run(reader.exchange(request, 20))).toMatchObject({ error: { kind: 'no-answer' } });
      expect(await run(reader.detect())).toMatchObject({ value: { found: 'felica' } });
      await run(reader.stop());
    });

    test('calls that overlap are served one after the other', async () => {
      const { reader, run } = setUp();
      reader.start();
      const looks = await run(Promise.all([reader.detect(), reader.fieldOff(), reader.detect(), reader.detect()]));
      expect(looks.map((look) => look.ok)).toEqual([true, true, true, true]);
      await run(reader.stop());
    });
  });
}
