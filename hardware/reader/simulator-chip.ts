import { concat } from '../bytes.ts';
import { baudAndType, chipStatus, commandCode, rfItem, timeoutOfCode } from './codes.ts';
import type { FieldCard } from './field.ts';
import type { SimulatedField } from './simulator-field.ts';

/** How the chip goes on with a command: `answer` is worked out when `ms` have passed, from what is there then. */
export type Reply =
  | { readonly kind: 'answer'; readonly ms: number; readonly answer: () => Uint8Array }
  /** Looks again whenever the field changes, until `attempt` gives an answer or the host aborts; null `ms`: for ever. */
  | {
      readonly kind: 'search';
      readonly ms: number;
      readonly attempt: () => Uint8Array | null;
      readonly end: Uint8Array;
    }
  /** Answered with the error frame. */
  | { readonly kind: 'not-understood' };

export type ReaderModel = 'pn532' | 'rcs620s';

export type Breach =
  | 'damaged-frame'
  | 'command-while-busy'
  | 'command-before-configuration'
  | 'exchange-without-target'
  | 'malformed-command'
  | 'nack-without-response'
  | 'response-from-host';

/** Milliseconds: the reader's own part of a Polling, and a time slot (docs/facts/felica.md §3.1). */
const polling = { base: 3.625, slot: 1.208 } as const;
/** A try to find a card of another technology: about one time-out of a short frame. Not from a source. */
const otherPollingMs = 5;
/** Period of InAutoPoll, in units of which it is given. */
const autoPollUnitMs = 150;

/** The commands of a PN532 (docs/facts/felica.md §1.3) and of an RC-S620/S (§2.1), between the frames and the field. */
export class SimulatedChip {
  readonly #model: ReaderModel;
  readonly #field: SimulatedField;
  readonly #breach: (breach: Breach) => void;
  readonly #registers = new Map<number, number>();
  readonly #targets = new Map<number, FieldCard>();
  #isConfigured = false;
  /** The host may not know that the chip has forgotten everything. */
  #lostPower = false;
  #exchangeTimeoutMs = timeoutOfCode(0x0a);
  #activationRetries = 0xff;

  constructor(model: ReaderModel, field: SimulatedField, breach: (breach: Breach) => void) {
    this.#model = model;
    this.#field = field;
    this.#breach = breach;
  }

  /** As after power-on; `lostPower`: behind the back of a host that set it up before. */
  reset(lostPower = false): void {
    this.#lostPower = lostPower;
    this.#registers.clear();
    this.#targets.clear();
    this.#isConfigured = this.#model === 'rcs620s';
    this.#exchangeTimeoutMs = timeoutOfCode(0x0a);
    this.#activationRetries = 0xff;
    this.#field.switch(false);
  }

  /** `sleep` is called for PowerDown. */
  handle(command: Uint8Array, sleep: () => void): Reply {
    const [code = -1, ...parameters] = command;
    const data = Uint8Array.from(parameters);
    switch (code) {
      case commandCode.diagnose:
        return this.#diagnose(data);
      case commandCode.getFirmwareVersion:
        // PN532 1.6; an RC-S620/S holds a chip that names itself 33 (docs/facts/felica.md §1.3, §2.2).
        return answer(code, this.#model === 'pn532' ? [0x32, 0x01, 0x06, 0x07] : [0x33, 0x01, 0x30, 0x07]);
      case commandCode.getGeneralStatus:
        return answer(code, this.#generalStatus());
      case commandCode.readRegister:
        return this.#readRegisters(data);
      case commandCode.writeRegister:
        return this.#writeRegisters(data);
      case commandCode.setSerialBaudRate:
        return data.length === 1 && at(data, 0) <= 8 ? answer(code, []) : this.#malformed();
      case commandCode.setParameters:
        return data.length === 1 ? answer(code, []) : this.#malformed();
      case commandCode.samConfiguration:
        return this.#samConfiguration(data);
      case commandCode.powerDown:
        if (data.length < 1 || data.length > 2) return this.#malformed();
        sleep();
        return answer(code, [chipStatus.ok]);
      default:
        return this.#radioCommand(code, data);
    }
  }

  #radioCommand(code: number, data: Uint8Array): Reply {
    const known = this.#radioHandler(code);
    if (!known) return { kind: 'not-understood' };
    if (this.#isConfigured) return known(data);
    if (!this.#lostPower) this.#breach('command-before-configuration');
    return { kind: 'not-understood' };
  }

  #radioHandler(code: number): ((data: Uint8Array) => Reply) | null {
    switch (code) {
      case commandCode.rfConfiguration:
        return (data) => this.#rfConfiguration(data);
      case commandCode.inListPassiveTarget:
        return (data) => this.#listPassiveTarget(data);
      case commandCode.inDataExchange:
        return (data) => this.#dataExchange(data);
      case commandCode.inCommunicateThru:
        return (data) => this.#transmit(commandCode.inCommunicateThru, data, this.#exchangeTimeoutMs);
      case commandCode.inDeselect:
      case commandCode.inRelease:
      case commandCode.inSelect:
        return (data) => this.#targetCommand(code, data);
      case commandCode.inAutoPoll:
        return this.#model === 'pn532' ? (data) => this.#autoPoll(data) : null;
      case commandCode.communicateThruEx:
        return this.#model === 'rcs620s' ? (data) => this.#communicateThruEx(data) : null;
      default:
        return null;
    }
  }

  #diagnose(data: Uint8Array): Reply {
    const test = data[0];
    // The RC-S956 family echoes without the test's number (docs/facts/felica.md §2.2).
    if (test === 0x00) return answer(commandCode.diagnose, this.#model === 'pn532' ? data : data.subarray(1));
    if (test === 0x01 || test === 0x02) return answer(commandCode.diagnose, [0x00]);
    if (test === 0x06) return answer(commandCode.diagnose, [this.#targetIsThere(1) ? 0x00 : chipStatus.timeout]);
    return { kind: 'not-understood' };
  }

  #generalStatus(): number[] {
    const targets = [...this.#targets].flatMap(([number, card]) =>
      card.technology === 'felica' ? [number, 0x01, 0x01, 0x10] : [number, 0x00, 0x00, 0x00],
    );
    return [0x00, this.#field.isOn ? 0x01 : 0x00, this.#targets.size, ...targets, 0x80];
  }

  #readRegisters(data: Uint8Array): Reply {
    if (data.length === 0 || data.length % 2 !== 0) return this.#malformed();
    const values = chunks(data, 2).map((address) => this.#registers.get(word(address)) ?? 0);
    return answer(commandCode.readRegister, values);
  }

  #writeRegisters(data: Uint8Array): Reply {
    if (data.length === 0 || data.length % 3 !== 0) return this.#malformed();
    for (const each of chunks(data, 3)) this.#registers.set(word(each), at(each, 2));
    return answer(commandCode.writeRegister, []);
  }

  #samConfiguration(data: Uint8Array): Reply {
    if (this.#model === 'rcs620s') return { kind: 'not-understood' };
    if (data.length < 1 || data.length > 3 || at(data, 0) < 1 || at(data, 0) > 4) return this.#malformed();
    this.#isConfigured = true;
    this.#lostPower = false;
    return answer(commandCode.samConfiguration, []);
  }

  #rfConfiguration(data: Uint8Array): Reply {
    const item = data[0];
    const value = data.subarray(1);
    const lengths: Readonly<Record<number, number>> = { 1: 1, 2: 3, 4: 1, 5: 3, 10: 11, 11: 8, 12: 3, 13: 9 };
    const expected = item === rfItem.additionalWait && this.#model === 'rcs620s' ? 1 : lengths[item ?? 0];
    if (expected === undefined || value.length !== expected) return this.#malformed();
    if (item === rfItem.field) {
      const on = (at(value, 0) & 0x01) !== 0;
      if (!on) this.#targets.clear();
      this.#field.switch(on);
    }
    if (item === rfItem.timeouts) this.#exchangeTimeoutMs = timeoutOfCode(at(value, 2));
    if (item === rfItem.retriesOfActivation) this.#activationRetries = at(value, 2);
    return answer(commandCode.rfConfiguration, []);
  }

  #listPassiveTarget(data: Uint8Array): Reply {
    const [most = 0, kind = -1] = data;
    const isFelica = kind === baudAndType.felica212 || kind === baudAndType.felica424;
    const initiator = data.subarray(2);
    if (most < 1 || most > 2 || kind < 0 || kind > 4 || (isFelica && initiator.length !== 5)) return this.#malformed();
    this.#targets.clear();
    this.#field.switch(true);
    const attempt = (): Uint8Array | null => {
      const found = this.#find(kind, initiator).slice(0, most);
      if (found.length === 0) return null;
      for (const [index, { card }] of found.entries()) this.#targets.set(index + 1, card);
      return listAnswer(found.map(({ described }) => described));
    };
    const tryMs = isFelica ? polling.base + at(initiator, 4) * polling.slot : otherPollingMs;
    const none = Uint8Array.of(commandCode.inListPassiveTarget + 1, 0x00);
    if (this.#activationRetries === 0xff) return { kind: 'search', ms: Number.POSITIVE_INFINITY, attempt, end: none };
    const found = attempt();
    const ms = found ? tryMs : tryMs * (this.#activationRetries + 1);
    return { kind: 'answer', ms, answer: () => (found && this.#targetIsThere(1) ? found : none) };
  }

  /** What answers one Polling: the card, and how the chip describes it after the target's number. */
  #find(kind: number, initiator: Uint8Array): { card: FieldCard; described: Uint8Array }[] {
    if (kind === baudAndType.typeA) {
      return this.#field.cards.flatMap((card) =>
        card.technology === 'type-a' && card.targetData ? [{ card, described: card.targetData }] : [],
      );
    }
    if (kind !== baudAndType.felica212 && kind !== baudAndType.felica424) return [];
    const packet = concat(Uint8Array.of(initiator.length + 1), initiator);
    return this.#field.poll(packet).map(({ card, answer: described }) => ({ card, described }));
  }

  #dataExchange(data: Uint8Array): Reply {
    const target = at(data, 0) & 0x3f;
    if (data.length < 2) return this.#malformed();
    const card = this.#targets.get(target);
    if (!card) {
      this.#breach('exchange-without-target');
      return answer(commandCode.inDataExchange, [chipStatus.notAcceptable]);
    }
    return this.#transmit(commandCode.inDataExchange, data.subarray(1), this.#exchangeTimeoutMs);
  }

  /** `D4 A0 tLo tHi LEN packet`, t in half milliseconds, LEN one more than the FeliCa packet (docs/facts/felica.md §2.1). */
  #communicateThruEx(data: Uint8Array): Reply {
    const timeoutMs = (at(data, 0) + at(data, 1) * 256) / 2;
    const packet = data.subarray(2);
    if (packet.length < 2 || at(packet, 0) !== packet.length) return this.#malformed();
    return this.#transmit(commandCode.communicateThruEx, packet, timeoutMs);
  }

  /** The packet goes to everything in the field; the answer counts if the card still lies there when it is through. */
  #transmit(code: number, packet: Uint8Array, timeoutMs: number): Reply {
    const result = this.#field.exchange(packet);
    const silent: Reply = answer(code, [chipStatus.timeout], Number.isFinite(timeoutMs) ? timeoutMs : 1_000);
    if (result.kind === 'silence') return silent;
    if (result.ms > timeoutMs) return silent;
    if (result.kind === 'crc-error') return answer(code, [chipStatus.crc], result.ms);
    const good = Uint8Array.of(code + 1, chipStatus.ok, ...result.answer);
    const lost = Uint8Array.of(code + 1, chipStatus.timeout);
    return { kind: 'answer', ms: result.ms, answer: () => (this.#isThere(result.card) ? good : lost) };
  }

  #targetCommand(code: number, data: Uint8Array): Reply {
    if (data.length < 1 || data.length > 2) return this.#malformed();
    const target = at(data, 0);
    if (code === commandCode.inSelect) {
      return answer(code, [this.#targets.has(target) ? chipStatus.ok : chipStatus.notAcceptable]);
    }
    if (target === 0) this.#targets.clear();
    else this.#targets.delete(target);
    return answer(code, [chipStatus.ok]);
  }

  #autoPoll(data: Uint8Array): Reply {
    const [count = 0, period = 0, ...types] = data;
    if (count < 1 || period < 1 || period > 15 || types.length < 1 || types.length > 15) return this.#malformed();
    this.#targets.clear();
    this.#field.switch(true);
    const attempt = (): Uint8Array | null => {
      for (const type of types) {
        const [found] = this.#find(autoPollKind(type), Uint8Array.of(0x00, 0xff, 0xff, 0x01, 0x00));
        if (!found) continue;
        this.#targets.set(1, found.card);
        const described = Uint8Array.of(0x01, ...found.described);
        return Uint8Array.of(commandCode.inAutoPoll + 1, 0x01, type, described.length, ...described);
      }
      return null;
    };
    const ms = count === 0xff ? Number.POSITIVE_INFINITY : count * period * types.length * autoPollUnitMs;
    return { kind: 'search', ms, attempt, end: Uint8Array.of(commandCode.inAutoPoll + 1, 0x00) };
  }

  #targetIsThere(target: number): boolean {
    const card = this.#targets.get(target);
    return card !== undefined && this.#isThere(card);
  }

  #isThere(card: FieldCard): boolean {
    return this.#field.isOn && this.#field.cards.includes(card);
  }

  #malformed(): Reply {
    this.#breach('malformed-command');
    return { kind: 'not-understood' };
  }
}

/** Types of InAutoPoll as kinds of InListPassiveTarget. */
function autoPollKind(type: number): number {
  if (type === 0x11 || type === 0x01) return baudAndType.felica212;
  if (type === 0x12 || type === 0x02) return baudAndType.felica424;
  if (type === 0x10 || type === 0x20 || type === 0x00) return baudAndType.typeA;
  return type === 0x04 ? baudAndType.jewel : baudAndType.typeB;
}

function answer(code: number, data: Iterable<number>, ms = 0): Reply {
  const bytes = Uint8Array.of(code + 1, ...data);
  return { kind: 'answer', ms, answer: () => bytes };
}

function listAnswer(described: readonly Uint8Array[]): Uint8Array {
  const targets = described.map((each, index) => Uint8Array.of(index + 1, ...each));
  return concat(Uint8Array.of(commandCode.inListPassiveTarget + 1, described.length), ...targets);
}

function chunks(data: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: data.length / size }, (_, index) => data.subarray(index * size, (index + 1) * size));
}

function word(data: Uint8Array): number {
  return at(data, 0) * 256 + at(data, 1);
}

function at(data: Uint8Array, index: number): number {
  return data[index] ?? 0;
}
