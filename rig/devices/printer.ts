import { createPrinterSimulator, type PrinterSimulator } from '../../hardware/printer/simulator.ts';
import type { DeviceLine } from '../device-line.ts';
import { replay } from '../wire/replay.ts';
import { tapped } from '../wire/wire.ts';
import type { DeviceAction, DevicesState } from './actions.ts';
import type { PrinterPart } from './config.ts';
import { listener, openLine, openReal, type Rig, recordingOf } from './part.ts';
import { touchPrinter } from './touches.ts';

type PrinterState = NonNullable<DevicesState['printer']>;
type Touch = Extract<DeviceAction, { do: 'printer' }>;

/** The printer of a rig, whatever it is made of. */
export interface RigPrinter {
  readonly state: PrinterState;
  /** Null, or what stands in the way. */
  touch(action: Touch): string | null;
  takePaper(): string | null;
  close(): Promise<void>;
}

/** How many pieces of paper are kept in sight. */
const PIECES_SHOWN = 8;

/** Throws PartWrong. */
export async function openPrinter(part: PrinterPart, rig: Rig): Promise<RigPrinter> {
  if (part.is === 'simulated') {
    const ear = listener('printer', part.record, 'simulated', rig);
    return new SimulatedPrinter(part, rig, await openLine('printer', part.at, rig), ear);
  }
  // What a real one prints is drawn from what the station sends it; that it came out, only eyes can say.
  if (part.is === 'real') {
    const real = await openReal('printer', part, rig);
    return notSimulated('real', real, [], () => real.close());
  }
  const recording = recordingOf('printer', part.recording);
  const line = await openLine('printer', part.at, rig);
  const stream = tapped(line.stream, rig.clock, (bytes) => rig.seen('printer', bytes));
  const device = replay({ recording, stream, clock: rig.clock, timeScale: () => rig.timeScale });
  return notSimulated('replayed', { address: line.path, isPlugged: true }, device.breaches, async () => {
    device.stop();
    line.close();
  });
}

function notSimulated(
  is: 'real' | 'replayed',
  end: { readonly address: string; readonly isPlugged: boolean },
  breaches: readonly string[],
  close: () => Promise<void>,
): RigPrinter {
  const no = () => `the printer is ${is}: a hand has to do that`;
  return {
    get state(): PrinterState {
      const unknown = { paper: 'unknown', cover: 'unknown', cutter: 'unknown', head: 'unknown' } as const;
      return { is, address: end.address, plugged: end.isPlugged, breaches: [...breaches], ...unknown, pieces: [] };
    },
    touch: no,
    takePaper: no,
    close,
  };
}

class SimulatedPrinter implements RigPrinter {
  readonly #line: DeviceLine;
  readonly #ear: ReturnType<typeof listener>;
  readonly #printer: PrinterSimulator;
  #taken = 0;

  constructor(
    { widthMm, proof }: Extract<PrinterPart, { is: 'simulated' }>,
    rig: Rig,
    line: DeviceLine,
    ear: ReturnType<typeof listener>,
  ) {
    this.#line = line;
    this.#ear = ear;
    this.#printer = createPrinterSimulator({
      stream: tapped(line.stream, rig.clock, ear.seen),
      clock: rig.clock,
      get timeScale() {
        return rig.timeScale;
      },
      widthMm,
      processIds: proof === 'process-id',
    });
    this.#printer.onPaper(() => rig.changed());
    this.#printer.onCondition(() => rig.changed());
  }

  get state(): PrinterState {
    const { condition, paper, breaches } = this.#printer;
    const pieces = paper.map(({ svg, text }, id) => ({ id, svg, text })).slice(this.#taken);
    return {
      is: 'simulated',
      address: this.#line.path,
      plugged: this.#line.isPlugged,
      paper: condition.paperEnd ? 'out' : condition.paperNearEnd ? 'low' : 'ok',
      cover: condition.coverOpen ? 'open' : 'closed',
      cutter: condition.cutterError ? 'jammed' : 'free',
      head: condition.headHot ? 'hot' : 'cool',
      breaches: breaches.map((breach) => JSON.stringify(breach)),
      pieces: pieces.slice(-PIECES_SHOWN),
    };
  }

  touch({ action }: Touch): null {
    touchPrinter(this.#printer, this.#line, action);
    return null;
  }

  takePaper(): null {
    this.#taken = this.#printer.paper.length;
    return null;
  }

  async close(): Promise<void> {
    this.#printer.stop();
    this.#line.close();
    this.#ear.close();
  }
}
