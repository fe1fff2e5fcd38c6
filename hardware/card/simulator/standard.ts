import { randomBytes } from 'node:crypto';
import { concat, equalBytes, fromHex, type Hex } from '../../bytes.ts';
import type { FieldAnswer, FieldCard } from '../../reader/field.ts';
import {
  type ChallengeKeys,
  cardCryptogram,
  chainKeys,
  challengeKeys,
  openHostCryptogram,
  openMessage,
  type Session,
  sealMessage,
  sessionOf,
} from '../../sam/felica-auth.ts';
import { BLOCK_BYTES, Command, MAX_NODES } from '../felica.ts';
import { cardTimeMs, type TimedCommand } from '../pmm.ts';
import {
  cyclicProblem,
  type Element,
  elementProblem,
  type Flags,
  flags,
  isFlags,
  POLLING_MS,
  parseBlocks,
  parseServices,
  type Reached,
  readBlocks,
  writeBlocks,
} from './access.ts';
import type { BlockStore } from './memory.ts';

export interface SimulatedService {
  readonly code: number;
  /** Null where no key is needed (odd codes). */
  readonly key: Uint8Array | null;
  readonly store: BlockStore;
}

export interface SimulatedSystem {
  readonly code: number;
  /** 8 bytes; the first half byte is the number of the system on the card (§3.1). */
  readonly idm: Hex;
  readonly key: Uint8Array;
  readonly areas: readonly { readonly code: number; readonly end: number; readonly key: Uint8Array }[];
  readonly services: readonly SimulatedService[];
}

export interface StandardCardOptions {
  readonly systems: readonly SimulatedSystem[];
  readonly pmm: Hex;
  /** Blocks per command that this product reads and writes; 12 and 8 as on RC-S9xx chips (§3.1). */
  readonly readLimit?: number;
  readonly writeLimit?: number;
  /** Which part of the longest time of its PMm the card takes. Above 1 it breaks its word. */
  readonly pace?: number;
  readonly random?: (bytes: number) => Uint8Array;
  /** Called after a write has been done, with the services written to; cannot stop it any more. */
  readonly onCommit?: (services: readonly number[], secure: boolean) => void;
}

/** What a card says to the next write instead of the truth: for tests of refusals and of worn-out memory. */
export type ForcedStatus = Flags & { readonly written: boolean };

interface Pending {
  readonly system: SimulatedSystem;
  readonly keys: ChallengeKeys;
  readonly r1: Uint8Array;
  readonly r2: Uint8Array;
  readonly services: readonly number[];
}

interface Secure {
  readonly session: Session;
  readonly services: readonly number[];
  readonly system: SimulatedSystem;
  number: number;
}

const KEY_VERSION = 1;
/** Real cards stay well below what their PMm allows them; how far is not public, so this is a guess. */
const DEFAULT_PACE = 0.25;

/**
 * A FeliCa Standard card (DES) at the level of packets: systems, areas, services, modes 0 to 2, open and secure access,
 * all-or-nothing writes, silence where a real card is silent (docs/facts/felica.md §3). A command is carried out
 * within `handle`: that is the commit, and faults before or after it are the field's affair.
 */
export class FelicaStandardCard implements FieldCard {
  readonly technology = 'felica';
  /** What the host did against the protocol, for tests: a shipped driver leaves this empty. Never card data. */
  readonly breaches: string[] = [];
  readonly #options: StandardCardOptions;
  readonly #random: (bytes: number) => Uint8Array;
  #system: SimulatedSystem;
  #pending: Pending | null = null;
  #secure: Secure | null = null;
  #forced: ForcedStatus | null = null;

  constructor(options: StandardCardOptions) {
    const [first] = options.systems;
    if (!first) throw new Error('a card without a system');
    this.#options = options;
    this.#random = options.random ?? ((bytes) => new Uint8Array(randomBytes(bytes)));
    this.#system = first;
  }

  /** 0 selected, 1 after Authentication1, 2 after Authentication2 (§3.1). */
  get mode(): 0 | 1 | 2 {
    if (this.#secure) return 2;
    return this.#pending ? 1 : 0;
  }

  forceNextWrite(status: ForcedStatus): void {
    this.#forced = status;
  }

  fieldOff(): void {
    this.#reset();
    this.#system = this.#options.systems[0] ?? this.#system;
  }

  handle(packet: Uint8Array): FieldAnswer | null {
    const code = packet[1];
    if (packet[0] !== packet.length || code === undefined) return this.#breach('length byte does not fit');
    const body = packet.subarray(2);
    if (code === Command.polling) return this.#polling(body);
    if (code === Command.secureRead || code === Command.secureWrite) return this.#secureAccess(code, packet);
    const system = this.#options.systems.find(({ idm }) => equalBytes(fromHex(idm), body.subarray(0, 8)));
    // Another card's IDm is nothing wrong; this card just is not meant.
    if (!system) return null;
    return this.#addressed(code, system, body.subarray(8));
  }

  #addressed(code: number, system: SimulatedSystem, parameters: Uint8Array): FieldAnswer | null {
    switch (code) {
      case Command.requestService:
        return this.#requestService(system, parameters);
      case Command.requestResponse:
        return this.#answer(code, system, Uint8Array.of(this.mode), 'response');
      case Command.searchServiceCode:
        return this.#searchServiceCode(system, parameters);
      case Command.requestSystemCode:
        return this.#answer(code, system, this.#systemCodes(), 'fixed');
      case Command.read:
      case Command.write:
        return this.#openAccess(code, system, parameters);
      case Command.authentication1:
        return this.#authentication1(system, parameters);
      case Command.authentication2:
        return this.#authentication2(system, parameters);
      case Command.resetMode:
        this.#reset();
        return this.#answer(code, system, Uint8Array.of(0, 0), 'fixed');
      default:
        return this.#breach(`unknown command ${code.toString(16)}`);
    }
  }

  #polling(body: Uint8Array): FieldAnswer | null {
    const [high, low, requestCode] = body;
    if (body.length !== 4 || high === undefined || low === undefined) return this.#breach('polling of a wrong length');
    const system = this.#options.systems.find(
      ({ code }) => (high === 0xff || high === code >> 8) && (low === 0xff || low === (code & 0xff)),
    );
    // In mode 1 and 2 a card does not hear a polling of the system it is in (§3.1).
    if (!system || (this.mode !== 0 && system === this.#system)) return null;
    this.#reset();
    this.#system = system;
    const extra = this.#requested(requestCode ?? 0, system);
    const content = concat(Uint8Array.of(1), fromHex(system.idm), fromHex(this.#options.pmm), extra);
    return { answer: concat(Uint8Array.of(content.length + 1), content), ms: POLLING_MS };
  }

  #requested(requestCode: number, system: SimulatedSystem): Uint8Array {
    if (requestCode === 1) return Uint8Array.of(system.code >> 8, system.code & 0xff);
    // Communication performance: 212 and 424 kbit/s, automatic (§3.1).
    return requestCode === 2 ? Uint8Array.of(0x00, 0x83) : new Uint8Array();
  }

  #requestService(system: SimulatedSystem, body: Uint8Array): FieldAnswer | null {
    const count = body[0] ?? 0;
    if (count < 1 || count > MAX_NODES || body.length !== 1 + 2 * count) return this.#breach('Request Service');
    const versions = Array.from({ length: count }, (_, i) => {
      const code = (body[1 + 2 * i] ?? 0) | ((body[2 + 2 * i] ?? 0) << 8);
      const exists = system.areas.some((area) => area.code === code) || system.services.some((s) => s.code === code);
      return exists ? [KEY_VERSION, 0] : [0xff, 0xff];
    });
    return this.#answer(Command.requestService, system, Uint8Array.of(count, ...versions.flat()), 'service', count);
  }

  /** The `index`th node: areas as start and end, services as their code, FFFF behind the last (§3.1). */
  #searchServiceCode(system: SimulatedSystem, body: Uint8Array): FieldAnswer | null {
    if (body.length !== 2) return this.#breach('Search Service Code of a wrong length');
    const nodes = [
      ...system.areas.map(({ code, end }) => [code, end]),
      ...system.services.map(({ code }) => [code]),
    ].sort(([a = 0], [b = 0]) => a - b);
    const node = nodes[(body[0] ?? 0) | ((body[1] ?? 0) << 8)] ?? [0xffff];
    const content = Uint8Array.from(node.flatMap((code) => [code & 0xff, code >> 8]));
    return this.#answer(Command.searchServiceCode, system, content, 'fixed');
  }

  #systemCodes(): Uint8Array {
    const codes = this.#options.systems.flatMap(({ code }) => [code >> 8, code & 0xff]);
    return Uint8Array.of(codes.length / 2, ...codes);
  }

  #openAccess(
    code: typeof Command.read | typeof Command.write,
    system: SimulatedSystem,
    body: Uint8Array,
  ): FieldAnswer | null {
    if (this.mode !== 0) return this.#breach('open access in an authenticated mode');
    const parsed = parseServices(body);
    if (parsed === 'silent') return this.#breach('service list of a wrong length');
    if (isFlags(parsed)) return this.#answer(code, system, Uint8Array.of(parsed.sf1, parsed.sf2), 'read');
    const reached = parsed.services.map((service) => reach(system, service, false));
    const result = this.#access(code === Command.write, parsed.services, reached, parsed.rest, 0, false);
    if (result === 'silent') return this.#breach('block list of a wrong length');
    return this.#answer(code, system, result.content, code === Command.write ? 'write' : 'read', result.count);
  }

  #authentication1(system: SimulatedSystem, body: Uint8Array): FieldAnswer | null {
    this.#reset();
    const areas = takeCodes(body);
    const services = areas && takeCodes(areas.rest);
    if (!areas || !services || services.rest.length !== 8) return this.#breach('Authentication1 of a wrong length');
    const areaKeys = areas.codes.map((code) => system.areas.find((area) => area.code === code)?.key);
    const serviceKeys = services.codes.map((code) => system.services.find((service) => service.code === code)?.key);
    // An area or a service that this card does not have, or that has no key: silence, as for a wrong key.
    if (!areaKeys.every(isPresent) || !serviceKeys.every(isPresent)) return null;
    const keys = challengeKeys(chainKeys(system.key, areaKeys, serviceKeys), fromHex(system.idm));
    const r1 = openHostCryptogram(keys, services.rest);
    const r2 = this.#random(8);
    this.#pending = { system, keys, r1, r2, services: services.codes };
    const content = concat(cardCryptogram(keys, r1), cardCryptogram(keys, r2));
    const count = areas.codes.length + services.codes.length;
    return this.#answer(Command.authentication1, system, content, 'authentication', count);
  }

  #authentication2(system: SimulatedSystem, body: Uint8Array): FieldAnswer | null {
    const pending = this.#pending;
    if (!pending || pending.system !== system) return this.#breach('Authentication2 without Authentication1');
    this.#reset();
    if (body.length !== 8) return this.#breach('Authentication2 of a wrong length');
    if (!equalBytes(openHostCryptogram(pending.keys, body), pending.r2)) return null;
    const session = sessionOf(pending.r1, pending.r2);
    this.#secure = { session, services: pending.services, system, number: 1 };
    // IDi and PMi: on the rig's cards the same as IDm and PMm.
    const payload = concat(fromHex(system.idm), fromHex(this.#options.pmm));
    return this.#timed(sealMessage(session, 0x13, { number: 1, payload }), 'authentication');
  }

  #secureAccess(code: typeof Command.secureRead | typeof Command.secureWrite, packet: Uint8Array): FieldAnswer | null {
    const secure = this.#secure;
    if (!secure) return this.#breach('secure access without a session');
    const message = openMessage(secure.session, code, packet);
    if (!message || message.number <= secure.number) return this.#breach('secure message that is not authentic');
    const isWrite = code === Command.secureWrite;
    const reached = secure.services.map((service) => reach(secure.system, service, true));
    const result = this.#access(isWrite, secure.services, reached, message.payload, 8, true);
    if (result === 'silent') return this.#breach('secure block list of a wrong length');
    secure.number = message.number + 1;
    const answer = sealMessage(secure.session, code + 1, { number: secure.number, payload: result.content });
    return this.#timed(answer, isWrite ? 'write' : 'read', result.count);
  }

  /** Reads or writes; the content of the answer from SF1 on. */
  #access(
    isWrite: boolean,
    services: readonly number[],
    reached: readonly (Reached | null)[],
    body: Uint8Array,
    padding: number,
    secure: boolean,
  ): { content: Uint8Array; count: number } | 'silent' {
    const limit = isWrite ? (this.#options.writeLimit ?? 8) : (this.#options.readLimit ?? 12);
    const parsed = parseBlocks(body, limit);
    if (parsed === 'silent') return 'silent';
    if (isFlags(parsed)) return refusal(parsed);
    const { elements, rest } = parsed;
    const excess = rest.length - (isWrite ? elements.length * BLOCK_BYTES : 0);
    if (excess < 0 || excess > padding) return 'silent';
    const problem = elementProblem(reached, elements, isWrite) ?? (isWrite ? cyclicProblem(reached, elements) : null);
    if (problem) return refusal(problem);
    if (isWrite) return this.#commit(services, reached, elements, rest, secure);
    const blocks = readBlocks(reached, elements);
    return { content: concat(Uint8Array.of(0, 0, blocks.length), ...blocks), count: blocks.length };
  }

  #commit(
    services: readonly number[],
    reached: readonly (Reached | null)[],
    elements: readonly Element[],
    data: Uint8Array,
    secure: boolean,
  ): { content: Uint8Array; count: number } {
    const forced = this.#forced;
    this.#forced = null;
    if (!forced || forced.written) {
      writeBlocks(reached, elements, data);
      this.#options.onCommit?.(
        elements.map(({ service }) => services[service] ?? 0),
        secure,
      );
    }
    const { sf1, sf2 } = forced ?? flags(0, 0);
    return { content: Uint8Array.of(sf1, sf2), count: elements.length };
  }

  #answer(code: number, system: SimulatedSystem, content: Uint8Array, timed: TimedCommand, count = 1): FieldAnswer {
    const body = concat(Uint8Array.of(code + 1), fromHex(system.idm), content);
    return this.#timed(concat(Uint8Array.of(body.length + 1), body), timed, count);
  }

  #timed(answer: Uint8Array, timed: TimedCommand, count = 1): FieldAnswer {
    return { answer, ms: cardTimeMs(this.#options.pmm, timed, count) * (this.#options.pace ?? DEFAULT_PACE) };
  }

  #reset(): void {
    this.#pending = null;
    this.#secure = null;
  }

  #breach(what: string): null {
    this.breaches.push(what);
    return null;
  }
}

const refusal = ({ sf1, sf2 }: Flags) => ({ content: Uint8Array.of(sf1, sf2), count: 1 });
const isPresent = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

function takeCodes(body: Uint8Array): { codes: number[]; rest: Uint8Array } | null {
  const count = body[0];
  if (count === undefined || count > 16 || body.length < 1 + 2 * count) return null;
  const codes = Array.from({ length: count }, (_, i) => (body[1 + 2 * i] ?? 0) | ((body[2 + 2 * i] ?? 0) << 8));
  return { codes, rest: body.subarray(1 + 2 * count) };
}

/** Attribute in the low 6 bits: 08/09 and 0C/0D read and write, 0A/0B and 0E/0F read only; odd needs no key (§3.3). */
function reach(system: SimulatedSystem, code: number, isAuthenticated: boolean): Reached | null {
  const service = system.services.find((candidate) => candidate.code === code);
  if (!service) return null;
  const isAllowed = isAuthenticated || (code & 1) === 1;
  const canWrite = [0x08, 0x0c].includes(code & 0x3e);
  return { store: service.store, readable: isAllowed, writable: isAllowed && canWrite };
}
