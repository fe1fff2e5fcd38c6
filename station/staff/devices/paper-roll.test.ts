import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { numbered, type PrinterBench, printerBench } from '../../../hardware/printer/testing.ts';
import { type TestFolder, testFolder } from '../../journal/testing/fixture.ts';
import { silentLog } from '../../log.ts';
import { createRollKeeper } from './paper-roll.ts';

let folder: TestFolder;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

const keeper = () => createRollKeeper(join(folder.path, 'paper-roll.json'), silentLog);

async function printed({ clock, printer }: PrinterBench, roll: ReturnType<typeof keeper>, number: number) {
  const answer = { settled: false };
  void roll
    .counting(printer, 80)
    .print(numbered(number, 8))
    .finally(() => {
      answer.settled = true;
    });
  await clock.advanceUntil(() => answer.settled, 120_000);
}

test('before the first change nothing is known; from then on receipts and millimetres are counted', async () => {
  const bench = await printerBench();
  const roll = keeper();
  await printed(bench, roll, 1);
  expect(roll.roll).toBeNull();
  roll.changed('2023-04-10');
  await printed(bench, roll, 2);
  await printed(bench, roll, 3);
  // Eight lines of 30 dots, 8 dots a millimetre, twice.
  expect(roll.roll).toEqual({ since: '2023-04-10', receipts: 2, millimetres: 60 });
  expect(keeper().roll).toEqual(roll.roll);
});

test('what may have come out counts, what certainly did not does not', async () => {
  const bench = await printerBench();
  const roll = keeper();
  roll.changed(null);
  bench.simulator.openCover();
  await bench.clock.advance(1_000);
  await printed(bench, roll, 1);
  expect(roll.roll).toMatchObject({ receipts: 0 });
  bench.simulator.closeCover();
  await bench.clock.advance(6_000);
  bench.simulator.faults.jamCutter();
  await printed(bench, roll, 2);
  expect(roll.roll).toMatchObject({ since: null, receipts: 1 });
});

test('a spoiled file is no count', () => {
  writeFileSync(join(folder.path, 'paper-roll.json'), '{"version":1,"roll":{"receipts":-1}}');
  expect(keeper().roll).toBeNull();
});
