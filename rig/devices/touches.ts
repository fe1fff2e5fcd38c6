/** What a hand can do to a reader and a printer: the one list of the control API, of the panel and of scenarios. */
import { z } from 'zod';
import type { PrinterSimulator } from '../../hardware/printer/simulator.ts';
import type { ReaderSimulator } from '../../hardware/reader/simulator.ts';

export const ReaderAction = z.enum(['unplug', 'plug-in', 'hang', 'power-off', 'power-on', 'power-cycle']);
export type ReaderAction = z.infer<typeof ReaderAction>;

export const PrinterAction = z.enum([
  'unplug',
  'plug-in',
  'paper-low',
  'paper-out',
  'paper-in',
  'open-cover',
  'close-cover',
  'jam-cutter',
  'clear-jam',
  'overheat',
  'power-cycle',
]);
export type PrinterAction = z.infer<typeof PrinterAction>;

/** How long a head that became too hot takes to cool. Milliseconds. */
const HOT_MS = 8_000;

/** What a simulated device hangs on. */
export interface Cable {
  unplug(): void;
  replug(): void;
}

export function touchReader(reader: ReaderSimulator, cable: Cable, action: ReaderAction): void {
  const acts: Record<ReaderAction, () => void> = {
    unplug: () => cable.unplug(),
    'plug-in': () => cable.replug(),
    hang: () => reader.hang('wake-up'),
    'power-off': () => reader.powerOff(),
    'power-on': () => reader.powerOn(),
    'power-cycle': () => {
      reader.powerOff();
      reader.powerOn();
    },
  };
  acts[action]();
}

export function touchPrinter(printer: PrinterSimulator, cable: Cable, action: PrinterAction): void {
  const acts: Record<PrinterAction, () => void> = {
    unplug: () => cable.unplug(),
    'plug-in': () => cable.replug(),
    'paper-low': () => printer.setPaperLow(true),
    'paper-out': () => printer.removePaper(),
    'paper-in': () => printer.feedPaper(),
    'open-cover': () => printer.openCover(),
    'close-cover': () => printer.closeCover(),
    'jam-cutter': () => printer.faults.jamCutter(),
    'clear-jam': () => printer.faults.clearJam(),
    overheat: () => printer.faults.overheat(HOT_MS),
    'power-cycle': () => printer.faults.powerCycle(),
  };
  acts[action]();
}
