import { concat, fromHex } from '../bytes.ts';
import { unreachable } from '../result.ts';
import type { FieldCard } from './field.ts';
import { neo2Carries } from './neo2.ts';
import {
  type Neo2Heard,
  type Neo2Message,
  Neo2Parser,
  neo2Command,
  neo2Message,
  neo2Reports,
  neo2Status,
} from './neo2-codec.ts';
import type { ReaderSimulator, ReaderSimulatorOptions, StuckUntil } from './simulator.ts';
import type { Breach } from './simulator-chip.ts';
import { type FaultTrigger, type FieldFault, SimulatedField } from './simulator-field.ts';

export interface Neo2SimulatorOptions extends Omit<ReaderSimulatorOptions, 'model'> {
  /** Whether card answers come with their length byte; the guide does not say. */
  readonly answersWithLength?: boolean;
}

/** Milliseconds: its own work, one round of polling, and how long it waits for a card. None is from a source. */
const work = 1;
const pollRound = 20;
const cardWait = 250;

/** Of a poll: what lies there (docs/facts/felica.md §9.2). */
const cardType = { none: 0x00, typeA: 0x05, felica: 0x0c } as const;
const anyCard = fromHex('06 00 ffff 00 00');

/** An ID TECH NEO 2 at the device's end of a line of reports, with a field like that of the other simulated readers. */
export function createNeo2Simulator(options: Neo2SimulatorOptions): ReaderSimulator {
  return new Simulator(options);
}

interface Answer {
  readonly status: number;
  readonly data?: Uint8Array;
  readonly ms?: number;
}

class Simulator implements ReaderSimulator {
  readonly field: SimulatedField;
  readonly breaches: Breach[] = [];
  readonly #options: Neo2SimulatorOptions;
  readonly #parser = new Neo2Parser('host');
  readonly #detach: () => void;
  #isPowered = true;
  #isPassing = false;
  #target: { readonly card: FieldCard; readonly idm: Uint8Array } | null = null;
  #stuck: StuckUntil | null = null;
  /** Ends what the reader is doing; null while it waits for a command. */
  #abandon: (() => void) | null = null;

  constructor(options: Neo2SimulatorOptions) {
    this.#options = options;
    this.field = new SimulatedField({ powerLoss: () => this.powerOff(), stuck: () => this.hang('abort') });
    this.#detach = options.stream.onData((report) => this.#arrived(report));
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  arm(fault: FieldFault, trigger?: FaultTrigger): void {
    this.field.arm(fault, trigger);
  }

  disarm(): void {
    this.field.disarm();
  }

  /** It has no abort: a ping takes its place. */
  hang(until: StuckUntil): void {
    this.#stuck = until;
  }

  powerOff(): void {
    this.#isPowered = false;
    this.#idle();
    this.#leavePassThrough();
  }

  powerOn(): void {
    this.#isPowered = true;
    this.#stuck = null;
    this.#parser.reset();
  }

  stop(): void {
    this.#idle();
    this.#detach();
  }

  #arrived(report: Uint8Array): void {
    if (!this.#isPowered) return;
    for (const heard of this.#parser.push(report)) this.#take(heard);
  }

  #take(heard: Neo2Heard): void {
    if (heard.kind === 'damaged') {
      this.breaches.push('damaged-frame');
      return;
    }
    const name = nameOf(heard);
    if (this.#stuck !== null) {
      if (!this.#frees(name, heard.data)) return;
      this.#stuck = null;
      this.#idle();
    }
    if (this.#abandon) {
      this.breaches.push('command-while-busy');
      return;
    }
    this.#options.onCommand?.(concat(Uint8Array.of(heard.command, heard.detail), heard.data));
    const respond = (answer: Answer): void => this.#respond(heard.command, answer);
    const reply = this.#handle(name, heard.data);
    if (reply === 'search') this.#search((heard.data[1] ?? 0) * 1_000, respond);
    else this.#later(reply, respond);
  }

  #handle(name: CommandName | null, data: Uint8Array): Answer | 'search' {
    switch (name) {
      case 'ping':
        return { status: data.length === 0 ? neo2Status.ok : this.#malformed() };
      case 'passThrough':
        return this.#switch(data);
      case 'nfc':
        return this.#poll(data);
      case 'felica':
        return this.#exchange(data);
      case null:
        return { status: neo2Status.unknownCommand };
      default:
        return unreachable(name);
    }
  }

  #frees(name: CommandName | null, [mode]: Uint8Array): boolean {
    if (this.#stuck === 'abort') return name === 'ping' || name === 'passThrough';
    return this.#stuck === 'wake-up' && name === 'passThrough' && mode === 0x00;
  }

  #switch(data: Uint8Array): Answer {
    const mode = data[0] ?? 0xff;
    if (data.length !== 1 || mode > 0x01) return { status: this.#malformed() };
    if (mode === 0x00) this.#leavePassThrough();
    else this.#isPassing = true;
    return { status: neo2Status.ok };
  }

  #leavePassThrough(): void {
    this.#isPassing = false;
    this.#target = null;
    this.field.switch(false);
  }

  #poll([kind, seconds, ...rest]: Uint8Array): Answer | 'search' {
    if (!this.#isPassing) return { status: neo2Status.notAllowed };
    if (kind !== 0xff || !seconds || rest.length > 0) return { status: this.#malformed() };
    this.#target = null;
    this.field.switch(true);
    return 'search';
  }

  /** Looks until something lies there or the time is up. */
  #search(ms: number, respond: (answer: Answer) => void): void {
    const { clock } = this.#options;
    const end = clock.now() + this.#scaled(ms);
    const look = (): void => {
      const found = this.#find();
      const left = end - clock.now();
      if (found || this.#stuck !== null) this.#later({ status: neo2Status.ok, ...(found && { data: found }) }, respond);
      else if (left <= 0) respond({ status: neo2Status.timeout });
      else this.#wait(Math.min(this.#scaled(pollRound), left), look);
    };
    look();
  }

  #find(): Uint8Array | null {
    const other = this.field.cards.find((card) => card.technology === 'type-a');
    if (other) return concat(Uint8Array.of(cardType.typeA), other.targetData?.subarray(4) ?? new Uint8Array());
    const [answer] = this.field.poll(anyCard);
    if (!answer) return null;
    const idm = answer.answer.slice(2, 10);
    this.#target = { card: answer.card, idm };
    return concat(Uint8Array.of(cardType.felica), idm);
  }

  #exchange(data: Uint8Array): Answer {
    const [code = 0] = data;
    if (!this.#isPassing) return { status: neo2Status.notAllowed };
    if (!this.#target) {
      this.breaches.push('exchange-without-target');
      return { status: neo2Status.notAllowed };
    }
    if (!neo2Carries.has(code)) return { status: neo2Status.incorrectParameter };
    const body = concat(Uint8Array.of(code), this.#target.idm, data.subarray(1));
    const result = this.field.exchange(concat(Uint8Array.of(body.length + 1), body));
    if (result.kind === 'silence' || result.ms > cardWait) return { status: neo2Status.timeout, ms: cardWait };
    if (result.kind === 'crc-error') return { status: neo2Status.timeout, ms: result.ms };
    const { answer } = result;
    return {
      status: neo2Status.ok,
      data: this.#options.answersWithLength ? answer : answer.subarray(1),
      ms: result.ms,
    };
  }

  #malformed(): number {
    this.breaches.push('malformed-command');
    return neo2Status.malformed;
  }

  #later(answer: Answer, respond: (answer: Answer) => void): void {
    // Stuck by a fault that struck in the middle of the exchange.
    if (this.#stuck !== null || !this.#isPowered) {
      this.#abandon = () => {};
      return;
    }
    this.#wait(this.#scaled(work + (answer.ms ?? 0)), () => respond(answer));
  }

  #wait(ms: number, action: () => void): void {
    if (ms === 0) {
      action();
      return;
    }
    const timer = this.#options.clock.setTimeout(action, ms);
    this.#abandon = () => this.#options.clock.clearTimeout(timer);
  }

  #respond(command: number, { status, data = new Uint8Array() }: Answer): void {
    this.#idle();
    for (const report of neo2Reports(neo2Message('reader', command, status, data))) {
      // A line that is gone swallows what is sent into it; the host is the one to notice.
      this.#options.stream.write(report).catch(() => {});
    }
    this.field.commandEnded();
  }

  #idle(): void {
    this.#abandon?.();
    this.#abandon = null;
  }

  #scaled(ms: number): number {
    return ms * (this.#options.timeScale ?? 1);
  }
}

type CommandName = keyof typeof neo2Command;

function nameOf({ command, detail }: Neo2Message): CommandName | null {
  const names = Object.keys(neo2Command) as CommandName[];
  return names.find((name) => neo2Command[name][0] === command && neo2Command[name][1] === detail) ?? null;
}
