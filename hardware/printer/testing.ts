import { SimulatedClock } from '../clock.ts';
import { type MemoryLine, memoryLine } from '../lines/memory.ts';
import { createPrinter, type EscPosPrinter, type PrinterOptions } from './driver.ts';
import { createPrinterSimulator, type PrinterSimulator, type SimulatorOptions } from './simulator.ts';

/** A driver and a simulated printer on one line in memory, under one simulated clock. */
export interface PrinterBench {
  readonly clock: SimulatedClock;
  readonly line: MemoryLine;
  readonly printer: EscPosPrinter;
  readonly simulator: PrinterSimulator;
}

/** For tests: started, greeted, ready. */
export async function printerBench(
  options: Partial<Omit<SimulatorOptions, 'clock' | 'stream'>> & Partial<Pick<PrinterOptions, 'proof'>> = {},
): Promise<PrinterBench> {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'printer' });
  const widthMm = options.widthMm ?? 80;
  const simulator = createPrinterSimulator({ ...options, widthMm, stream: line.device, clock });
  const printer = createPrinter({ line, clock, widthMm, proof: options.proof ?? 'process-id' });
  printer.start();
  await clock.advance(100);
  return { clock, line, printer, simulator };
}
