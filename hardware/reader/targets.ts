import { toHex } from '../bytes.ts';
import type { PolledCard } from './port.ts';

export const transitSystem = 0x0003;
export const anySystem = 0xffff;

/**
 * The FeliCa cards in an answer to InListPassiveTarget, given without its code: number of targets, and for each its
 * number and the card's whole Polling answer (docs/facts/felica.md §1.3). A target that is none is left out.
 * `asked`: the system that was polled; it names the card where the answer does not.
 */
export function felicaTargets(answer: Uint8Array, asked: number): PolledCard[] {
  const cards: PolledCard[] = [];
  let rest = answer.subarray(1);
  for (let count = answer[0] ?? 0; count > 0; count--) {
    const length = rest[1] ?? 0;
    const packet = rest.subarray(1, 1 + length);
    rest = rest.subarray(1 + length);
    if (packet.length < 18 || packet.length !== length || packet[1] !== 0x01) break;
    const systemCode = packet.length >= 20 ? toHex(packet.subarray(18, 20)) : asked.toString(16).padStart(4, '0');
    cards.push({ idm: toHex(packet.subarray(2, 10)), pmm: toHex(packet.subarray(10, 18)), systemCode });
  }
  return cards;
}
