/**
 * The devices of a rig: each simulated, real or replayed (config.ts), at the far end of a line that any program can open;
 * the hand that moves and breaks them; everything that passes over their lines.
 */
import { mkdirSync } from 'node:fs';
import { toHex } from '../../hardware/bytes.ts';
import { type Clock, systemClock } from '../../hardware/clock.ts';
import { lineFrom } from '../../hardware/lines/address.ts';
import { unreachable } from '../../hardware/result.ts';
import { type Message, messageReader } from '../wire/messages.ts';
import type { DeviceName } from '../wire/recording.ts';
import type { WireBytes } from '../wire/wire.ts';
import {
  CardFault,
  type CardTruth,
  cardFaults,
  type DeviceAction,
  type DevicesState,
  type Speed,
  timeScaleOf,
  type WireEntry,
} from './actions.ts';
import type { RigFile } from './config.ts';
import type { Rig } from './part.ts';
import { openPrinter, type RigPrinter } from './printer.ts';
import { openReader, type RigReader } from './reader.ts';
import { openTower, type RigTower } from './tower.ts';

/** How much of the wire is remembered, for those who look later. */
export const WIRE_KEPT = 400;

export interface DevicesOptions {
  readonly rig: RigFile;
  /** Where links of pseudo terminals and the cards are kept. */
  readonly directory: string;
  readonly clock?: Clock;
  /** How a real device is opened; left out: as ever. */
  readonly lineFrom?: typeof lineFrom;
}

export class Devices implements Rig {
  readonly directory: string;
  readonly clock: Clock;
  readonly lineFrom: typeof lineFrom;
  readonly #rig: RigFile;
  readonly #listeners = new Set<() => void>();
  readonly #wireListeners = new Set<(entry: WireEntry) => void>();
  readonly #wire: WireEntry[] = [];
  readonly #began: number;
  readonly #readers: Readonly<Record<DeviceName, ReturnType<typeof messageReader>>> = {
    reader: messageReader('reader'),
    printer: messageReader('printer'),
    tower: messageReader('tower'),
  };
  #speed: Speed = 1;
  #passed = 0;
  #reader: RigReader | null = null;
  #printer: RigPrinter | null = null;
  #tower: RigTower | null = null;

  private constructor({ rig, directory, clock = systemClock, lineFrom: open = lineFrom }: DevicesOptions) {
    this.lineFrom = open;
    this.#rig = rig;
    this.directory = directory;
    this.clock = clock;
    this.#began = clock.now();
  }

  /** Rejects with PartWrong where one of them cannot be had; the others are let go again. */
  static async open(options: DevicesOptions): Promise<Devices> {
    mkdirSync(options.directory, { recursive: true });
    const devices = new Devices(options);
    const { reader, printer, tower } = options.rig.devices;
    try {
      if (reader) devices.#reader = await openReader(reader, devices);
      if (printer) devices.#printer = await openPrinter(printer, devices);
      if (tower) devices.#tower = await openTower(tower, devices);
      return devices;
    } catch (error) {
      await devices.close();
      throw error;
    }
  }

  get reader(): RigReader | null {
    return this.#reader;
  }

  get timeScale(): number {
    return timeScaleOf(this.#speed);
  }

  get state(): DevicesState {
    return {
      speed: this.#speed,
      cards: this.#reader?.cards ?? [],
      cardFaults: CardFault.options.map((id) => ({ id, label: cardFaults[id].label })),
      reader: this.#reader?.state ?? null,
      printer: this.#printer?.state ?? null,
      tower: this.#tower?.state ?? null,
    };
  }

  /** What the configuration of a station says of these devices. */
  get forStation() {
    const { reader, printer } = this.#rig.devices;
    const { address: line } = this.#reader?.state ?? { address: '' };
    const kind = !reader || reader.is === 'simulated' ? (reader?.model ?? 'pn532') : reader.kind;
    const { widthMm, proof } = printer ?? { widthMm: 80, proof: 'process-id' };
    return {
      reader: { kind, line },
      printer: { line: this.#printer?.state.address ?? '', widthMm, proof },
      ...(this.#tower && { tower: { line: this.#tower.state.address } }),
      // The made-up keys never stand in front of other people's cards.
      sam: kind === 'neo2' || (reader?.is === 'real' && !reader.testCards) ? 'none' : 'rig',
    };
  }

  /** What passed most lately, oldest first. */
  get wire(): readonly WireEntry[] {
    return this.#wire;
  }

  card(id: string): CardTruth | null {
    return this.#reader?.truth(id) ?? null;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onWire(listener: (entry: WireEntry) => void): () => void {
    this.#wireListeners.add(listener);
    return () => this.#wireListeners.delete(listener);
  }

  /** Does it; returns what stands in the way, or null. */
  act(action: DeviceAction): string | null {
    const problem = this.#do(action);
    this.changed();
    return problem;
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  seen(device: DeviceName, { from, bytes }: WireBytes): void {
    const at = Math.round((this.clock.now() - this.#began) * 10) / 10;
    const words = wordsOf(this.#readers[device]({ from, bytes }));
    const entry = { n: this.#passed, device, at, from, hex: toHex(bytes), words };
    this.#passed += 1;
    this.#wire.push(entry);
    if (this.#wire.length > WIRE_KEPT) this.#wire.shift();
    for (const listener of [...this.#wireListeners]) listener(entry);
  }

  async close(): Promise<void> {
    await Promise.all([this.#reader?.close(), this.#printer?.close(), this.#tower?.close()]);
  }

  #do(action: DeviceAction): string | null {
    switch (action.do) {
      case 'lay':
        return this.#reader ? this.#reader.lay(action) : missing('reader');
      case 'lift':
        return this.#reader ? this.#reader.lift(action) : missing('reader');
      case 'arm-fault':
        return this.#reader ? this.#reader.arm(action) : missing('reader');
      case 'reader':
        return this.#reader ? this.#reader.touch(action) : missing('reader');
      case 'printer':
        return this.#printer ? this.#printer.touch(action) : missing('printer');
      case 'take-paper':
        return this.#printer ? this.#printer.takePaper() : missing('printer');
      case 'tower':
        return this.#tower ? this.#tower.touch(action) : missing('tower');
      case 'speed':
        this.#speed = action.speed;
        return null;
      default:
        return unreachable(action);
    }
  }
}

const missing = (device: DeviceName): string => `this rig has no ${device}`;

/** Neighbouring characters of the printer are one text. */
function wordsOf(messages: readonly Message[]): string[] {
  const words: string[] = [];
  let text = '';
  for (const message of messages) {
    if (message.isText) text += message.words;
    else {
      if (text !== '') words.push(`“${text}”`);
      text = '';
      words.push(message.words);
    }
  }
  return text === '' ? words : [...words, `“${text}”`];
}
