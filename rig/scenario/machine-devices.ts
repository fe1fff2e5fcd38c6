/** The devices of one machine: simulated ones over lines in memory, and real ones in their place where a desk has them. */
import { concat } from '../../hardware/bytes.ts';
import type { Clock } from '../../hardware/clock.ts';
import { type MemoryLine, memoryLine } from '../../hardware/lines/memory.ts';
import { createPrinterSimulator, type PrinterSimulator } from '../../hardware/printer/simulator.ts';
import { FrameParser } from '../../hardware/reader/codec.ts';
import { commandCode } from '../../hardware/reader/codes.ts';
import type { ReaderKind } from '../../hardware/reader/driver.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import type { Line } from '../../hardware/stream.ts';
import { createTowerSimulator, type TowerSimulator } from '../../hardware/tower/simulator.ts';
import type { DeviceName } from '../wire/recording.ts';
import type { WireTrace } from './trace.ts';

/** What a machine is built with; a line stands for a real device, null for a simulated one. */
export interface DeskDevices {
  readonly reader: {
    readonly kind: ReaderKind;
    readonly line: Line | null;
    /** Of a real one: every card on it has the keys of the rig's SAM. */
    readonly testCards?: boolean;
  };
  readonly printer: {
    readonly widthMm: 58 | 80;
    readonly proof: 'process-id' | 'paper-status';
    readonly line: Line | null;
  };
  readonly tower: { readonly line: Line | null };
}

export const allInMemory: DeskDevices = {
  reader: { kind: 'pn532', line: null },
  printer: { widthMm: 80, proof: 'process-id', line: null },
  tower: { line: null },
};

/** May the rig's SAM, with its made-up keys, speak to the cards of this reader? */
export function maySign({ line, kind, testCards = false }: DeskDevices['reader']): boolean {
  return line === null || (testCards && kind !== 'neo2');
}

export interface MachineDevices {
  /** What the station opens. */
  readonly lines: Readonly<Record<DeviceName, Line>>;
  readonly real: ReadonlySet<DeviceName>;
  readonly readerLine: MemoryLine;
  readonly printerLine: MemoryLine;
  readonly towerLine: MemoryLine;
  /** Nobody opens the line of a simulator in whose place a real device stands. */
  readonly reader: ReaderSimulator;
  readonly printer: PrinterSimulator;
  readonly tower: TowerSimulator;
}

/** @param onPacket every packet that the reader is told to send to a card. */
export function machineDevices(
  desk: DeskDevices,
  { clock, trace, onPacket }: { clock: Clock; trace: WireTrace; onPacket: (packet: Uint8Array) => void },
): MachineDevices {
  const readerLine = memoryLine({ name: 'reader' });
  const printerLine = memoryLine({ name: 'printer' });
  const towerLine = memoryLine({ name: 'hid:191a:8003' });
  const onCommand = (command: Uint8Array): void => {
    const packet = packetOf(command);
    if (packet) onPacket(packet);
  };
  const reader = createReaderSimulator({
    stream: trace.overhear('reader', readerLine.device),
    clock,
    ...(desk.reader.kind === 'rcs620s' && { model: 'rcs620s' as const }),
    onCommand,
  });
  const { widthMm, proof } = desk.printer;
  const printer = createPrinterSimulator({
    stream: trace.overhear('printer', printerLine.device),
    clock,
    timeScale: 0.1,
    widthMm,
    processIds: proof === 'process-id',
  });
  const tower = createTowerSimulator(trace.overhear('tower', towerLine.device));
  const frames = new FrameParser();
  const heard = (bytes: Uint8Array): void => {
    for (const frame of frames.push(bytes)) if (frame.kind === 'command') onCommand(frame.data);
  };
  const real = (device: DeviceName, onBytes?: (bytes: Uint8Array) => void): Line | null => {
    const { line } = desk[device];
    return line && trace.overhearHost(device, line, onBytes);
  };
  const lines = {
    reader: real('reader', heard) ?? readerLine,
    printer: real('printer') ?? printerLine,
    tower: real('tower') ?? towerLine,
  };
  const names = (['reader', 'printer', 'tower'] as const).filter((device) => desk[device].line !== null);
  return { lines, real: new Set(names), readerLine, printerLine, towerLine, reader, printer, tower };
}

/** The packet for the air in a command of the chip; null: it has none. Source: docs/facts/felica.md §1.3, §2.1. */
function packetOf(command: Uint8Array): Uint8Array | null {
  // InDataExchange: target, packet.
  if (command[0] === commandCode.inDataExchange) return command.subarray(2);
  // CommunicateThruEX: two bytes of time-out, packet.
  if (command[0] === commandCode.communicateThruEx) return command.subarray(3);
  // InListPassiveTarget at 212 or 424 kbit/s: how many, rate, the Polling without its length.
  if (command[0] === commandCode.inListPassiveTarget && command[2] !== 0x00) {
    return concat(Uint8Array.of(command.length - 2), command.subarray(3));
  }
  return null;
}
