/** The driver that ships, over node-serialport and a real pseudo terminal, against the simulated printer. Real time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../hardware/clock.ts';
import { serialLine } from '../../hardware/lines/serial.ts';
import { createPrinter, type EscPosPrinter } from '../../hardware/printer/driver.ts';
import { createPrinterSimulator, type PrinterSimulator } from '../../hardware/printer/simulator.ts';
import { columnsOn } from '../../hardware/printer/text.ts';
import type { DeviceLine } from '../../rig/device-line.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';
import { markupOf } from '../../station/receipts/markup.ts';
import { sampleImprint, samples } from '../../station/receipts/samples.ts';

let folder: string;
let terminal: DeviceLine;
let simulator: PrinterSimulator;
let printer: EscPosPrinter;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'printer-'));
  const link = join(folder, 'tty-printer');
  terminal = openPseudoTerminal(link);
  simulator = createPrinterSimulator({ stream: terminal.stream, clock: systemClock, timeScale: 0.2 });
  printer = createPrinter({ line: serialLine(link), clock: systemClock, widthMm: 80, proof: 'process-id' });
  printer.start();
  await vi.waitFor(() => expect(printer.status).toBe('ready'), 10_000);
});

afterEach(async () => {
  await printer.stop();
  simulator.stop();
  terminal.close();
  rmSync(folder, { recursive: true });
});

function historyMarkup(times: number): string {
  const markup = markupOf(samples.history, sampleImprint, { language: 'en', columns: columnsOn(80) });
  return Array.from({ length: times }, () => markup).join('\n');
}

test('a receipt more than twice as long as the printer’s buffer: whole, and nothing overflowed', async () => {
  const result = await printer.print({ number: 1, markup: historyMarkup(6) });
  expect(result).toEqual({ ok: true, value: 'printed' });
  expect(simulator.breaches).toEqual([]);
  expect(simulator.paper.length).toBe(1);
  expect(simulator.paper[0]?.text.match(/Newest first/g)?.length).toBe(6);
});

test('cover, paper and cable', async () => {
  simulator.openCover();
  await vi.waitFor(() => expect(printer.status).toBe('cover-open'), 5_000);
  simulator.closeCover();
  simulator.removePaper();
  await vi.waitFor(() => expect(printer.status).toBe('paper-out'), 5_000);
  expect(await printer.print({ number: 2, markup: 'x' })).toEqual({
    ok: false,
    error: { kind: 'not-printed', status: 'paper-out' },
  });
  simulator.feedPaper();
  await vi.waitFor(() => expect(printer.status).toBe('ready'), 5_000);
  terminal.unplug();
  await vi.waitFor(() => expect(printer.status).toBe('disconnected'), 10_000);
  terminal.replug();
  await vi.waitFor(() => expect(printer.status).toBe('ready'), 10_000);
  expect(await printer.print({ number: 3, markup: historyMarkup(1) })).toEqual({ ok: true, value: 'printed' });
});

test('the cable is pulled in the middle of a job: unknown, and never printed again by itself', async () => {
  const printing = printer.print({ number: 4, markup: historyMarkup(6) });
  setTimeout(() => terminal.unplug(), 300);
  expect(await printing).toMatchObject({ ok: false, error: { kind: 'unknown' } });
  terminal.replug();
  await vi.waitFor(() => expect(printer.status).toBe('ready'), 10_000);
  expect(simulator.paper.filter((piece) => (piece.text.match(/Newest first/g)?.length ?? 0) === 6)).toEqual([]);
});
