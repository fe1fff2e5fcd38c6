import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCardAccess } from '../../../hardware/card/access.ts';
import { memoryLine } from '../../../hardware/lines/memory.ts';
import { createPrinter } from '../../../hardware/printer/driver.ts';
import { createPrinterSimulator } from '../../../hardware/printer/simulator.ts';
import { bench as readerBench } from '../../../hardware/reader/testing/bench.ts';
import { fail, ok } from '../../../hardware/result.ts';
import { createRigSam } from '../../../hardware/sam/rig-sam.ts';
import { createTower } from '../../../hardware/tower/driver.ts';
import { createTowerSimulator } from '../../../hardware/tower/simulator.ts';
import type { ClockReading } from '../../clock-watch.ts';
import type { Journal } from '../../journal/index.ts';
import { journalOptions, openOrFail, type TestFolder, testFolder } from '../../journal/testing/fixture.ts';
import { runSelfTest, SELF_TEST_STEPS, type SelfTestParts } from './self-test.ts';
import { createSelfTestFile, SELF_TESTS_KEPT } from './self-test-file.ts';

let folder: TestFolder;
let journal: Journal;
beforeEach(() => {
  folder = testFolder();
  journal = openOrFail(journalOptions(folder.path));
});
afterEach(() => {
  journal.close();
  folder.remove();
});

const reading: ClockReading = {
  on: '2023-04-10',
  minute: 600,
  finding: 'agrees',
  comparedWith: '2023-04-10',
  steppedMs: 0,
};

/** Every device at the end of its line, in order. */
async function machine() {
  const bench = readerBench('pn532');
  const { clock } = bench;
  await bench.startUntil('ready');
  const printerLine = memoryLine({ name: 'printer' });
  const printerSimulator = createPrinterSimulator({ stream: printerLine.device, clock });
  const printer = createPrinter({ line: printerLine, clock, widthMm: 80, proof: 'process-id' });
  printer.start();
  const towerLine = memoryLine({ name: 'tower' });
  const towerSimulator = createTowerSimulator(towerLine.device);
  const tower = createTower({ line: towerLine, clock });
  tower.start();
  await clock.advance(500);
  const sam = createRigSam();
  const parts: SelfTestParts = {
    clock,
    sam,
    journal: ok(journal),
    folder: folder.path,
    askCenter: async () => 'reachable',
    reader: bench.reader,
    card: createCardAccess({ reader: bench.reader, sam }),
    printer,
    tower,
    readClock: () => reading,
  };
  const seen: (typeof towerSimulator)['lamps'][] = [];
  towerSimulator.onChange(() => seen.push(towerSimulator.lamps));
  const run = (changes: Partial<SelfTestParts> = {}) => bench.run(runSelfTest({ ...parts, ...changes }));
  return { bench, printerSimulator, towerLine, seen, run };
}

async function resultOf(name: string, changes: Partial<SelfTestParts>) {
  const { run } = await machine();
  return (await run(changes)).find((step) => step.name === name);
}

test('a machine in order passes every step, in the order of their numbers, and each device was asked', async () => {
  const { run, seen, bench, printerSimulator } = await machine();
  const steps = await run();
  expect(steps.map(({ number, name, result }) => [number, name, result])).toEqual(
    SELF_TEST_STEPS.map((name, index) => [index + 1, name, 'pass']),
  );
  expect(seen.slice(0, 5).map((lamps) => Object.values(lamps).filter((lamp) => lamp === 'on').length)).toEqual([
    1, 1, 1, 1, 1,
  ]);
  expect(bench.simulator.breaches).toEqual([]);
  expect(printerSimulator.breaches).toEqual([]);
  expect(readdirSync(folder.path).filter((name) => name.startsWith('self-test'))).toEqual([]);
});

describe('what fails says which and why', () => {
  test.each<[string, Partial<SelfTestParts>, object]>([
    ['sam', { sam: null }, { result: 'not-run', detail: 'no SAM: balance and history only' }],
    [
      'sam',
      { sam: { ...createRigSam(), selfTest: async () => fail({ kind: 'sam-unavailable', detail: 'DES' }) } },
      { result: 'fail', detail: 'DES' },
    ],
    ['journal', { journal: fail('journal-broken') }, { result: 'fail', detail: 'journal-broken' }],
    ['center', { askCenter: async () => 'unknown-station' }, { result: 'fail', detail: 'unknown-station' }],
    [
      'center',
      { askCenter: () => Promise.reject(new Error('a defect')) },
      { result: 'fail', detail: 'Error: a defect' },
    ],
    ['tower', { tower: null }, { result: 'not-run' }],
    ['clock', { readClock: () => ({ ...reading, finding: 'differs', on: '2023-04-11' }) }, { result: 'fail' }],
    [
      'clock',
      { readClock: () => ({ ...reading, finding: 'not-compared', comparedWith: null }) },
      { result: 'not-run' },
    ],
    ['clock', { readClock: () => ({ ...reading, steppedMs: -90_000 }) }, { result: 'fail' }],
    ['disk', { folder: '/no/such/folder' }, { result: 'fail' }],
  ])('%s', async (name, changes, expected) => {
    expect(await resultOf(name, changes)).toMatchObject(expected);
  });

  test('the printer without paper, the reader without power, the tower without its cable', async () => {
    const { run, bench, printerSimulator, towerLine } = await machine();
    printerSimulator.removePaper();
    bench.simulator.hang('power');
    towerLine.faults.cut();
    const steps = await run();
    const failed = steps.filter(({ result }) => result === 'fail');
    expect(failed.map(({ name }) => name)).toEqual(['reader', 'printer', 'tower']);
    expect(failed.map(({ detail }) => detail).join()).toMatch(/does not answer.*paper-out.*disconnected/);
  });
});

describe('the file of self-tests', () => {
  const result = {
    on: '2023-04-10',
    time: '10:00',
    businessDate: '2023-04-10',
    softwareVersion: '0.1.0',
    by: 'S0001',
    steps: [],
  };

  test('keeps the newest, counts on, and is read by the next start', () => {
    const path = join(folder.path, 'self-tests.json');
    for (let time = 0; time < SELF_TESTS_KEPT + 3; time++)
      expect(createSelfTestFile(path).add(result).stored).toBe(true);
    const kept = createSelfTestFile(path).all();
    expect(kept).toMatchObject({ ok: true });
    const numbers = kept.ok ? kept.value.map(({ number }) => number) : [];
    expect(numbers).toHaveLength(SELF_TESTS_KEPT);
    expect([numbers[0], numbers.at(-1)]).toEqual([4, SELF_TESTS_KEPT + 3]);
  });

  test.each(['', '{', '[]', '{"version":2,"tests":[]}', '{"version":1,"tests":[{"number":0}]}'])(
    'spoiled (%s): said, and begun anew by the next test',
    (text) => {
      const path = join(folder.path, 'self-tests.json');
      writeFileSync(path, text);
      const file = createSelfTestFile(path);
      expect(file.all().ok).toBe(false);
      expect(file.add(result)).toMatchObject({ stored: true, record: { number: 1 } });
    },
  );

  test('a disk that takes nothing: not stored, and said', () => {
    const path = join(folder.path, 'gone', 'self-tests.json');
    expect(createSelfTestFile(path).add(result)).toMatchObject({ stored: false });
    expect(existsSync(path)).toBe(false);
  });
});
