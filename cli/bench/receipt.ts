/** Receipts: from "print" to the last byte on the wire, against the time that the line itself needs for those bytes. */
import { SimulatedClock } from '../../hardware/clock.ts';
import { memoryLine } from '../../hardware/lines/memory.ts';
import { createPrinter } from '../../hardware/printer/driver.ts';
import { bytesOf } from '../../hardware/printer/paper-of.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { columnsOn } from '../../hardware/printer/text.ts';
import { markupOf } from '../../station/receipts/markup.ts';
import { previewOf } from '../../station/receipts/preview.ts';
import type { ReceiptKind } from '../../station/receipts/receipt.ts';
import { SAMPLE_NUMBER, sampleImprint, samples } from '../../station/receipts/samples.ts';
import { type Figure, measured, type Section } from './figure.ts';

const WIDTH_MM = 80;
/** Start bit, eight bits, stop bit. */
const BITS_A_BYTE = 10;
const GOAL_RATIO = 1.1;
const RATES = [9_600, 19_200, 38_400, 115_200];
/** Until a printer that was just switched on has been asked everything. */
const GREETING_MS = 500;
/** DLE, with which every question about the status begins: none of a receipt's own pieces does. */
const DLE = 0x10;

/** The sample in both languages' full length, as it is printed. */
function markupFor(kind: ReceiptKind): string {
  return markupOf(samples[kind], sampleImprint, { language: 'en', columns: columnsOn(WIDTH_MM) });
}

/**
 * The driver against the simulated printer, under simulated time: the line takes its ten bits a byte, the printer prints
 * at its motor's speed, and what is measured is what the driver adds. Milliseconds of the line's clock.
 */
async function onTheWire(baud: number, kind: ReceiptKind): Promise<{ took: number; bytes: number }> {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'printer', timing: { baud, clock } });
  const simulator = createPrinterSimulator({ stream: line.device, clock, widthMm: WIDTH_MM });
  const printer = createPrinter({ line, clock, widthMm: WIDTH_MM, proof: 'process-id' });
  printer.start();
  await clock.advance(GREETING_MS);
  const begun = clock.now();
  const wire = { bytes: 0, lastAt: begun };
  line.device.onData((piece) => {
    if (piece[0] === DLE) return;
    wire.bytes += piece.length;
    wire.lastAt = clock.now();
  });
  let ended = false;
  const printing = printer.print({ number: SAMPLE_NUMBER, markup: markupFor(kind) }).finally(() => {
    ended = true;
  });
  await clock.advanceUntil(() => ended);
  const printed = await printing;
  simulator.stop();
  await printer.stop();
  if (!printed.ok) throw new Error(`the ${kind} receipt was not printed: ${printed.error.kind}`);
  return { took: wire.lastAt - begun, bytes: wire.bytes };
}

async function lineTime(baud: number, kind: ReceiptKind): Promise<Figure> {
  const { took, bytes } = await onTheWire(baud, kind);
  const own = (bytes * BITS_A_BYTE * 1_000) / baud;
  return {
    what: `${kind}, ${bytes.toLocaleString('en-US')} bytes at ${baud.toLocaleString('en-US')} bit/s, from "print" to the last byte`,
    value: `${Math.round(took)} ms`,
    against: { what: `the line's own time`, ratio: took / own },
    goal: { says: `≤ ${GOAL_RATIO}`, met: took / own <= GOAL_RATIO },
  };
}

/** What a screen with a receipt costs, against the bytes that would be made for the print anyway. */
function drawing(kind: ReceiptKind): Figure {
  const options = { imprint: sampleImprint, number: SAMPLE_NUMBER, language: 'en', widthMm: WIDTH_MM } as const;
  const shown = measured(20, () => void previewOf(samples[kind], options));
  const made = measured(20, () => void bytesOf({ number: SAMPLE_NUMBER, markup: markupFor(kind) }, WIDTH_MM));
  return {
    what: `${kind}, picture and QR code for the screen`,
    value: `${shown.ms.toFixed(1)} ms`,
    spread: shown.spread,
    against: { what: 'making its bytes', ratio: shown.ms / made.ms },
  };
}

export const receipt: Section = {
  name: 'receipt',
  async *run({ full }) {
    for (const baud of full ? RATES : RATES.slice(1, 3)) {
      for (const kind of ['point-charge', 'history'] as const) yield lineTime(baud, kind);
    }
    yield drawing('unresolved');
  },
};
