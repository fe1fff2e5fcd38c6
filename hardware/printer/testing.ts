import { SimulatedClock } from '../clock.ts';
import { type MemoryLine, memoryLine } from '../lines/memory.ts';
import type { Result } from '../result.ts';
import { createPrinter, type EscPosPrinter, type PrinterOptions } from './driver.ts';
import type { PrintDocument, PrintError } from './port.ts';
import { createPrinterSimulator, type PrinterSimulator, type SimulatorOptions } from './simulator.ts';

/** A driver and a simulated printer on one line in memory, under one simulated clock. */
export interface PrinterBench {
  readonly clock: SimulatedClock;
  readonly line: MemoryLine;
  readonly printer: EscPosPrinter;
  readonly simulator: PrinterSimulator;
  /** Begins to print; `result` is null until the driver has answered. */
  print(document: PrintDocument): Printing;
}

export interface Printing {
  result: Result<'printed', PrintError> | null;
}

type BenchOptions = Partial<Omit<SimulatorOptions, 'clock' | 'stream'>> &
  Partial<Pick<PrinterOptions, 'proof'>> & { readonly baud?: number };

/** For tests: started, greeted, ready. */
export async function printerBench(options: BenchOptions = {}): Promise<PrinterBench> {
  const clock = new SimulatedClock();
  const timing = options.baud ? { timing: { baud: options.baud, clock } } : {};
  const line = memoryLine({ name: 'printer', ...timing });
  const widthMm = options.widthMm ?? 80;
  const simulator = createPrinterSimulator({ ...options, widthMm, stream: line.device, clock });
  const printer = createPrinter({ line, clock, widthMm, proof: options.proof ?? 'process-id' });
  printer.start();
  await clock.advance(500);
  return {
    clock,
    line,
    printer,
    simulator,
    print(document) {
      const printing: Printing = { result: null };
      void printer.print(document).then((result) => {
        printing.result = result;
      });
      return printing;
    },
  };
}

/** A receipt of `lines` numbered lines. */
export function numbered(number: number, lines = 12): PrintDocument {
  const rows = Array.from({ length: lines }, (_, index) => `|行${index + 1} | ${number}号|`);
  return { number, markup: rows.join('\n') };
}

/** How many whole copies of that receipt have come out, each on a piece of its own. */
export function copiesOf(simulator: PrinterSimulator, number: number, lines = 12): number {
  return simulator.paper.filter((piece) => {
    const rows = piece.text.split('\n');
    return (
      rows.length === lines &&
      rows.every((row, index) => row.startsWith(`行${index + 1} `) && row.endsWith(` ${number}号`))
    );
  }).length;
}
