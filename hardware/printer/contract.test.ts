import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { contractTests } from '../contract/as-tests.ts';
import { tryCheck } from '../contract/check.ts';
import { memoryLine } from '../lines/memory.ts';
import { type PrinterUnderTest, printerContract } from './contract.ts';
import { createPrinterSimulator, type SimulatorOptions } from './simulator.ts';

function simulated(options: Partial<SimulatorOptions> = {}) {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'printer', timing: { baud: 38_400, clock } });
  const simulator = createPrinterSimulator({ ...options, stream: line.device, clock });
  const subject: PrinterUnderTest = {
    line,
    clock,
    widthMm: 80,
    async run(promise) {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      if (!(await clock.advanceUntil(() => isSettled, 120_000))) throw new Error('not settled');
      return promise;
    },
  };
  return { subject, simulator };
}

contractTests('a printer: simulated, in memory', printerContract, () => simulated().subject);

const broken = async (options: Partial<SimulatorOptions>, prepare?: (made: ReturnType<typeof simulated>) => void) => {
  const found: string[] = [];
  for (const check of printerContract) {
    const made = simulated(options);
    prepare?.(made);
    const tried = await tryCheck(check, made.subject);
    if (!tried.ok) found.push(check.does.replace(/ .*/, ''), tried.error);
  }
  return found.join('; ');
};

test('a printer without process ids is told from one with them', async () => {
  expect(await broken({ processIds: false })).toMatch(/^proves; no proof of the slip 1 \/ 2: .*"unknown".*$/);
});

test('an open cover, and a printer that is switched off, are said', async () => {
  expect(await broken({}, ({ simulator }) => simulator.openCover())).toContain('it is cover-open');
  expect(await broken({}, ({ simulator }) => simulator.faults.powerOff())).toContain(
    'to DLE EOT 1 it answered nothing',
  );
});
