import { concat, equalBytes, type Hex, toHex } from '../bytes.ts';
import { type CardStatus, statusHex, statusOf } from './felica-status.ts';

// FeliCa packets as the host sends and reads them (docs/facts/felica.md §3.1–3.2). A packet is LEN (itself included),
// code, parameters; the answer's code is the command's plus one. Service codes and block numbers are little endian,
// system codes big endian. Every parser takes arbitrary bytes and gives null for what is not the answer asked for.

export const Command = {
  polling: 0x00,
  requestService: 0x02,
  requestResponse: 0x04,
  read: 0x06,
  write: 0x08,
  searchServiceCode: 0x0a,
  requestSystemCode: 0x0c,
  authentication1: 0x10,
  authentication2: 0x12,
  secureRead: 0x14,
  secureWrite: 0x16,
  resetMode: 0x3e,
} as const;

export const BLOCK_BYTES = 16;
/** (255 − 13) / 16: what fits into one answer; a card may allow fewer (§3.1). */
export const MAX_BLOCKS = 15;
/** Secure messages are padded to 8 bytes; a method that always pads adds 8 to a full one (§3.6 step 5). */
const MAX_PADDING = 8;
/** Request Service takes so many codes. */
export const MAX_NODES = 32;
export const SYSTEM_TRANSIT = 0x0003;
export const SYSTEM_LITE_S = 0x88b4;
/** The wildcard of a polling. */
export const SYSTEM_ANY = 0xffff;

/** One entry of a block list: the place of the service in the command's service list, and the block's number. */
export interface BlockAddress {
  readonly service: number;
  readonly block: number;
}

function packet(code: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(...parts);
  if (body.length > 253) throw new RangeError(`a FeliCa packet of ${body.length + 2} bytes`);
  return concat(Uint8Array.of(body.length + 2, code), body);
}

const codeList = (codes: readonly number[]) =>
  Uint8Array.of(codes.length, ...codes.flatMap((code) => [code & 0xff, code >> 8]));

/** 2-byte elements for blocks below 256, 3-byte ones above; access mode 000 (§3.2). */
export function blockList(blocks: readonly BlockAddress[]): Uint8Array {
  return Uint8Array.from(
    blocks.flatMap(({ service, block }) =>
      block < 0x100 ? [0x80 | service, block] : [service, block & 0xff, block >> 8],
    ),
  );
}

function counted(blocks: readonly BlockAddress[]): Uint8Array {
  if (blocks.length < 1 || blocks.length > MAX_BLOCKS) throw new RangeError(`${blocks.length} blocks in one command`);
  return concat(Uint8Array.of(blocks.length), blockList(blocks));
}

/** `requestCode` 0 nothing, 1 the system code behind the PMm; `slots` TSN: 0, 1, 3, 7 or 15 (§3.1). */
export function polling(systemCode: number, requestCode: 0 | 1 | 2, slots: number): Uint8Array {
  return packet(Command.polling, Uint8Array.of(systemCode >> 8, systemCode & 0xff, requestCode, slots));
}

export function requestService(idm: Uint8Array, codes: readonly number[]): Uint8Array {
  if (codes.length < 1 || codes.length > MAX_NODES) throw new RangeError(`${codes.length} codes in Request Service`);
  return packet(Command.requestService, idm, codeList(codes));
}

export function requestResponse(idm: Uint8Array): Uint8Array {
  return packet(Command.requestResponse, idm);
}

export function requestSystemCode(idm: Uint8Array): Uint8Array {
  return packet(Command.requestSystemCode, idm);
}

/** Read Without Encryption. */
export function read(idm: Uint8Array, services: readonly number[], blocks: readonly BlockAddress[]): Uint8Array {
  return packet(Command.read, idm, codeList(services), counted(blocks));
}

/** Write Without Encryption: 16 bytes of data a block, in the order of the list. */
export function write(
  idm: Uint8Array,
  services: readonly number[],
  blocks: readonly BlockAddress[],
  data: readonly Uint8Array[],
): Uint8Array {
  return packet(Command.write, idm, codeList(services), counted(blocks), ...data);
}

/** Payload of a secure Read: `n blockList` (§3.6 step 7); the services are those of Authentication1, in its order. */
export function secureRead(blocks: readonly BlockAddress[]): Uint8Array {
  return counted(blocks);
}

/** Payload of a secure Write: `n blockList data`. */
export function secureWrite(blocks: readonly BlockAddress[], data: readonly Uint8Array[]): Uint8Array {
  return concat(counted(blocks), ...data);
}

/** The parameters behind the IDm, or null where this is no answer to `command` from that card. */
function answerOf(answer: Uint8Array, command: number, idm: Uint8Array): Uint8Array | null {
  if (answer.length < 10 || answer[0] !== answer.length || answer[1] !== command + 1) return null;
  if (!equalBytes(answer.subarray(2, 10), idm)) return null;
  return answer.subarray(10);
}

export interface PollingAnswer {
  readonly idm: Hex;
  readonly pmm: Hex;
  /** What the request code asked for, as two bytes; null where the card added nothing. */
  readonly requestData: Hex | null;
}

export function parsePolling(answer: Uint8Array): PollingAnswer | null {
  if (answer.length !== 18 && answer.length !== 20) return null;
  if (answer[0] !== answer.length || answer[1] !== Command.polling + 1) return null;
  return {
    idm: toHex(answer.subarray(2, 10)),
    pmm: toHex(answer.subarray(10, 18)),
    requestData: answer.length === 20 ? toHex(answer.subarray(18)) : null,
  };
}

/** Key versions in the order asked for; null for a node that the card does not have (FFFF). */
export function parseRequestService(
  answer: Uint8Array,
  idm: Uint8Array,
  count: number,
): readonly (number | null)[] | null {
  const body = answerOf(answer, Command.requestService, idm);
  if (!body || body[0] !== count || body.length !== 1 + 2 * count) return null;
  return Array.from({ length: count }, (_, index) => {
    const version = (body[1 + 2 * index] ?? 0) | ((body[2 + 2 * index] ?? 0) << 8);
    return version === 0xffff ? null : version;
  });
}

/** The card's mode, 0–3. */
export function parseRequestResponse(answer: Uint8Array, idm: Uint8Array): number | null {
  const body = answerOf(answer, Command.requestResponse, idm);
  return body?.length === 1 ? (body[0] ?? null) : null;
}

/** The systems on the card, as it lists them. */
export function parseRequestSystemCode(answer: Uint8Array, idm: Uint8Array): readonly number[] | null {
  const body = answerOf(answer, Command.requestSystemCode, idm);
  if (!body || body.length !== 1 + 2 * (body[0] ?? -1)) return null;
  return Array.from({ length: body[0] ?? 0 }, (_, i) => ((body[1 + 2 * i] ?? 0) << 8) | (body[2 + 2 * i] ?? 0));
}

export type ReadAnswer =
  | { readonly status: 'ok'; readonly blocks: readonly Uint8Array[] }
  | { readonly status: Exclude<CardStatus, 'ok'>; readonly flags: Hex };

export interface WriteAnswer {
  readonly status: CardStatus;
  readonly flags: Hex;
}

export function parseRead(answer: Uint8Array, idm: Uint8Array, count: number): ReadAnswer | null {
  const body = answerOf(answer, Command.read, idm);
  return body && blocksOf(body, count, 0);
}

export function parseWrite(answer: Uint8Array, idm: Uint8Array): WriteAnswer | null {
  const body = answerOf(answer, Command.write, idm);
  return body && flagsOf(body, 0);
}

/** Inner payload of a secure Read's answer; up to 8 bytes of padding may follow, any method (§3.6 step 5). */
export function parseSecureRead(payload: Uint8Array, count: number): ReadAnswer | null {
  return blocksOf(payload, count, MAX_PADDING);
}

export function parseSecureWrite(payload: Uint8Array): WriteAnswer | null {
  return flagsOf(payload, MAX_PADDING);
}

/** `SF1 SF2 [n data(16)×n]`; data only if SF1 is 00. */
function blocksOf(body: Uint8Array, count: number, padding: number): ReadAnswer | null {
  const [sf1, sf2, n] = body;
  if (sf1 === undefined || sf2 === undefined) return null;
  const status = statusOf(sf1, sf2);
  if (status !== 'ok') return { status, flags: statusHex(sf1, sf2) };
  const rest = body.length - 3 - BLOCK_BYTES * count;
  if (n !== count || rest < 0 || rest > padding) return null;
  return {
    status,
    blocks: Array.from({ length: count }, (_, i) => body.slice(3 + BLOCK_BYTES * i, 3 + BLOCK_BYTES * (i + 1))),
  };
}

function flagsOf(body: Uint8Array, padding: number): WriteAnswer | null {
  const [sf1, sf2] = body;
  if (sf1 === undefined || sf2 === undefined || body.length - 2 > padding) return null;
  return { status: statusOf(sf1, sf2), flags: statusHex(sf1, sf2) };
}
