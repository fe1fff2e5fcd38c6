import { BLOCK_BYTES } from '../felica.ts';
import type { BlockStore } from './memory.ts';

// A card's side of reading and writing blocks, shared by the open and the secure commands
// (docs/facts/felica.md §3.1–3.4).

/** 3.625 − 1.208 ms: a card answers a polling so long after it, in the first slot (§3.1). */
export const POLLING_MS = 2.417;

/** `silent`: a packet whose length does not fit its counts gets no answer (§3.1). */
export type Parsed<Value> = Value | 'silent' | Flags;

export interface Flags {
  readonly sf1: number;
  readonly sf2: number;
}

export const flags = (sf1: number, sf2: number): Flags => ({ sf1, sf2 });
export const isFlags = (value: unknown): value is Flags =>
  typeof value === 'object' && value !== null && 'sf2' in value;

export interface Element {
  readonly service: number;
  readonly mode: number;
  readonly block: number;
}

export interface BlockRequest {
  readonly elements: readonly Element[];
  /** What follows the block list: the data of a write, padding. */
  readonly rest: Uint8Array;
}

/** `m svc(2 LE)×m` at the beginning of `body`, at most 16. */
export function parseServices(body: Uint8Array): Parsed<{ services: number[]; rest: Uint8Array }> {
  const count = body[0];
  if (count === undefined) return 'silent';
  if (count < 1 || count > 16) return flags(0xff, 0xa1);
  if (body.length < 1 + 2 * count) return 'silent';
  const services = Array.from({ length: count }, (_, i) => (body[1 + 2 * i] ?? 0) | ((body[2 + 2 * i] ?? 0) << 8));
  return { services, rest: body.subarray(1 + 2 * count) };
}

/** `n blockList`, at most `limit`. */
export function parseBlocks(body: Uint8Array, limit: number): Parsed<BlockRequest> {
  const count = body[0];
  if (count === undefined) return 'silent';
  if (count < 1 || count > limit) return flags(0xff, 0xa2);
  const elements: Element[] = [];
  let at = 1;
  for (let index = 0; index < count; index++) {
    const first = body[at];
    const isShort = first !== undefined && (first & 0x80) !== 0;
    const length = isShort ? 2 : 3;
    if (first === undefined || at + length > body.length) return 'silent';
    const block = (body[at + 1] ?? 0) | (isShort ? 0 : (body[at + 2] ?? 0) << 8);
    elements.push({ service: first & 0xf, mode: (first >> 4) & 7, block });
    at += length;
  }
  return { elements, rest: body.subarray(at) };
}

/** A service as a command reaches it. `writable`: by its attribute and by the way it is reached. */
export interface Reached {
  readonly store: BlockStore;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** SF1 of an error in one entry: its place as an ordinal (products differ, §3.4). */
const at = (index: number, sf2: number) => flags(index + 1, sf2);

/** The services and elements of a command against the memory; null where all of them are in order. */
export function elementProblem(
  reached: readonly (Reached | null)[],
  elements: readonly Element[],
  isWrite: boolean,
): Flags | null {
  const missing = reached.indexOf(null);
  if (missing >= 0) return at(missing, 0xa6);
  for (const [index, element] of elements.entries()) {
    const service = reached[element.service];
    if (!service) return at(index, 0xa3);
    if (isWrite ? !service.writable : !service.readable) return at(index, 0xa5);
    if (element.mode !== 0) return at(index, 0xa7);
    if (element.block >= service.store.size) return at(index, 0xa8);
    // Cyclic services are written through block 0 only (§3.3).
    if (isWrite && service.store.kind === 'cyclic' && element.block !== 0) return at(index, 0xa8);
  }
  return null;
}

/** More new records in one command than a cyclic service can hold (§3.3): SF2 AF. */
export function cyclicProblem(reached: readonly (Reached | null)[], elements: readonly Element[]): Flags | null {
  for (const [order, service] of reached.entries()) {
    const records = elements.filter((element) => element.service === order).length;
    if (service?.store.kind === 'cyclic' && records > service.store.size) return flags(0xff, 0xaf);
  }
  return null;
}

export function readBlocks(reached: readonly (Reached | null)[], elements: readonly Element[]): Uint8Array[] {
  return elements.map(({ service, block }) => reached[service]?.store.read(block) ?? new Uint8Array(BLOCK_BYTES));
}

/** All of them at once: nothing was written before everything had been checked, and nothing can fail from here on. */
export function writeBlocks(
  reached: readonly (Reached | null)[],
  elements: readonly Element[],
  data: Uint8Array,
): void {
  for (const [index, { service, block }] of elements.entries()) {
    reached[service]?.store.write(block, data.slice(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES));
  }
}
