import { concat, equalBytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { maxFrameContent } from './codec.ts';
import { baudAndType, chipStatus, commandCode, rfItem, timeoutOfCode } from './codes.ts';
import { delays } from './delays.ts';
import type { AirFailure, Dialect } from './dialect.ts';
import type { ChipLink, LinkFailure } from './link.ts';
import type { Detection } from './port.ts';
import { anySystem, felicaTargets, transitSystem } from './targets.ts';

/**
 * 55 55 and zeros wake the chip (docs/facts/felica.md §1.2), and zeros stand before any frame; so many of them also end
 * a frame that the chip believes itself to be in: after a power loss in the middle of ours, data may look like a header.
 */
export const wakeUpPreamble = concat(Uint8Array.of(0x55, 0x55), new Uint8Array(maxFrameContent + 1));

/**
 * Settings after wake-up, in order. Each is answered without data (docs/facts/felica.md §1.3).
 * MaxRtyCOM 0: the chip must never send a card command twice by itself, it could be a Write.
 * Retries of activation: finite, or a Polling without a card would never be answered.
 */
const settings = [
  Uint8Array.of(commandCode.rfConfiguration, rfItem.field, 0x00),
  Uint8Array.of(commandCode.rfConfiguration, rfItem.retriesOfExchange, 0x00),
  Uint8Array.of(commandCode.rfConfiguration, rfItem.retriesOfActivation, 0x00, 0x01, 0x01),
];

/** 204.8 ms: covers what transit cards need (ten blocks read: 77 ms; two written: 135 ms), so it is rarely changed. */
const usualTimeoutCode = 0x0c;
const longestTimeoutCode = 0x10;

/** Four time slots: two cards in the field are told apart in three of four looks, a collision shows as no card. */
const slots = 0x03;

/** NXP PN532 on its serial port. Source: docs/facts/felica.md §1. */
export function pn532(): Dialect {
  let timeoutCode = 0;

  async function setTimeoutCode(link: ChipLink, code: number): Promise<Result<unknown, LinkFailure>> {
    // ATR time-out 0B is the chip's default; the last byte is the one for cards.
    const command = Uint8Array.of(commandCode.rfConfiguration, rfItem.timeouts, 0x00, 0x0b, code);
    const answer = await link.command(command, delays.settings);
    timeoutCode = answer.ok ? code : 0;
    return answer;
  }

  return {
    async initialise(link) {
      timeoutCode = 0;
      await link.abort();
      await link.wakeUp(wakeUpPreamble);
      const configured = await link.command(
        Uint8Array.of(commandCode.samConfiguration, 0x01, 0x00, 0x00),
        delays.settings,
      );
      if (!configured.ok) return configured;
      const version = await link.command(Uint8Array.of(commandCode.getFirmwareVersion), delays.settings);
      if (!version.ok) return version;
      for (const command of settings) {
        const answer = await link.command(command, delays.settings);
        if (!answer.ok) return answer;
      }
      const timed = await setTimeoutCode(link, usualTimeoutCode);
      return timed.ok ? ok(describe(version.value)) : timed;
    },

    resynchronise: echo,

    async detect(link, field) {
      const ready = field === 'afresh' ? await freshField(link) : ok(undefined);
      if (!ready.ok) return ready;
      for (const system of [transitSystem, anySystem]) {
        const polled = await link.command(listFelica(system), delays.polling);
        if (!polled.ok) return polled;
        const [card, second] = felicaTargets(polled.value, system);
        if (second) return ok<Detection>({ found: 'several' });
        if (card) return ok<Detection>({ found: 'felica', card });
      }
      return detectOthers(link);
    },

    async exchange(link, packet, timeoutMs) {
      const needed = timeoutCodeFor(timeoutMs);
      if (needed > timeoutCode) {
        const set = await setTimeoutCode(link, needed);
        if (!set.ok) return set;
      }
      const chipMs = Math.max(timeoutMs, timeoutOfCode(timeoutCode));
      const command = concat(Uint8Array.of(commandCode.inDataExchange, 0x01), packet);
      const answer = await link.command(command, chipMs + delays.exchangeMargin);
      return answer.ok ? cardAnswer(answer.value) : answer;
    },

    fieldOff,
  };
}

/** Diagnose, line test: the chip says again what it was told. It also shows that the line carries data unchanged. */
async function echo(link: ChipLink, nonce: number): Promise<Result<void, LinkFailure>> {
  const data = Uint8Array.of(0x00, nonce >> 8, nonce & 0xff);
  await link.abort();
  const answer = await link.command(concat(Uint8Array.of(commandCode.diagnose), data), delays.settings);
  if (!answer.ok) return answer;
  return equalBytes(answer.value, data) ? ok(undefined) : fail('no-response');
}

export async function fieldOff(link: ChipLink): Promise<Result<void, LinkFailure>> {
  const off = await link.command(Uint8Array.of(commandCode.rfConfiguration, rfItem.field, 0x00), delays.settings);
  return off.ok ? ok(undefined) : off;
}

/** Off long enough for a card to forget its session, and on again (design §3). */
export async function freshField(link: ChipLink): Promise<Result<void, LinkFailure>> {
  const off = await fieldOff(link);
  if (!off.ok) return off;
  await link.pause(delays.fieldOff);
  const on = await link.command(Uint8Array.of(commandCode.rfConfiguration, rfItem.field, 0x01), delays.settings);
  if (!on.ok) return on;
  await link.pause(delays.fieldOn);
  return ok(undefined);
}

/** Up to two FeliCa cards of this system at 212 kbit/s, with their system code. */
function listFelica(system: number): Uint8Array {
  const request = [0x00, system >> 8, system & 0xff, 0x01, slots];
  return Uint8Array.of(commandCode.inListPassiveTarget, 0x02, baudAndType.felica212, ...request);
}

async function detectOthers(link: ChipLink): Promise<Result<Detection, LinkFailure>> {
  const typeA = Uint8Array.of(commandCode.inListPassiveTarget, 0x01, baudAndType.typeA);
  // AFI 00: every application.
  const typeB = Uint8Array.of(commandCode.inListPassiveTarget, 0x01, baudAndType.typeB, 0x00);
  for (const command of [typeA, typeB]) {
    const polled = await link.command(command, delays.polling);
    if (!polled.ok) return polled;
    if ((polled.value[0] ?? 0) > 0) return ok({ found: 'other-technology' });
  }
  return ok({ found: 'nothing' });
}

/** The smallest code of RFConfiguration item 2 that leaves the card its time. */
function timeoutCodeFor(ms: number): number {
  let code = usualTimeoutCode;
  while (code < longestTimeoutCode && timeoutOfCode(code) < ms) code++;
  return code;
}

/** Status byte, then the card's packet, whose length byte must fit. */
function cardAnswer(answer: Uint8Array): Result<Uint8Array, AirFailure> {
  const error = (answer[0] ?? 0xff) & 0x3f;
  const packet = answer.subarray(1);
  if (error === chipStatus.timeout) return fail({ kind: 'air', detail: 'the card is silent' });
  if (error !== chipStatus.ok)
    return fail({ kind: 'air', detail: `chip status ${error.toString(16).padStart(2, '0')}` });
  if (packet.length < 2 || packet[0] !== packet.length) return fail({ kind: 'air', detail: 'the answer is cut off' });
  return ok(packet);
}

/** IC, version, revision, abilities; 32 is the PN532. */
function describe([ic = 0, version = 0, revision = 0]: Uint8Array): string {
  const name = ic === 0x32 ? 'PN532' : `PN53x (chip ${ic.toString(16)})`;
  return `${name} ${version}.${revision}`;
}
