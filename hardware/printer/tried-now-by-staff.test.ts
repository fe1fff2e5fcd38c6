import { expect, test } from 'vitest';
import type { PrinterStatus } from './port.ts';
import { copiesOf, numbered, type PrinterBench, printerBench } from './testing.ts';

async function triedNow({ printer, clock }: PrinterBench): Promise<PrinterStatus> {
  const answer: { status: PrinterStatus | null } = { status: null };
  void printer.tryNow().then((status) => {
    answer.status = status;
  });
  await clock.advanceUntil(() => answer.status !== null, 30_000);
  if (!answer.status) throw new Error('no answer');
  return answer.status;
}

test('in order: its buffers are cleared and it says so itself', async () => {
  const bench = await printerBench();
  expect(await triedNow(bench)).toBe('ready');
  expect(bench.printer.recovery.cleared).toBe(1);
  expect(bench.printer.sensors).toMatchObject({ coverOpen: false, paperEnd: false });
  expect(bench.simulator.breaches).toEqual([]);
});

test('the jam has been taken out: the cutter moves when it is asked to, not ten seconds later', async () => {
  const bench = await printerBench();
  bench.simulator.faults.jamCutter();
  const printing = bench.print(numbered(1));
  await bench.clock.advanceUntil(() => printing.result !== null);
  expect(bench.printer.status).toBe('cutter-jam');
  expect(await triedNow(bench)).toBe('cutter-jam');
  bench.simulator.faults.clearJam();
  expect(await triedNow(bench)).toBe('ready');
  expect(bench.simulator.breaches).toEqual([]);
});

test('switched off: said, and found when it is switched on again', async () => {
  const bench = await printerBench();
  bench.simulator.faults.powerOff();
  expect(await triedNow(bench)).toBe('disconnected');
  expect(bench.printer.sensors).toBeNull();
  bench.simulator.faults.powerOn();
  expect(await triedNow(bench)).toBe('ready');
});

test('the cover is open: trying does not close it, and each sensor is told', async () => {
  const bench = await printerBench();
  bench.simulator.openCover();
  expect(await triedNow(bench)).toBe('cover-open');
  expect(bench.printer.sensors).toMatchObject({ coverOpen: true, offline: true });
});

test('asked for in the middle of a job: the job goes on', async () => {
  const bench = await printerBench();
  const printing = bench.print(numbered(7, 40));
  await bench.clock.advance(50);
  await triedNow(bench);
  await bench.clock.advanceUntil(() => printing.result !== null);
  expect(printing.result).toEqual({ ok: true, value: 'printed' });
  expect(copiesOf(bench.simulator, 7, 40)).toBe(1);
});
