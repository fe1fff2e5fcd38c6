/**
 * receiptio, a print program that is not ours, prints on the simulated printer and asks how it is, over loopback TCP: a
 * driver and a simulator by one hand could be wrong together (docs/facts/printing.md §4.4). It always uses port 9100,
 * so the simulator has a loopback address to itself.
 */
import { createServer, type Server } from 'node:net';
import { print } from 'receiptio';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../hardware/clock.ts';
import { socketStream } from '../../hardware/lines/tcp.ts';
import { createPrinterSimulator, type PrinterSimulator } from '../../hardware/printer/simulator.ts';

const HOST = '127.0.9.100';
const PORT = 9100;

let server: Server;
let printers: PrinterSimulator[];
/** Done to every printer as soon as somebody connects: receiptio opens a new connection for each thing it does. */
let whenConnected: (printer: PrinterSimulator) => void;

beforeEach(async () => {
  printers = [];
  whenConnected = () => {};
  server = createServer((socket) => {
    const stream = socketStream('receiptio', socket);
    const printer = createPrinterSimulator({ stream, clock: systemClock, timeScale: 0.2 });
    printers.push(printer);
    whenConnected(printer);
  });
  await new Promise<void>((resolve) => server.listen(PORT, HOST, resolve));
});

afterEach(async () => {
  for (const printer of printers) printer.stop();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

test.each<[string, (printer: PrinterSimulator) => void, string]>([
  ['in order', () => {}, 'online'],
  ['paper low', (printer) => printer.setPaperLow(true), 'online'],
  ['cover open', (printer) => printer.openCover(), 'coveropen'],
  ['paper out', (printer) => printer.removePaper(), 'paperempty'],
  ['broken', (printer) => printer.faults.breakDown(), 'error'],
  ['too hot', (printer) => printer.faults.overheat(60_000), 'error'],
])('asked how it is: %s', async (_name, prepare, status) => {
  whenConnected = prepare;
  expect(await print('', `-d ${HOST} -q`)).toBe(status);
});

test('a Japanese receipt: success, and on our paper what was meant', async () => {
  const result = await print('^^^領収書\n|合計 | 5,000円|\n', `-d ${HOST} -p escpos -l ja -c 48`);
  expect(result).toBe('success');
  await vi.waitFor(() => expect(printers.flatMap((printer) => printer.paper).length).toBe(1), 5_000);
  const [piece] = printers.flatMap((printer) => printer.paper);
  expect(piece?.text).toContain('領収書');
  expect(piece?.text).toMatch(/合計 +5,000円/);
  expect(printers.flatMap((printer) => printer.breaches)).toEqual([]);
});

test('the paper ends while it prints: it is told', async () => {
  whenConnected = (printer) => printer.faults.paperOutAfterLines(1);
  const result = await print('一行目\n二行目\n三行目\n', `-d ${HOST} -p escpos -l ja -c 48`);
  expect(result).toBe('paperempty');
});
