import { concat, equalBytes } from '../bytes.ts';

/** ID TECH NEO 2 / VP3300: numbers of maker and product. Source: docs/facts/felica.md §9. */
export const neo2Usb = { vendorId: 0x0acd, productId: 0x3530 } as const;

/** Commands with their subcommand. Source: docs/facts/felica.md §9.2. */
export const neo2Command = {
  ping: [0x18, 0x01],
  passThrough: [0x2c, 0x01],
  nfc: [0x2c, 0x40],
  felica: [0x2c, 0x41],
} as const satisfies Record<string, readonly [number, number]>;

/** Of an answer. Source: docs/facts/felica.md §9.2. */
export const neo2Status = {
  ok: 0x00,
  unknownCommand: 0x02,
  unknownSubcommand: 0x03,
  incorrectParameter: 0x05,
  malformed: 0x07,
  timeout: 0x08,
  notAllowed: 0x0b,
  subcommandNotAllowed: 0x0c,
} as const;

/** A report: its number, then 63 bytes. */
export const reportLength = 64;
const contentLength = reportLength - 1;
/** 1 is a whole message; longer ones come as 2, any number of 3, and 4. Others are ignored. */
const reportNumber = { whole: 1, first: 2, middle: 3, last: 4 } as const;

const header = Uint8Array.from([...'ViVOtech2\0'].map((letter) => letter.charCodeAt(0)));
const commandAt = header.length;
const dataAt = commandAt + 4;
const crcLength = 2;
/** More than any FeliCa packet needs: longer messages are none that we asked for, and must not fill the memory. */
const longestMessage = 1_024;

export interface Neo2Message {
  readonly kind: 'message';
  readonly command: number;
  /** From the host the subcommand, from the reader the status. */
  readonly detail: number;
  readonly data: Uint8Array;
}

export type Neo2Heard = Neo2Message | { readonly kind: 'damaged' };
export type Neo2Side = 'host' | 'reader';

/** CRC-16, polynomial 1021, initial value FFFF (docs/facts/felica.md §9.2; checked by the public ping vector). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

/** The message with its CRC: high byte first, but low byte first in what a host sends outside pass-through (2C). */
export function neo2Message(by: Neo2Side, command: number, detail: number, data: Uint8Array): Uint8Array {
  const body = concat(header, Uint8Array.of(command, detail, data.length >> 8, data.length & 0xff), data);
  return concat(body, crcBytes(by, command, body));
}

function crcBytes(by: Neo2Side, command: number, body: Uint8Array): Uint8Array {
  const crc = crc16(body);
  const isLowFirst = by === 'host' && command !== neo2Command.passThrough[0];
  return isLowFirst ? Uint8Array.of(crc & 0xff, crc >> 8) : Uint8Array.of(crc >> 8, crc & 0xff);
}

/** The reports that carry a message, the last one filled up with zeros. */
export function neo2Reports(message: Uint8Array): Uint8Array[] {
  const count = Math.ceil(message.length / contentLength);
  return Array.from({ length: count }, (_, index) => {
    const report = new Uint8Array(reportLength);
    report[0] = count === 1 ? reportNumber.whole : numberOf(index, count);
    report.set(message.subarray(index * contentLength, (index + 1) * contentLength), 1);
    return report;
  });
}

function numberOf(index: number, count: number): number {
  if (index === 0) return reportNumber.first;
  return index === count - 1 ? reportNumber.last : reportNumber.middle;
}

/** Puts messages together from reports as they come in; `from`: who sends them. */
export class Neo2Parser {
  readonly #from: Neo2Side;
  #parts: Uint8Array[] | null = null;

  constructor(from: Neo2Side) {
    this.#from = from;
  }

  reset(): void {
    this.#parts = null;
  }

  push(report: Uint8Array): readonly Neo2Heard[] {
    if (report.length !== reportLength) return this.#damaged();
    const content = report.subarray(1);
    switch (report[0]) {
      case reportNumber.whole:
        this.#parts = null;
        return this.#read(content);
      case reportNumber.first:
        this.#parts = [content];
        return [];
      case reportNumber.middle:
        if (!this.#parts) return [];
        if ((this.#parts.length + 1) * contentLength > longestMessage) return this.#damaged();
        this.#parts.push(content);
        return [];
      case reportNumber.last: {
        if (!this.#parts) return [];
        const whole = concat(...this.#parts, content);
        this.#parts = null;
        return this.#read(whole);
      }
      default:
        return [];
    }
  }

  #damaged(): readonly Neo2Heard[] {
    this.#parts = null;
    return [{ kind: 'damaged' }];
  }

  #read(bytes: Uint8Array): readonly Neo2Heard[] {
    const [command = 0, detail = 0, high = 0, low = 0] = bytes.subarray(commandAt, dataAt);
    const end = dataAt + high * 256 + low;
    if (!equalBytes(bytes.subarray(0, header.length), header) || end + crcLength > bytes.length) return this.#damaged();
    const crc = bytes.subarray(end, end + crcLength);
    if (!equalBytes(crc, crcBytes(this.#from, command, bytes.subarray(0, end)))) return this.#damaged();
    return [{ kind: 'message', command, detail, data: bytes.slice(dataAt, end) }];
  }
}
