/**
 * The simulated hardware of a demo or a rig: a reader with cards and a printer with paper, each at the other end of a
 * pseudo terminal, and the hand that breaks them. The station knows only the two terminals.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../hardware/clock.ts';
import { createPrinterSimulator, type PrinterSimulator } from '../../hardware/printer/simulator.ts';
import type { FieldCard } from '../../hardware/reader/field.ts';
import { createReaderSimulator, type FieldFault, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import { unreachable } from '../../hardware/result.ts';
import { tiers } from '../../hardware/tower/codec.ts';
import type { CenterProcess } from '../center-process.ts';
import { openPseudoTerminal, type PseudoTerminal } from '../pty.ts';
import type { StationProcess } from '../station-process.ts';
import { CardBox } from './cards.ts';
import { type BenchTower, benchTower } from './tower.ts';

/** What can happen to a card at the one command that carries value, the secure Write (facts/felica.md §3.6: code 16). */
const cardFaults = {
  'lifted-before-write': { label: 'Lift the card before the write', fault: { kind: 'lift', moment: 'before' } },
  'lifted-after-write': {
    label: 'Lift the card after the write, answer lost',
    fault: { kind: 'lift', moment: 'inside' },
  },
  'answer-lost': { label: 'Lose the answer, card stays', fault: { kind: 'reply-lost' } },
  'answer-garbled': { label: 'Garble the answer', fault: { kind: 'reply-garbled' } },
} as const satisfies Record<string, { label: string; fault: FieldFault }>;
const CardFault = z.enum(['lifted-before-write', 'lifted-after-write', 'answer-lost', 'answer-garbled']);
type CardFault = z.infer<typeof CardFault>;

/** What a hand at the front panel, or a script, may do. */
export const BenchAction = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('lay'), card: z.string() }),
  /** Without a card: every card. */
  z.strictObject({ do: z.literal('lift'), card: z.string().optional() }),
  /** At the next write to a card; null takes it back. */
  z.strictObject({ do: z.literal('arm-fault'), fault: CardFault.nullable() }),
  z.strictObject({ do: z.literal('reader'), action: z.enum(['unplug', 'plug-in']) }),
  z.strictObject({
    do: z.literal('printer'),
    action: z.enum(['unplug', 'plug-in', 'paper-low', 'paper-out', 'paper-in', 'open-cover', 'close-cover']),
  }),
  /** The passenger takes what has come out of the printer. */
  z.strictObject({ do: z.literal('take-paper') }),
  z.strictObject({ do: z.literal('center'), action: z.enum(['stop', 'start']) }),
  /** Power cut: it is started again like after any death. */
  z.strictObject({ do: z.literal('station'), action: z.literal('kill') }),
]);
export type BenchAction = z.infer<typeof BenchAction>;
type PrinterAction = Extract<BenchAction, { do: 'printer' }>['action'];

/** Shown on the panel so that nobody takes the demo for the real thing. */
export interface BenchFacts {
  readonly businessDate: string;
  readonly profile: string;
  readonly stationName: string;
}

export interface BenchState extends BenchFacts {
  readonly cards: readonly {
    id: string;
    label: string;
    about: string;
    look: string;
    balanceYen: number | null;
    onReader: boolean;
  }[];
  readonly cardFaults: readonly { id: CardFault; label: string }[];
  readonly reader: {
    plugged: boolean;
    armedFault: CardFault | null;
    /** How often the machine has looked and nothing lay there. */
    emptyLooks: number;
    breaches: readonly string[];
  };
  readonly printer: {
    plugged: boolean;
    paper: 'ok' | 'low' | 'out';
    cover: 'closed' | 'open';
    /** What the station did against the protocol; a test expects nothing here. */
    breaches: readonly string[];
    pieces: readonly { id: number; svg: string; text: string }[];
  };
  /** The lights that are lit, and whether it is calling. */
  readonly tower: { lit: readonly string[] };
  readonly center: { running: boolean };
}

export interface BenchOptions {
  /** Where the cards are kept. */
  readonly directory: string;
  readonly facts: BenchFacts;
  readonly center: CenterProcess;
  readonly station: StationProcess;
}

/** How many pieces of paper the panel keeps in sight. */
const PIECES_SHOWN = 8;

export class Bench {
  readonly #options: BenchOptions;
  readonly #box: CardBox;
  readonly #readerLine: PseudoTerminal;
  readonly #printerLine: PseudoTerminal;
  readonly #reader: ReaderSimulator;
  readonly #printer: PrinterSimulator;
  readonly #tower: BenchTower;
  readonly #listeners = new Set<() => void>();
  #armed: CardFault | null = null;
  #taken = 0;
  #emptyLooks = 0;

  constructor(options: BenchOptions) {
    this.#options = options;
    const changed = () => this.#changed();
    this.#box = new CardBox(options.directory, changed);
    this.#readerLine = openPseudoTerminal(join(options.directory, 'tty-reader'));
    this.#printerLine = openPseudoTerminal(join(options.directory, 'tty-printer'));
    this.#reader = createReaderSimulator({
      stream: this.#readerLine.stream,
      clock: systemClock,
      timeScale: 1,
      onCommand: (command) => this.#watchFault(command),
    });
    this.#printer = createPrinterSimulator({ stream: this.#printerLine.stream, clock: systemClock, timeScale: 1 });
    this.#tower = benchTower(join(options.directory, 'tty-tower'));
    this.#tower.simulator.onChange(changed);
    let fieldCards = '';
    this.#reader.field.onChange(() => {
      // A look ends with the field going off, for the next one.
      if (!this.#reader.field.isOn && this.#reader.field.cards.length === 0) this.#emptyLooks += 1;
      // The field goes off and on several times a second: only cards that come and go are news.
      const cards = this.state()
        .cards.filter(({ onReader }) => onReader)
        .map(({ id }) => id)
        .join();
      if (cards === fieldCards) return;
      fieldCards = cards;
      changed();
    });
    this.#printer.onPaper(changed);
    this.#printer.onCondition(changed);
    options.center.onChange(changed);
  }

  /** The staff cards that a machine of this bench begins with, and their PINs. */
  get enrolled(): CardBox['enrolled'] {
    return this.#box.enrolled;
  }

  /** What the station's configuration names. */
  get readerAddress(): string {
    return this.#readerLine.path;
  }

  get printerAddress(): string {
    return this.#printerLine.path;
  }

  get towerAddress(): string {
    return this.#tower.address;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  state(): BenchState {
    const { condition, paper } = this.#printer;
    const laid = new Set(this.#reader.field.cards);
    const pieces = paper.map(({ svg, text }, id) => ({ id, svg, text })).slice(this.#taken);
    return {
      ...this.#options.facts,
      cards: this.#box.cards.map(({ card, value, ...words }) => ({
        ...words,
        balanceYen: value?.balanceYen ?? null,
        onReader: laid.has(card),
      })),
      cardFaults: CardFault.options.map((id) => ({ id, label: cardFaults[id].label })),
      reader: {
        plugged: this.#readerLine.isPlugged,
        armedFault: this.#armed,
        emptyLooks: this.#emptyLooks,
        breaches: this.#reader.breaches.map((breach) => JSON.stringify(breach)),
      },
      printer: {
        plugged: this.#printerLine.isPlugged,
        paper: condition.paperEnd ? 'out' : condition.paperNearEnd ? 'low' : 'ok',
        cover: condition.coverOpen ? 'open' : 'closed',
        breaches: this.#printer.breaches.map((breach) => JSON.stringify(breach)),
        pieces: pieces.slice(-PIECES_SHOWN),
      },
      tower: { lit: this.#lit() },
      center: { running: this.#options.center.running },
    };
  }

  /** Does it; returns what stands in the way, or null. */
  async act(action: BenchAction): Promise<string | null> {
    const problem = await this.#do(action);
    this.#changed();
    return problem;
  }

  async close(): Promise<void> {
    this.#reader.stop();
    this.#printer.stop();
    this.#readerLine.close();
    this.#printerLine.close();
    this.#tower.close();
    this.#box.save();
  }

  #lit(): string[] {
    const { lamps, buzzer } = this.#tower.simulator;
    const lit = tiers.flatMap((tier) =>
      lamps[tier] === 'off' ? [] : [lamps[tier] === 'on' ? tier : `${tier} (blinking)`],
    );
    return buzzer.sound === 'off' ? lit : [...lit, 'buzzer'];
  }

  async #do(action: BenchAction): Promise<string | null> {
    switch (action.do) {
      case 'lay':
        return this.#withCard(action.card, (card) => this.#reader.field.lay(card));
      case 'lift':
        if (action.card !== undefined) return this.#withCard(action.card, (card) => this.#reader.field.lift(card));
        this.#reader.field.lift();
        return null;
      case 'arm-fault':
        this.#arm(action.fault);
        return null;
      case 'reader':
        if (action.action === 'unplug') this.#readerLine.unplug();
        else this.#readerLine.replug();
        return null;
      case 'printer':
        this.#touchPrinter(action.action);
        return null;
      case 'take-paper':
        this.#taken = this.#printer.paper.length;
        return null;
      case 'center':
        if (action.action === 'stop') await this.#options.center.stop();
        else await this.#options.center.start();
        return null;
      case 'station':
        if (!this.#options.station.running) return 'the station is not running here';
        this.#options.station.kill();
        return null;
      default:
        return unreachable(action);
    }
  }

  #withCard(id: string, what: (card: FieldCard) => void): string | null {
    const found = this.#box.find(id);
    if (!found) return `there is no card "${id}"`;
    what(found.card);
    return null;
  }

  #arm(fault: CardFault | null): void {
    this.#reader.disarm();
    this.#armed = null;
    if (!fault) return;
    const isWrite = (packet: Uint8Array) => packet[1] === 0x16;
    this.#reader.arm(cardFaults[fault].fault, { packet: isWrite });
    this.#armed = fault;
  }

  /** A fault strikes once: when the Write has passed, the panel's button goes up again. */
  #watchFault(command: Uint8Array): void {
    // InDataExchange: 40, target number, then the FeliCa packet (length, code, …).
    if (!this.#armed || command[0] !== 0x40 || command[3] !== 0x16) return;
    this.#armed = null;
    queueMicrotask(() => this.#changed());
  }

  #touchPrinter(action: PrinterAction): void {
    const actions: Record<PrinterAction, () => void> = {
      unplug: () => this.#printerLine.unplug(),
      'plug-in': () => this.#printerLine.replug(),
      'paper-low': () => this.#printer.setPaperLow(true),
      'paper-out': () => this.#printer.removePaper(),
      'paper-in': () => this.#printer.feedPaper(),
      'open-cover': () => this.#printer.openCover(),
      'close-cover': () => this.#printer.closeCover(),
    };
    actions[action]();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

export function createBench(options: BenchOptions): Bench {
  return new Bench(options);
}
