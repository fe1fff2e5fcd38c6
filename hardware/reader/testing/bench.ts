import { SimulatedClock } from '../../clock.ts';
import { type MemoryLine, type MemoryLineOptions, memoryLine } from '../../lines/memory.ts';
import type { ByteStream } from '../../stream.ts';
import { createReader, type LineReader, type ReaderKind } from '../driver.ts';
import { createNeo2Simulator } from '../neo2-simulator.ts';
import type { ReaderStatus } from '../port.ts';
import { createReaderSimulator, type ReaderModel, type ReaderSimulator } from '../simulator.ts';

/** The shipped driver and the simulated reader at the two ends of a line in memory, on one simulated clock. */
export interface Bench {
  readonly clock: SimulatedClock;
  readonly line: MemoryLine;
  readonly simulator: ReaderSimulator;
  readonly reader: LineReader;
  /** Every status the reader has had, in order. */
  readonly statuses: ReaderStatus[];
  /** Bytes that have gone over the line so far, both ways. */
  readonly traffic: { bytes: number };
  /** The commands that the chip took: code first. */
  readonly commands: Uint8Array[];
  /** Moves the clock until the promise has settled; an error where it takes more than `limitMs`. */
  run<Value>(promise: Promise<Value>, limitMs?: number): Promise<Value>;
  /** Starts the reader and waits for this status. */
  startUntil(status: ReaderStatus): Promise<void>;
  until(status: ReaderStatus, limitMs?: number): Promise<void>;
}

export function bench(
  model: ReaderModel | 'neo2' = 'pn532',
  kind: ReaderKind = model,
  lineOptions: Omit<MemoryLineOptions, 'timing'> = {},
): Bench {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'line', timing: { baud: 115_200, clock }, ...lineOptions });
  const commands: Uint8Array[] = [];
  const traffic = { bytes: 0 };
  const device = {
    stream: counted(line.device, traffic),
    clock,
    onCommand: (command: Uint8Array) => commands.push(command),
  };
  const simulator = model === 'neo2' ? createNeo2Simulator(device) : createReaderSimulator({ ...device, model });
  const reader = createReader({ kind, line, clock });
  const statuses: ReaderStatus[] = [];
  reader.onStatus((status) => statuses.push(status));

  async function run<Value>(promise: Promise<Value>, limitMs = 30_000): Promise<Value> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    if (!(await clock.advanceUntil(() => isSettled, limitMs))) throw new Error(`not settled after ${limitMs} ms`);
    return promise;
  }
  async function until(status: ReaderStatus, limitMs = 30_000): Promise<void> {
    if (!(await clock.advanceUntil(() => reader.status === status, limitMs))) {
      throw new Error(`the reader is ${reader.status}, not ${status}, after ${limitMs} ms`);
    }
  }
  async function startUntil(status: ReaderStatus): Promise<void> {
    reader.start();
    await until(status);
  }
  return { clock, line, simulator, reader, statuses, traffic, commands, run, startUntil, until };
}

function counted(stream: ByteStream, traffic: { bytes: number }): ByteStream {
  stream.onData((bytes) => {
    traffic.bytes += bytes.length;
  });
  return {
    write(bytes) {
      traffic.bytes += bytes.length;
      return stream.write(bytes);
    },
    onData: (listener) => stream.onData(listener),
    onEnd: (listener) => stream.onEnd(listener),
    flush: () => stream.flush(),
    close: () => stream.close(),
  };
}
