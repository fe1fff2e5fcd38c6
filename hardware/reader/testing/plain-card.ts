import { concat, fromHex, toHex } from '../../bytes.ts';
import type { FieldAnswer, FieldCard } from '../field.ts';

/** A card for tests of the reader: answers Polling, Request Response and an open read, echoes 7e, remembers what it heard. */
export class PlainCard implements FieldCard {
  readonly technology = 'felica';
  readonly heard: string[] = [];
  readonly #idm: Uint8Array;
  readonly #pmm: Uint8Array;
  readonly #system: number;
  readonly #ms: number;
  fieldsLost = 0;

  constructor(options: { idm?: string; pmm?: string; system?: number; ms?: number } = {}) {
    this.#idm = fromHex(options.idm ?? '0102030405060708');
    this.#pmm = fromHex(options.pmm ?? '100b4b428485d0ff');
    this.#system = options.system ?? 0x0003;
    this.#ms = options.ms ?? 3;
  }

  get idm(): string {
    return toHex(this.#idm);
  }

  handle(packet: Uint8Array): FieldAnswer | null {
    const answer = packet[1] === 0x00 ? this.#polled(packet) : this.#asked(packet);
    return answer && { answer: concat(Uint8Array.of(answer.length + 1), answer), ms: this.#ms };
  }

  fieldOff(): void {
    this.fieldsLost++;
  }

  #polled(packet: Uint8Array): Uint8Array | null {
    const own = [this.#system >> 8, this.#system & 0xff];
    const fits = own.every((byte, index) => packet[2 + index] === byte || packet[2 + index] === 0xff);
    if (packet.length !== 6 || !fits) return null;
    return concat(Uint8Array.of(0x01), this.#idm, this.#pmm, Uint8Array.from(packet[4] === 0x01 ? own : []));
  }

  #asked(packet: Uint8Array): Uint8Array | null {
    if (toHex(packet.subarray(2, 10)) !== this.idm) return null;
    this.heard.push(toHex(packet));
    if (packet[1] === 0x04) return concat(Uint8Array.of(0x05), this.#idm, Uint8Array.of(0x00));
    if (packet[1] === 0x06) return this.#read(packet);
    if (packet[1] === 0x0c)
      return concat(Uint8Array.of(0x0d), this.#idm, Uint8Array.of(0x01), systemBytes(this.#system));
    return packet[1] === 0x7e ? concat(Uint8Array.of(0x7f), packet.subarray(2)) : null;
  }

  /** One block of zeros of the service that its system is known by; any other service it does not have (A6). */
  #read(packet: Uint8Array): Uint8Array {
    const service = (packet[11] ?? 0) + (packet[12] ?? 0) * 256;
    const own = this.#system === 0x88b4 ? 0x000b : 0x008b;
    const flags = service === own ? [0x00, 0x00, 0x01, ...new Uint8Array(16)] : [0x01, 0xa6];
    return concat(Uint8Array.of(0x07), this.#idm, Uint8Array.from(flags));
  }
}

function systemBytes(system: number): Uint8Array {
  return Uint8Array.of(system >> 8, system & 0xff);
}

/** A whole packet: its length byte, code, IDm, rest. */
export function packet(code: number, idm: string, rest = ''): Uint8Array {
  const body = concat(Uint8Array.of(code), fromHex(idm), fromHex(rest));
  return concat(Uint8Array.of(body.length + 1), body);
}

/** Vector V12 (docs/facts/felica.md §1.4): SENS_RES, SEL_RES, NFCID of a card of type A. */
export const typeACard: FieldCard = {
  technology: 'type-a',
  targetData: fromHex('0004 08 04 fb0ee20b'),
  handle: () => null,
  fieldOff: () => {},
};
