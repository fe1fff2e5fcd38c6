import { join } from 'node:path';
import type { FieldCard } from '../../hardware/reader/field.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import { unreachable } from '../../hardware/result.ts';
import { type BenchCard, CardBox, CardFileWrong, sampleCards } from '../bench/cards.ts';
import type { DeviceLine } from '../device-line.ts';
import { replay } from '../wire/replay.ts';
import { tapped } from '../wire/wire.ts';
import { type CardFault, type CardTruth, cardFaults, type DeviceAction, type DevicesState } from './actions.ts';
import type { ReaderPart } from './config.ts';
import { listener, openLine, openReal, PartWrong, type Rig, recordingOf } from './part.ts';
import { touchReader } from './touches.ts';

type ReaderState = NonNullable<DevicesState['reader']>;
type Of<Do extends DeviceAction['do']> = Extract<DeviceAction, { do: Do }>;

/** The reader of a rig, whatever it is made of. */
export interface RigReader {
  readonly state: ReaderState;
  /** Those that can be laid; none on a reader that is not simulated. */
  readonly cards: DevicesState['cards'];
  readonly box: CardBox | null;
  truth(card: string): CardTruth | null;
  /** Null, or what stands in the way. */
  lay(action: Of<'lay'>): string | null;
  lift(action: Of<'lift'>): string | null;
  arm(action: Of<'arm-fault'>): string | null;
  touch(action: Of<'reader'>): string | null;
  close(): Promise<void>;
}

/** Throws PartWrong. */
export async function openReader(part: ReaderPart, rig: Rig): Promise<RigReader> {
  switch (part.is) {
    case 'simulated':
      return openSimulated(part, rig);
    case 'real': {
      const real = await openReal('reader', part, rig);
      return notSimulated('real', real, [], () => real.close());
    }
    case 'replayed': {
      const recording = recordingOf('reader', part.recording);
      const line = await openLine('reader', part.at, rig);
      const stream = tapped(line.stream, rig.clock, (bytes) => rig.seen('reader', bytes));
      const device = replay({ recording, stream, clock: rig.clock, timeScale: () => rig.timeScale });
      const end = { address: line.path, isPlugged: true };
      return notSimulated('replayed', end, device.breaches, async () => {
        device.stop();
        line.close();
      });
    }
    default:
      return unreachable(part);
  }
}

function notSimulated(
  is: 'real' | 'replayed',
  end: { readonly address: string; readonly isPlugged: boolean },
  breaches: readonly string[],
  close: () => Promise<void>,
): RigReader {
  const no = () => `the reader is ${is}: a hand has to do that`;
  return {
    get state() {
      const { address, isPlugged: plugged } = end;
      return { is, address, plugged, armedFault: null, emptyLooks: 0, breaches: [...breaches] };
    },
    cards: [],
    box: null,
    truth: () => null,
    lay: no,
    lift: no,
    arm: no,
    touch: no,
    close,
  };
}

async function openSimulated(part: Extract<ReaderPart, { is: 'simulated' }>, rig: Rig): Promise<RigReader> {
  const box = boxOf(part, rig);
  const ear = listener('reader', part.record, 'simulated', rig);
  const line = await openLine('reader', part.at, rig);
  return new SimulatedReader(part, rig, box, line, ear);
}

function boxOf({ cards }: Extract<ReaderPart, { is: 'simulated' }>, rig: Rig): CardBox {
  try {
    // Cards of a file of its own begin as they are written there, each time.
    const kept = cards === undefined ? join(rig.directory, 'cards.json') : null;
    return new CardBox(kept, cards ?? sampleCards, () => rig.changed());
  } catch (error) {
    if (error instanceof CardFileWrong) throw new PartWrong(['devices', 'reader', 'cards'], error.message);
    throw error;
  }
}

class SimulatedReader implements RigReader {
  readonly box: CardBox;
  readonly #rig: Rig;
  readonly #line: DeviceLine;
  readonly #ear: ReturnType<typeof listener>;
  readonly #reader: ReaderSimulator;
  #armed: CardFault | null = null;
  #emptyLooks = 0;

  constructor(
    part: Extract<ReaderPart, { is: 'simulated' }>,
    rig: Rig,
    box: CardBox,
    line: DeviceLine,
    ear: ReturnType<typeof listener>,
  ) {
    this.box = box;
    this.#rig = rig;
    this.#line = line;
    this.#ear = ear;
    this.#reader = createReaderSimulator({
      stream: tapped(line.stream, rig.clock, ear.seen),
      clock: rig.clock,
      get timeScale() {
        return rig.timeScale;
      },
      model: part.model,
      onCommand: (command) => this.#watchFault(command),
    });
    let laid = '';
    this.#reader.field.onChange(() => {
      // A look ends with the field going off, for the next one.
      if (!this.#reader.field.isOn && this.#reader.field.cards.length === 0) this.#emptyLooks += 1;
      // The field goes off and on several times a second: only cards that come and go are news.
      const now = this.cards.map(({ onReader }) => onReader).join();
      if (now === laid) return;
      laid = now;
      rig.changed();
    });
  }

  get state(): ReaderState {
    return {
      is: 'simulated',
      address: this.#line.path,
      plugged: this.#line.isPlugged,
      armedFault: this.#armed,
      emptyLooks: this.#emptyLooks,
      breaches: this.#reader.breaches.map((breach) => JSON.stringify(breach)),
    };
  }

  get cards(): DevicesState['cards'] {
    const laid = new Set(this.#reader.field.cards);
    return this.box.cards.map(({ card, value, ...words }) => ({
      ...words,
      balanceYen: value?.balanceYen ?? null,
      onReader: laid.has(card),
    }));
  }

  truth(id: string): CardTruth | null {
    const value = this.box.find(id)?.value;
    if (!value) return null;
    const { idm, balanceYen, updateNumber, history } = value;
    return { id, idm, balanceYen, updateNumber, history: [...history] };
  }

  lay({ card }: Of<'lay'>): string | null {
    return this.#withCard(card, ({ card }) => this.#reader.field.lay(card));
  }

  lift({ card }: Of<'lift'>): string | null {
    if (card !== undefined) return this.#withCard(card, ({ card }) => this.#reader.field.lift(card));
    this.#reader.field.lift();
    return null;
  }

  arm({ fault }: Of<'arm-fault'>): null {
    this.#reader.disarm();
    this.#armed = fault;
    const isWrite = (packet: Uint8Array) => packet[1] === 0x16;
    if (fault) this.#reader.arm(cardFaults[fault].fault, { packet: isWrite });
    return null;
  }

  touch({ action }: Of<'reader'>): null {
    touchReader(this.#reader, this.#line, action);
    return null;
  }

  async close(): Promise<void> {
    this.#reader.stop();
    this.#line.close();
    this.#ear.close();
    this.box.save();
  }

  #withCard(id: string, what: (card: BenchCard & { card: FieldCard }) => void): string | null {
    const found = this.box.find(id);
    if (!found) return `there is no card "${id}"`;
    what(found);
    return null;
  }

  /** A fault strikes once: when the Write has passed, the panel's button goes up again. */
  #watchFault(command: Uint8Array): void {
    // InDataExchange: 40, target number, then the FeliCa packet (length, code, …).
    if (!this.#armed || command[0] !== 0x40 || command[3] !== 0x16) return;
    this.#armed = null;
    queueMicrotask(() => this.#rig.changed());
  }
}
