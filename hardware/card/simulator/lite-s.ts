import { concat, fromHex, type Hex } from '../../bytes.ts';
import type { FieldAnswer, FieldCard } from '../../reader/field.ts';
import {
  LiteSBlock,
  type LiteSSession,
  liteSSession,
  macMatches,
  readMac,
  readMacA,
  turnHalves,
  writeMacA,
} from '../../sam/lite-s.ts';
import { BLOCK_BYTES, Command, SYSTEM_LITE_S } from '../felica.ts';
import { cardTimeMs, type TimedCommand } from '../pmm.ts';
import { type Element, type Flags, flags, isFlags, POLLING_MS, parseBlocks, parseServices } from './access.ts';

export interface LiteSCardOptions {
  readonly idm: Hex;
  readonly pmm?: Hex;
  /** Card key, 16 bytes in natural order; zeros on a card from the shop. */
  readonly cardKey?: Uint8Array;
  /** Block 82; on a card from the shop IDd and zeros. */
  readonly idBlock?: Uint8Array;
  /** S_PAD0 and on, 16 bytes each. */
  readonly pads?: readonly Uint8Array[];
  /** After issue: user and system blocks can only be read. */
  readonly isLocked?: boolean;
  readonly pace?: number;
}

/** PMm of a real Lite-S (docs/facts/felica.md §5.1). */
const LITE_S_PMM = '00f1000000014300';
const WRITE_SERVICE = 0x0009;
const READ_SERVICE = 0x000b;
const READ_LIMIT = 4;
const WRITE_LIMIT = 2;
/** The PMm of this chip leaves a few ms only. */
const DEFAULT_PACE = 1;
/** The counter of a card as it comes from the shop (§5.3), little endian `00 FE FF`. */
const FIRST_COUNTER = 0xfffe00;
/** Memory configuration from the shop, and locked: bits 0–13 of the first word are the user blocks (§5.1). */
const MC_OPEN: Hex = 'ffffff01070000000000000000000000';
const MC_LOCKED: Hex = '00c00001070000000000000000000000';
const IS_OPEN = 0xff;
/** System blocks that can be written until the memory configuration is locked. */
const SYSTEM_BLOCKS: ReadonlySet<number> = new Set([
  LiteSBlock.id,
  LiteSBlock.serviceCode,
  LiteSBlock.cardKeyVersion,
  LiteSBlock.cardKey,
  LiteSBlock.memoryConfiguration,
]);
const USER_BLOCKS = 14;
const EXISTING: ReadonlySet<number> = new Set([
  ...Array.from({ length: 15 }, (_, block) => block),
  ...Object.values(LiteSBlock),
  0xa0,
]);

/**
 * A FeliCa Lite-S at the level of packets, from the shop or issued: MAC and MAC_A on reading, MAC_A on writing STATE,
 * write counter, locks of the memory configuration, and the order of refusals that Flipper's emulation has
 * (docs/facts/felica.md §5). Not simulated: NDEF, REG, and blocks that need authentication to be read or written.
 */
export class LiteSCard implements FieldCard {
  readonly technology = 'felica';
  readonly idm: Hex;
  readonly pmm: Hex;
  readonly breaches: string[] = [];
  readonly #options: LiteSCardOptions;
  readonly #blocks = new Map<number, Uint8Array>();
  #cardKey: Uint8Array;
  #session: LiteSSession | null = null;
  #counter = FIRST_COUNTER;

  constructor(options: LiteSCardOptions) {
    this.#options = options;
    this.idm = options.idm;
    this.pmm = options.pmm ?? LITE_S_PMM;
    this.#cardKey = options.cardKey ?? new Uint8Array(16);
    this.#blocks.set(LiteSBlock.id, options.idBlock ?? block(...fromHex(this.idm)));
    this.#blocks.set(LiteSBlock.deviceId, concat(fromHex(this.idm), fromHex(this.pmm)));
    this.#blocks.set(LiteSBlock.systemCode, block(0x88, 0xb4));
    this.#blocks.set(LiteSBlock.memoryConfiguration, fromHex(options.isLocked ? MC_LOCKED : MC_OPEN));
    for (const [index, pad] of (options.pads ?? []).entries()) this.#blocks.set(LiteSBlock.pad0 + index, pad);
  }

  fieldOff(): void {
    this.#session = null;
    this.#blocks.delete(LiteSBlock.state);
  }

  handle(packet: Uint8Array): FieldAnswer | null {
    const code = packet[1];
    if (packet[0] !== packet.length || code === undefined) return this.#breach('length byte does not fit');
    const body = packet.subarray(2);
    if (code === Command.polling) return this.#polling(body);
    if (Buffer.compare(body.subarray(0, 8), fromHex(this.idm)) !== 0) return null;
    if (code === Command.read) return this.#read(body.subarray(8));
    if (code === Command.write) return this.#write(body.subarray(8));
    return this.#breach(`unknown command ${code.toString(16)}`);
  }

  #polling(body: Uint8Array): FieldAnswer | null {
    const [high, low, requestCode] = body;
    if (body.length !== 4) return this.#breach('polling of a wrong length');
    const isMeant = (high === 0xff || high === SYSTEM_LITE_S >> 8) && (low === 0xff || low === (SYSTEM_LITE_S & 0xff));
    if (!isMeant) return null;
    const extra = requestCode === 1 ? Uint8Array.of(0x88, 0xb4) : new Uint8Array();
    const content = concat(Uint8Array.of(1), fromHex(this.idm), fromHex(this.pmm), extra);
    return { answer: concat(Uint8Array.of(content.length + 1), content), ms: POLLING_MS };
  }

  #read(body: Uint8Array): FieldAnswer | null {
    const request = parseRequest(body, READ_LIMIT);
    if (request === 'silent') return this.#breach('read of a wrong length');
    if (isFlags(request)) return this.#answer(Command.read, Uint8Array.of(request.sf1, request.sf2), 'read', 1);
    const { elements } = request;
    const problem = this.#elementProblem(request, false) ?? this.#macProblem(elements);
    if (problem) return this.#answer(Command.read, Uint8Array.of(problem.sf1, problem.sf2), 'read', 1);
    const data: Uint8Array[] = [];
    for (const { block: number } of elements) data.push(this.#shown(number, elements, data));
    const content = concat(Uint8Array.of(0, 0, data.length), ...data);
    return this.#answer(Command.read, content, 'read', data.length);
  }

  /** One block as a read shows it; `before` is what stands before it in the same answer, for the MACs. */
  #shown(number: number, elements: readonly Element[], before: readonly Uint8Array[]): Uint8Array {
    const session = this.#session;
    if (number === LiteSBlock.mac && session) return block(...readMac(session, concat(...before)));
    if (number === LiteSBlock.macA && session) {
      const numbers = elements.map((element) => element.block);
      return block(...readMacA(session, numbers, concat(...before)));
    }
    if (number === LiteSBlock.writeCounter) return block(...this.#counterBytes());
    // Challenge and key can be written, never read (§5.1).
    if (number === LiteSBlock.rc || number === LiteSBlock.cardKey) return block();
    return this.#blocks.get(number) ?? block();
  }

  #macProblem(elements: readonly Element[]): Flags | null {
    const wants = (number: number) => elements.some((element) => element.block === number);
    if (!wants(LiteSBlock.mac) && !wants(LiteSBlock.macA)) return null;
    if (!this.#session) return flags(1, 0xb2);
    return wants(LiteSBlock.mac) && wants(LiteSBlock.macA) ? flags(1, 0xb0) : null;
  }

  #elementProblem(request: Request, isWrite: boolean): Flags | null {
    const [service] = request.services;
    if (request.services.length !== 1) return flags(0xff, 0xa1);
    if (service !== WRITE_SERVICE && service !== READ_SERVICE) return flags(1, 0xa6);
    for (const [index, element] of request.elements.entries()) {
      if (element.service !== 0) return flags(index + 1, 0xa3);
      if (element.mode !== 0) return flags(index + 1, 0xa7);
      if (!EXISTING.has(element.block)) return flags(index + 1, 0xa8);
      if (isWrite && service === READ_SERVICE) return flags(index + 1, 0xa5);
    }
    return null;
  }

  #write(body: Uint8Array): FieldAnswer | null {
    const request = parseRequest(body, WRITE_LIMIT);
    if (request === 'silent') return this.#breach('write of a wrong length');
    if (isFlags(request)) return this.#answer(Command.write, Uint8Array.of(request.sf1, request.sf2), 'write', 1);
    if (request.rest.length !== request.elements.length * BLOCK_BYTES) return this.#breach('write without its data');
    const { sf1, sf2 } = this.#elementProblem(request, true) ?? this.#store(request);
    return this.#answer(Command.write, Uint8Array.of(sf1, sf2), 'write', request.elements.length);
  }

  #store(request: Request): Flags {
    const [first, second] = request.elements;
    const data = request.rest.slice(0, BLOCK_BYTES);
    if (second && second.block !== LiteSBlock.macA) return flags(0xff, 0xa2);
    if (first?.block === LiteSBlock.rc && !second) {
      this.#session = liteSSession(this.#cardKey, turnHalves(data));
      return flags(0, 0);
    }
    if (first?.block === LiteSBlock.state) return this.#setState(data, second && request.rest.slice(BLOCK_BYTES));
    if (!first || second || !this.#isWritable(first.block)) return flags(1, 0xa5);
    this.#keep(first.block, data);
    return flags(0, 0);
  }

  #isWritable(number: number): boolean {
    const configuration = this.#blocks.get(LiteSBlock.memoryConfiguration) ?? block();
    if (number < USER_BLOCKS) return ((((configuration[1] ?? 0) << 8) | (configuration[0] ?? 0)) & (1 << number)) !== 0;
    return SYSTEM_BLOCKS.has(number) && configuration[2] === IS_OPEN;
  }

  #keep(number: number, data: Uint8Array): void {
    this.#counter += 1;
    if (number === LiteSBlock.cardKey) {
      this.#cardKey = turnHalves(data);
      return;
    }
    // IDd is the card's own; locking the configuration sets the counter back (§5.3).
    const kept = number === LiteSBlock.id ? concat(fromHex(this.idm), data.subarray(8)) : data;
    if (number === LiteSBlock.memoryConfiguration && kept[2] !== IS_OPEN) this.#counter = 0;
    this.#blocks.set(number, kept);
  }

  /** External authentication: STATE is only written with the right MAC_A at the present counter (§5.3). */
  #setState(data: Uint8Array, proof: Uint8Array | undefined): Flags {
    if (!proof) return flags(1, 0xb1);
    const counter = this.#counterBytes();
    const session = this.#session;
    const isRight =
      session &&
      macMatches(proof, writeMacA(session, counter, LiteSBlock.state, data)) &&
      Buffer.compare(proof.subarray(8, 11), counter) === 0;
    if (!isRight) return flags(2, 0xb2);
    this.#blocks.set(LiteSBlock.state, data);
    this.#counter += 1;
    return flags(0, 0);
  }

  #counterBytes(): Uint8Array {
    return Uint8Array.of(this.#counter & 0xff, (this.#counter >> 8) & 0xff, this.#counter >> 16);
  }

  #answer(code: number, content: Uint8Array, timed: TimedCommand, count: number): FieldAnswer {
    const body = concat(Uint8Array.of(code + 1), fromHex(this.idm), content);
    const ms = cardTimeMs(this.pmm, timed, count) * (this.#options.pace ?? DEFAULT_PACE);
    return { answer: concat(Uint8Array.of(body.length + 1), body), ms };
  }

  #breach(what: string): null {
    this.breaches.push(what);
    return null;
  }
}

interface Request {
  readonly services: readonly number[];
  readonly elements: readonly Element[];
  readonly rest: Uint8Array;
}

function parseRequest(body: Uint8Array, limit: number): Request | 'silent' | Flags {
  const services = parseServices(body);
  if (services === 'silent' || isFlags(services)) return services;
  const blocks = parseBlocks(services.rest, limit);
  if (blocks === 'silent' || isFlags(blocks)) return blocks;
  return { services: services.services, ...blocks };
}

/** 16 bytes beginning with these. */
function block(...bytes: readonly number[]): Uint8Array {
  const filled = new Uint8Array(BLOCK_BYTES);
  filled.set(bytes);
  return filled;
}
