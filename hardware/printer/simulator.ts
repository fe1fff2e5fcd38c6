import { type PrinterCommand, readCommand } from './interpreter.ts';
import { DOTS_PER_MM, Paper, type Piece } from './paper.ts';
import { RealTimeLane } from './real-time.ts';
import {
  answers,
  automaticBytes,
  automaticMask,
  isOffline,
  offlineCauses,
  type PrinterCondition,
  sound,
} from './simulated-condition.ts';
import { Voice } from './simulated-voice.ts';
import type { Breach, PrinterFaults, PrinterSimulator, SimulatorOptions } from './simulation.ts';

export type { Breach, PrinterFaults, PrinterSimulator, SimulatorOptions } from './simulation.ts';

/** Fixed properties of the printer. Source: docs/facts/printing.md §2.5, §4.3. */
const machine = {
  bufferBytes: 4_096,
  holdWhenFree: 128,
  goOnWhenFree: 256,
  mmPerSecond: 150,
  cutMs: 300,
  startUpMs: 2_000,
  /** From the head to the cutter. */
  cutterDistanceMm: 12,
} as const;

export function createPrinterSimulator(options: SimulatorOptions): PrinterSimulator {
  return new Simulator(options);
}

class Simulator implements PrinterSimulator {
  readonly #options: SimulatorOptions;
  readonly #printed: Paper;
  readonly #lane: RealTimeLane;
  readonly #voice: Voice;
  readonly #paperListeners = new Set<(piece: Piece) => void>();
  readonly #conditionListeners = new Set<(condition: Readonly<PrinterCondition>) => void>();
  readonly #unlisten: () => void;
  readonly #timers = new Set<unknown>();

  readonly paper: Piece[] = [];
  readonly breaches: Breach[] = [];
  readonly condition: PrinterCondition = sound();

  #buffer: number[] = [];
  #moving = false;
  #stalled = false;
  #mask = 0;
  #offlineReports = false;
  #lastAutomatic: readonly number[] = [];
  #linesLeft: number | null = null;
  #bytesToCover: number | null = null;
  #jamNextCut = false;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#printed = new Paper(options.widthMm ?? 80);
    this.#lane = new RealTimeLane(options.realTimeInData ?? false);
    this.#voice = new Voice(
      options.stream,
      (ms, action) => this.#after(ms, action),
      () => this.condition.powered,
    );
    this.#unlisten = options.stream.onData((bytes) => this.#receive(bytes));
  }

  /** Read each time: a rig changes it while the printer runs. */
  get #scale(): number {
    return this.#options.timeScale ?? 1;
  }

  get buffered(): number {
    return this.#buffer.length;
  }

  get hanging(): number {
    return this.#printed.hanging.length;
  }

  onPaper(listener: (piece: Piece) => void): () => void {
    this.#paperListeners.add(listener);
    return () => this.#paperListeners.delete(listener);
  }

  onCondition(listener: (condition: Readonly<PrinterCondition>) => void): () => void {
    this.#conditionListeners.add(listener);
    return () => this.#conditionListeners.delete(listener);
  }

  openCover(): void {
    this.#change(() => {
      this.condition.coverOpen = true;
      if (this.#moving) this.condition.openedWhilePrinting = true;
    });
  }

  closeCover(): void {
    this.#change(() => {
      this.condition.coverOpen = false;
      this.condition.openedWhilePrinting = false;
    });
  }

  feedPaper(): void {
    this.openCover();
    this.#linesLeft = null;
    this.#change(() => {
      this.condition.paperEnd = false;
      this.condition.paperNearEnd = false;
    });
    this.closeCover();
  }

  removePaper(): void {
    this.#change(() => {
      this.condition.paperEnd = true;
    });
  }

  setPaperLow(low: boolean): void {
    this.#change(() => {
      this.condition.paperNearEnd = low;
    });
  }

  holdFeedButton(held: boolean): void {
    this.#change(() => {
      this.condition.feedButton = held;
    });
  }

  stop(): void {
    this.#unlisten();
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
    this.condition.powered = false;
  }

  readonly faults: PrinterFaults = {
    paperOutAfterLines: (lines) => {
      this.#linesLeft = lines;
      if (lines === 0) this.removePaper();
    },
    coverOpenAfterBytes: (bytes) => {
      this.#bytesToCover = bytes;
    },
    overheat: (ms) => {
      this.#change(() => {
        this.condition.headHot = true;
      });
      this.#after(ms, () =>
        this.#change(() => {
          this.condition.headHot = false;
        }),
      );
    },
    jamCutter: () => {
      this.#jamNextCut = true;
    },
    clearJam: () => {
      this.#jamNextCut = false;
      this.condition.jammed = false;
    },
    breakDown: () =>
      this.#change(() => {
        this.condition.broken = true;
      }),
    stall: () => {
      this.#stalled = true;
    },
    resume: () => {
      this.#stalled = false;
      this.#work();
    },
    powerCycle: (ms = machine.startUpMs) => {
      this.#powerOff();
      this.#after(ms, () => this.#powerOn());
    },
    powerOff: () => this.#powerOff(),
    powerOn: () => this.#after(machine.startUpMs, () => this.#powerOn()),
    sendGarbage: (bytes) => this.#voice.say(bytes),
    loseAnswers: (count) => {
      this.#voice.toLose = count;
    },
    delayAnswers: (ms) => {
      this.#voice.delayMs = ms;
    },
    repeatAnswers: (count) => {
      this.#voice.toRepeat = count;
    },
  };

  // —— what arrives ——

  #receive(bytes: Uint8Array): void {
    if (!this.condition.powered) return;
    for (const byte of bytes) this.#receiveByte(byte);
    this.#work();
  }

  #receiveByte(byte: number): void {
    if (this.#bytesToCover !== null && --this.#bytesToCover < 0) {
      this.#bytesToCover = null;
      this.openCover();
    }
    const { data, realTime, insideCommand } = this.#lane.push(byte);
    if (insideCommand) this.breaches.push({ kind: 'real-time-inside-command' });
    for (const each of data) this.#store(each);
    if (realTime) this.#realTime(realTime);
  }

  #store(byte: number): void {
    if (this.#buffer.length >= machine.bufferBytes) {
      const last = this.breaches.at(-1);
      if (last?.kind === 'overflow') last.bytes++;
      else this.breaches.push({ kind: 'overflow', bytes: 1 });
      return;
    }
    this.#buffer.push(byte);
    if (machine.bufferBytes - this.#buffer.length <= machine.holdWhenFree) this.#voice.hold();
  }

  #realTime(bytes: Uint8Array): void {
    const [, code, argument = 0] = bytes;
    if (code === 0x04 && argument >= 1 && argument <= 4) {
      this.#voice.answer(Uint8Array.of(answers(this.condition)[argument as 1 | 2 | 3 | 4]));
    } else if (code === 0x05) this.#recover(argument);
    else if (code === 0x14 && argument === 0x08) {
      this.#clear();
      this.#voice.answer(Uint8Array.of(0x37, 0x25, 0x00));
    }
  }

  /** DLE ENQ: only for the cutter, and only when what blocked it is gone (docs/facts/printing.md §2.4). */
  #recover(argument: number): void {
    if (!this.condition.cutterError || this.condition.jammed) return;
    if (argument === 2) this.#clear();
    this.#change(() => {
      this.condition.cutterError = false;
    });
  }

  #clear(): void {
    this.#buffer = [];
    this.#lane.reset();
    this.#printed.dropLine();
    this.#release();
  }

  // —— the motor ——

  /** Carries out what stands in the buffer until it has to wait: for paper, for the motor, for the rest of a command. */
  #work(): void {
    while (!this.#moving && !this.#stalled && this.condition.powered && !isOffline(this.condition)) {
      const read = readCommand(Uint8Array.from(this.#buffer.slice(0, 64)));
      const whole = read === 'incomplete' ? readCommand(Uint8Array.from(this.#buffer)) : read;
      if (whole === 'incomplete') return;
      this.#buffer.splice(0, whole.length);
      this.#release();
      this.#carryOut(whole.command);
    }
  }

  #carryOut(command: PrinterCommand): void {
    if (command.kind === 'unknown') {
      this.breaches.push({ kind: 'unknown-command', bytes: Buffer.from(command.bytes).toString('hex') });
    }
    if (command.kind === 'cut') {
      this.#cut(command.feed);
      return;
    }
    if (this.#answersInOrder(command)) return;
    const dots = this.#printed.apply(command);
    if (dots === 0) return;
    this.#move((dots / DOTS_PER_MM / machine.mmPerSecond) * 1_000, () => this.#linePrinted());
  }

  #answersInOrder(command: PrinterCommand): boolean {
    if (command.kind === 'process-id') {
      if (this.#options.processIds ?? true) this.#voice.answer(Uint8Array.of(0x37, 0x22, ...command.id, 0x00));
      return true;
    }
    if (command.kind === 'paper-status') {
      this.#voice.answer(Uint8Array.of(this.condition.paperNearEnd ? 0x03 : 0x00));
      return true;
    }
    if (command.kind === 'printer-name') {
      this.#voice.answer(
        command.which >= 65 ? Uint8Array.from([0x5f, ...Buffer.from('WESTER RIG'), 0x00]) : Uint8Array.of(0x02),
      );
      return true;
    }
    if (command.kind === 'offline-reports') {
      this.#offlineReports = command.on;
      return true;
    }
    if (command.kind === 'automatic-status') {
      this.#mask = command.mask;
      if (this.#mask !== 0) this.#voice.answer(Uint8Array.from(automaticBytes(this.condition)));
      this.#lastAutomatic = automaticBytes(this.condition);
      return true;
    }
    if (command.kind === 'initialise') this.#mask = 0;
    return false;
  }

  #linePrinted(): void {
    if (this.#linesLeft === null) return;
    this.#linesLeft--;
    if (this.#linesLeft <= 0) {
      this.#linesLeft = null;
      this.removePaper();
    }
  }

  #cut(feed: boolean): void {
    const feedMs = feed ? (machine.cutterDistanceMm / machine.mmPerSecond) * 1_000 : 0;
    this.#move(feedMs + machine.cutMs, () => {
      if (this.#jamNextCut) {
        this.#jamNextCut = false;
        this.#change(() => {
          this.condition.cutterError = true;
          this.condition.jammed = true;
        });
        return;
      }
      const piece = this.#printed.cut();
      if (!piece) return;
      this.paper.push(piece);
      for (const listener of [...this.#paperListeners]) listener(piece);
    });
  }

  #move(ms: number, done: () => void): void {
    if (this.#scale === 0) {
      done();
      return;
    }
    this.#moving = true;
    this.#after(ms, () => {
      this.#moving = false;
      done();
      this.#work();
    });
  }

  // —— what is said ——

  #release(): void {
    // No XON while offline, even if the buffer is free (docs/facts/printing.md §2.5).
    if (this.#hasRoom && !isOffline(this.condition)) this.#voice.release();
  }

  get #hasRoom(): boolean {
    return machine.bufferBytes - this.#buffer.length >= machine.goOnWhenFree;
  }

  #change(act: () => void): void {
    const wasOffline = isOffline(this.condition);
    act();
    const offline = isOffline(this.condition);
    if (this.condition.powered) {
      if (offline && !wasOffline) this.#wentOffline();
      this.#pushAutomatic();
      // XON on going online, also where XOFF has been forgotten (docs/facts/printing.md §2.5).
      if (!offline && wasOffline && this.#hasRoom) this.#voice.greet();
    }
    for (const listener of [...this.#conditionListeners]) listener(this.condition);
    if (!offline) this.#work();
  }

  #wentOffline(): void {
    if (this.#options.holdWhenOffline ?? true) this.#voice.hold();
    if (this.#offlineReports) {
      this.#voice.answer(Uint8Array.from([0x37, 0x23, ...offlineCauses(this.condition), 0x00]));
    }
  }

  #pushAutomatic(): void {
    const now = automaticBytes(this.condition);
    const changed = automaticMask(this.#lastAutomatic, now);
    if ((changed & this.#mask) === 0) return;
    this.#lastAutomatic = now;
    this.#voice.answer(Uint8Array.from(now));
  }

  // —— power ——

  #powerOff(): void {
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
    this.#buffer = [];
    this.#lane.reset();
    this.#printed.reset();
    this.#moving = false;
    this.#voice.silence();
    this.#mask = 0;
    this.#offlineReports = false;
    this.#change(() => {
      this.condition.powered = false;
      this.condition.headHot = false;
      this.condition.cutterError = this.condition.jammed;
      this.condition.openedWhilePrinting = false;
    });
  }

  #powerOn(): void {
    this.#change(() => {
      this.condition.powered = true;
    });
    this.#lastAutomatic = automaticBytes(this.condition);
    if (!isOffline(this.condition)) this.#voice.greet();
  }

  /** `ms` of the printer's own time. */
  #after(ms: number, action: () => void): void {
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms * this.#scale);
    this.#timers.add(timer);
  }
}
