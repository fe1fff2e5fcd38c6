import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../hardware/clock.ts';
import type { Piece } from '../../hardware/printer/paper.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { fail } from '../../hardware/result.ts';
import { type Outcome, optionsOf, serveOn, WrongUsage } from './session.ts';

/** `npm run rig -- printer`. Receipts are numbered from 0001 in DIR; those of an earlier run are written over. */
export async function runPrinter(args: readonly string[]): Promise<Outcome> {
  const { link, out } = optionsOf(args, { link: { type: 'string' }, out: { type: 'string' } });
  if (!link) throw new WrongUsage();
  if (out !== undefined) {
    try {
      mkdirSync(out, { recursive: true });
    } catch (error) {
      return fail(`${out} cannot be made: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return serveOn(link, 'printer', (terminal) => {
    const simulator = createPrinterSimulator({ stream: terminal.stream, clock: systemClock });
    let number = 0;
    simulator.onPaper((piece) => {
      number += 1;
      if (out !== undefined) keep(out, number, piece);
    });
    return simulator;
  });
}

function keep(folder: string, number: number, piece: Piece): void {
  const name = join(folder, `receipt-${String(number).padStart(4, '0')}`);
  try {
    writeFileSync(`${name}.svg`, `${piece.svg}\n`);
    writeFileSync(`${name}.txt`, `${piece.text}\n`);
  } catch (error) {
    process.stderr.write(`${name} cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
