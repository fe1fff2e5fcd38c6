import type { Clock, Timer } from '../clock.ts';
import { unreachable } from '../result.ts';
import type { ByteStream } from '../stream.ts';
import { ackFrame, errorFrame, type Frame, FrameParser, responseFrame } from './codec.ts';
import { commandCode, rfItem } from './codes.ts';
import { type Breach, type ReaderModel, type Reply, SimulatedChip } from './simulator-chip.ts';
import { type FaultTrigger, type FieldFault, SimulatedField } from './simulator-field.ts';

export type { Breach, ReaderModel } from './simulator-chip.ts';
export type { FaultMoment, FaultTrigger, FieldFault } from './simulator-field.ts';

export interface ReaderSimulatorOptions {
  /** The reader's end of the line. */
  readonly stream: ByteStream;
  readonly clock: Clock;
  /** Stretches the time of the air and the chip: 1 is life-like, 0 answers at once, without any timer. */
  readonly timeScale?: number;
  readonly model?: ReaderModel;
  /** Called for every command that the chip takes, as it came (code and parameters): for logs and tests. */
  readonly onCommand?: (command: Uint8Array) => void;
}

/** How far a chip that stopped has to be pushed before it speaks again; the rungs of the driver's ladder. */
export type StuckUntil = 'abort' | 'wake-up' | 'power';

export interface ReaderSimulator {
  readonly field: SimulatedField;
  /** Everything the host did against the protocol, in order. Tests expect it to be empty. */
  readonly breaches: readonly Breach[];
  readonly isPowered: boolean;
  arm(fault: FieldFault, trigger?: FaultTrigger): void;
  /** Takes back what is armed and has not struck. */
  disarm(): void;
  /** The chip takes commands and answers no more, until the host has done this. */
  hang(until: StuckUntil): void;
  powerOff(): void;
  powerOn(): void;
  /** Lets go of the line. */
  stop(): void;
}

/** The HSU needs some traffic to wake and loses it (docs/facts/felica.md §1.2): five bytes are the shortest in use. */
const bytesLostAsleep = 5;

/** A PN532 or RC-S620/S at the end of a line, with a field into which cards can be laid. */
export function createReaderSimulator(options: ReaderSimulatorOptions): ReaderSimulator {
  return new Simulator(options);
}

class Simulator implements ReaderSimulator {
  readonly field: SimulatedField;
  readonly breaches: Breach[] = [];
  readonly #options: ReaderSimulatorOptions;
  readonly #chip: SimulatedChip;
  readonly #parser = new FrameParser();
  readonly #detach: () => void;
  #isPowered = true;
  #asleep: number;
  #stuck: StuckUntil | null = null;
  /** Ends what the chip is doing without an answer; null while it waits for a command. */
  #abandon: (() => void) | null = null;
  #lastResponse: Uint8Array | null = null;

  constructor(options: ReaderSimulatorOptions) {
    this.#options = options;
    this.field = new SimulatedField({ powerLoss: () => this.powerOff(), stuck: () => this.hang('abort') });
    const model = options.model ?? 'pn532';
    this.#chip = new SimulatedChip(model, this.field, (breach) => this.breaches.push(breach));
    this.#asleep = model === 'pn532' ? bytesLostAsleep : 0;
    this.#chip.reset();
    this.#detach = options.stream.onData((bytes) => this.#arrived(bytes));
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

  hang(until: StuckUntil): void {
    this.#stuck = until;
  }

  powerOff(): void {
    this.#isPowered = false;
    this.#idle();
    this.field.switch(false);
  }

  powerOn(): void {
    this.#isPowered = true;
    this.#stuck = null;
    this.#lastResponse = null;
    this.#parser.reset();
    this.#asleep = this.#options.model === 'rcs620s' ? 0 : bytesLostAsleep;
    this.#chip.reset(true);
  }

  stop(): void {
    this.#idle();
    this.#detach();
  }

  #arrived(bytes: Uint8Array): void {
    if (!this.#isPowered) return;
    const lost = Math.min(this.#asleep, bytes.length);
    this.#asleep -= lost;
    for (const frame of this.#parser.push(bytes.subarray(lost))) this.#frame(frame);
  }

  #frame(frame: Frame): void {
    switch (frame.kind) {
      case 'ack':
        this.#abort();
        return;
      case 'nack':
        this.#repeat();
        return;
      case 'command':
        this.#command(frame.data);
        return;
      case 'damaged':
        // No ACK: the host has to notice by itself (docs/facts/felica.md §1.1).
        this.breaches.push('damaged-frame');
        return;
      case 'response':
      case 'error':
        this.breaches.push('response-from-host');
        return;
      default:
        unreachable(frame);
    }
  }

  /** An ACK from the host while a command runs ends it without an answer; at any other time it means nothing. */
  #abort(): void {
    if (this.#stuck === 'abort') this.#stuck = null;
    if (this.#stuck !== null || !this.#abandon) return;
    this.#idle();
    this.field.commandEnded();
  }

  #repeat(): void {
    if (this.#stuck !== null || this.#abandon) return;
    if (this.#lastResponse) this.#send(this.#lastResponse);
    else this.breaches.push('nack-without-response');
  }

  #command(command: Uint8Array): void {
    if (this.#stuck === 'wake-up' && this.#begins(command)) {
      this.#stuck = null;
      this.#idle();
    }
    if (this.#stuck === 'wake-up' || this.#stuck === 'power') return;
    if (this.#abandon) {
      this.breaches.push('command-while-busy');
      return;
    }
    this.#options.onCommand?.(command);
    this.#send(ackFrame);
    if (this.#stuck === null) this.#run(this.#chip.handle(command, () => this.#sleep()));
    // Stuck before, or by a fault that struck in the middle of the exchange.
    if (this.#stuck !== null && !this.#abandon) this.#abandon = () => {};
  }

  /** Is this the command with which a host sets the chip up from the beginning? */
  #begins([code, item]: Uint8Array): boolean {
    if (this.#options.model !== 'rcs620s') return code === commandCode.samConfiguration;
    return code === commandCode.rfConfiguration && item === rfItem.timeouts;
  }

  #sleep(): void {
    this.#asleep = bytesLostAsleep;
    this.field.switch(false);
  }

  #run(reply: Reply): void {
    if (!this.#isPowered || this.#stuck !== null) return;
    switch (reply.kind) {
      case 'not-understood':
        this.#respond(errorFrame);
        return;
      case 'search':
        this.#search(reply);
        return;
      case 'answer':
        this.#later(reply.ms, () => this.#respond(responseFrame(reply.answer())));
        return;
      default:
        unreachable(reply);
    }
  }

  #later(ms: number, respond: () => void): void {
    const scaled = this.#scaled(ms);
    if (scaled === 0) {
      respond();
      return;
    }
    const timer = this.#options.clock.setTimeout(respond, scaled);
    this.#abandon = () => this.#options.clock.clearTimeout(timer);
  }

  #search(reply: Reply & { kind: 'search' }): void {
    const { clock } = this.#options;
    let timer: Timer | null = null;
    const look = (): void => {
      const found = reply.attempt();
      if (found) this.#respond(responseFrame(found));
    };
    const stopListening = this.field.onChange(look);
    this.#abandon = () => {
      stopListening();
      if (timer !== null) clock.clearTimeout(timer);
    };
    if (Number.isFinite(reply.ms)) {
      timer = clock.setTimeout(() => this.#respond(responseFrame(reply.end)), this.#scaled(reply.ms));
    }
    look();
  }

  #respond(frame: Uint8Array): void {
    this.#idle();
    this.#lastResponse = frame;
    this.#send(frame);
    this.field.commandEnded();
  }

  #idle(): void {
    this.#abandon?.();
    this.#abandon = null;
  }

  #scaled(ms: number): number {
    return ms * (this.#options.timeScale ?? 1);
  }

  #send(frame: Uint8Array): void {
    // A line that is gone swallows what is sent into it; the host is the one to notice.
    this.#options.stream.write(frame).catch(() => {});
  }
}
