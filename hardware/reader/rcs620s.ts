import { concat, fromHex, toHex } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { baudAndType, commandCode } from './codes.ts';
import { delays } from './delays.ts';
import type { AirFailure, Dialect } from './dialect.ts';
import type { ChipLink, LinkFailure } from './link.ts';
import { fieldOff, freshField, wakeUpPreamble } from './pn532.ts';
import type { Detection, PolledCard } from './port.ts';
import { anySystem, felicaTargets, transitSystem } from './targets.ts';

/** No time-outs of the chip's own, no retries, 24 ms additional wait (docs/facts/felica.md §2.1). */
const settings = [fromHex('32 02 00 00 00'), fromHex('32 05 00 00 00'), fromHex('32 81 b7')];

const longestTimeout = 0xffff;
/** Request System Code takes a fixed time; 10 ms is what the PMm of the slowest cards in use says, and then some. */
const requestSystemCodeMs = 50;

/**
 * Sony RC-S620/S. Source: docs/facts/felica.md §2.1. It looks for FeliCa only, one card a time slot: another technology
 * shows as no card, and so do two cards that answer together.
 */
export function rcs620s(): Dialect {
  return {
    async initialise(link) {
      await link.abort();
      // It needs no waking, but it may be in the middle of a frame all the same.
      await link.wakeUp(wakeUpPreamble);
      for (const command of settings) {
        const answer = await link.command(command, delays.settings);
        if (!answer.ok) return answer;
      }
      const version = await link.command(Uint8Array.of(commandCode.getFirmwareVersion), delays.settings);
      if (!version.ok) return version;
      return ok(`RC-S620/S ${version.value[1] ?? 0}.${version.value[2] ?? 0}`);
    },

    async resynchronise(link) {
      // Its Diagnose is not documented; asking for the version twice leaves nothing older on the line.
      await link.abort();
      for (let time = 0; time < 2; time++) {
        const answer = await link.command(Uint8Array.of(commandCode.getFirmwareVersion), delays.settings);
        if (!answer.ok) return answer;
      }
      return ok(undefined);
    },

    async detect(link, field) {
      const ready = field === 'afresh' ? await freshField(link) : ok(undefined);
      if (!ready.ok) return ready;
      for (const system of [transitSystem, anySystem]) {
        const request = [0x00, system >> 8, system & 0xff, 0x00, 0x00];
        const command = Uint8Array.of(commandCode.inListPassiveTarget, 0x01, baudAndType.felica212, ...request);
        const polled = await link.command(command, delays.polling);
        if (!polled.ok) return polled;
        const [card] = felicaTargets(polled.value, system);
        if (card) return named(link, card);
      }
      return ok<Detection>({ found: 'nothing' });
    },

    exchange: communicate,

    fieldOff,
  };
}

/** Its Polling does not ask for the system code; a card that answered the wildcard is asked for its first system. */
async function named(link: ChipLink, card: PolledCard): Promise<Result<Detection, LinkFailure>> {
  if (card.systemCode !== 'ffff') return ok({ found: 'felica', card });
  const packet = concat(Uint8Array.of(0x0a, 0x0c), fromHex(card.idm));
  const answer = await communicate(link, packet, requestSystemCodeMs);
  if (answer.ok) {
    const isAnswer = answer.value[1] === 0x0d && answer.value.length >= 13;
    return ok({
      found: 'felica',
      card: isAnswer ? { ...card, systemCode: toHex(answer.value.subarray(11, 13)) } : card,
    });
  }
  const { error } = answer;
  return typeof error === 'string' ? fail(error) : ok({ found: 'felica', card });
}

/** CommunicateThruEX: time-out in half milliseconds, little endian, then the packet; answered by status and packet. */
async function communicate(
  link: ChipLink,
  packet: Uint8Array,
  timeoutMs: number,
): Promise<Result<Uint8Array, LinkFailure | AirFailure>> {
  const cardMs = Math.max(timeoutMs, delays.rcs620sCard);
  const time = Math.min(Math.ceil(cardMs * 2), longestTimeout);
  const head = Uint8Array.of(commandCode.communicateThruEx, time & 0xff, time >> 8);
  const answer = await link.command(concat(head, packet), cardMs + delays.exchangeMargin);
  if (!answer.ok) return answer;
  const status = answer.value[0] ?? 0xff;
  const received = answer.value.subarray(1);
  if (status !== 0) return fail({ kind: 'air', detail: `chip status ${status.toString(16).padStart(2, '0')}` });
  if (received.length < 2 || received[0] !== received.length)
    return fail({ kind: 'air', detail: 'the answer is cut off' });
  return ok(received);
}
