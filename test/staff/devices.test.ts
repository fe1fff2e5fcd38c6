import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DeviceTest } from '../../station/contract/staff-devices.ts';
import { type BenchOptions, type FlowBench, flowBench } from '../flows/bench.ts';

async function board(options: BenchOptions = {}) {
  const bench = await flowBench(options);
  const card = await bench.comeIn('attendant');
  await bench.staffTouch({ type: 'open-room', room: 'devices' });
  return { bench, card, ...(await bench.seeStaff('board')) };
}

async function testOf(name: DeviceTest, options: BenchOptions = {}) {
  const { bench, card } = await board(options);
  await bench.staffTouch({ type: 'open-tests' });
  await bench.staffTouch({ type: 'open-test', test: name });
  return { bench, card };
}

const bodyIs = (bench: FlowBench, what: object) => {
  try {
    expect(bench.station.staff.screen?.body).toMatchObject(what);
    return true;
  } catch {
    return false;
  }
};
const until = async (bench: FlowBench, what: object, limitMs = 60_000) => {
  await bench.world.clock.advanceUntil(() => bodyIs(bench, what), limitMs);
  expect(bench.staff.body).toMatchObject(what);
};

test('the board of a machine in order', async () => {
  const { lines, counters } = await board({ tower: true });
  const states = Object.fromEntries(lines.map(({ what, state }) => [what.name, state]));
  expect(states).toEqual({
    reader: 'good',
    printer: 'good',
    tower: 'good',
    sam: 'care',
    center: 'good',
    journal: 'good',
    audit: 'good',
    disk: 'good',
    clock: 'good',
    'self-test': 'care',
    software: 'good',
  });
  expect(counters).toEqual({ transfers: 0, receipts: 0, recoveries: 0, refused: 0 });
});

test('the counters count: a charge with its receipt, a refused message', async () => {
  const bench = await flowBench();
  const card = bench.addCard({ balanceYen: 0, points: 1_000 });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 500 });
  await bench.touch({ type: 'confirm' });
  await bench.see('charged');
  await bench.touch({ type: 'receipt', wanted: true });
  await bench.see('goodbye', 60_000);
  bench.lift(card);
  await bench.see('home', 60_000);
  bench.station.receive({ nonsense: true });
  await bench.comeIn();
  await bench.staffTouch({ type: 'open-room', room: 'devices' });
  expect((await bench.seeStaff('board')).counters).toMatchObject({ transfers: 1, receipts: 1, refused: 1 });
});

describe('the test of the reader', () => {
  test('the staff card is taken, any card laid: what it is, and how long each answer took', async () => {
    const { bench, card } = await testOf('reader');
    await bench.staffTouch({ type: 'test-reader' });
    await until(bench, { id: 'reader-test', phase: 'emptying' });
    bench.lift(card);
    await until(bench, { id: 'reader-test', phase: 'waiting' });
    const suica = bench.cardFrom({ kind: 'other-issuer', issuer: 'Suica', balanceYen: 777 });
    bench.lay(suica);
    await until(bench, { id: 'reader-test', phase: 'ready', result: { card: { issuer: 'Suica', balanceYen: 777 } } });
    const { body } = bench.staff;
    const steps = body.id === 'reader-test' ? (body.result?.steps ?? []) : [];
    expect(steps.filter(({ outcome }) => outcome === 'answered').map(({ step, ms }) => [step, ms > 0])).toEqual([
      ['look', true],
      ['balance', true],
      ['presence', true],
    ]);
    bench.lift(suica);
    await bench.staffTouch({ type: 'back' });
    await bench.seeStaff('lay-staff-card');
    bench.lay(card);
    await bench.seeStaff('device-tests');
  });

  test('whoever touches it, it is not lent for longer than a minute: the staff card, or the session is over', async () => {
    const { bench, card } = await testOf('reader');
    bench.lift(card);
    const passenger = bench.cardFrom({ kind: 'other-issuer', issuer: 'Suica', balanceYen: 777 });
    for (let tested = 0; tested < 10; tested++) {
      await bench.staffTouch({ type: 'test-reader' });
      await until(bench, { phase: 'waiting' });
      bench.lay(passenger);
      await until(bench, { phase: 'ready', result: { card: { issuer: 'Suica' } } });
      bench.lift(passenger);
      await bench.wait(4_500);
    }
    expect(bench.staff.body.id).toBe('reader-test');
    await bench.seeStaff('lay-staff-card', 15_000);
    await bench.see('home', 65_000);
    expect(bench.station.staff.screen).toBeNull();
  });

  test('after that minute the staff card brings back the list of tests', async () => {
    const { bench, card } = await testOf('reader');
    bench.lift(card);
    await bench.seeStaff('lay-staff-card', 65_000);
    bench.lay(card);
    await bench.seeStaff('device-tests');
  });

  test('a reader that is dead says so, and "try now" finds it when it is back', async () => {
    const { bench } = await testOf('reader');
    bench.reader.hang('power');
    await bench.staffTouch({ type: 'test-reader' });
    await until(bench, { phase: 'ready', result: { steps: [{ step: 'look', outcome: 'reader-failed' }] } });
    bench.reader.powerOff();
    bench.reader.powerOn();
    await bench.staffTouch({ type: 'try-now', device: 'reader' });
    await until(bench, { id: 'reader-test', status: 'ready', phase: 'ready' });
  });
});

describe('the printer', () => {
  test('a test page comes out, and the printer said so', async () => {
    const { bench } = await testOf('printer');
    await bench.staffTouch({ type: 'print-test-page' });
    await until(bench, { id: 'printer-test', phase: 'ready', last: 'printed' });
    expect(bench.paper).toContain('試し印字');
  });

  test('with its cover open nothing is printed, every sensor is told, and nothing says "printed"', async () => {
    const { bench } = await testOf('printer');
    bench.printer.openCover();
    await bench.wait(6_000);
    expect(bench.staff.body).toMatchObject({ status: 'cover-open', sensors: ['cover-open', 'offline'] });
    await bench.staffTouch({ type: 'print-test-page' });
    await until(bench, { phase: 'ready', last: 'not-printed' });
    expect(bench.printer.paper).toEqual([]);
  });

  test('the paper is changed: each step follows what the printer says, and the count begins anew', async () => {
    const { bench, card } = await testOf('printer');
    bench.printer.removePaper();
    await bench.wait(6_000);
    await bench.staffTouch({ type: 'change-paper' });
    await until(bench, { id: 'paper-change', step: 'open-cover', roll: null });
    bench.printer.openCover();
    await until(bench, { step: 'put-paper' });
    bench.printer.closeCover();
    await until(bench, { step: 'open-cover', status: 'paper-out' });
    bench.printer.openCover();
    await until(bench, { step: 'put-paper' });
    bench.printer.feedPaper();
    await until(bench, { step: 'done', last: 'printed' });
    expect(bench.paper).toContain('試し印字');
    await bench.staffTouch({ type: 'confirm' });
    await bench.staffTouch({ type: 'open-test', test: 'printer' });
    const { roll } = await bench.seeStaff('printer-test');
    expect(roll).toMatchObject({ since: '2023-04-10', receipts: 1 });
    expect(roll?.millimetres).toBeGreaterThan(20);
    bench.lift(card);
    await bench.restart();
    await bench.comeIn();
    await bench.staffTouch({ type: 'open-room', room: 'devices' });
    await bench.staffTouch({ type: 'open-tests' });
    await bench.staffTouch({ type: 'open-test', test: 'printer' });
    expect((await bench.seeStaff('printer-test')).roll).toEqual(roll);
  });

  test('the test page after a change does not come out: said, and tried again', async () => {
    const { bench } = await testOf('printer');
    await bench.staffTouch({ type: 'change-paper' });
    await until(bench, { step: 'open-cover' });
    bench.printer.openCover();
    await until(bench, { step: 'put-paper' });
    bench.printer.faults.paperOutAfterLines(3);
    bench.printer.feedPaper();
    bench.printer.faults.jamCutter();
    await until(bench, { step: 'print', last: 'unknown' }, 120_000);
    bench.printer.faults.clearJam();
    await bench.wait(15_000);
    await bench.staffTouch({ type: 'print-test-page' });
    await until(bench, { step: 'done', last: 'printed' });
  });
});

describe('the tower', () => {
  test('each light is lit alone; what was seen is written down; afterwards it shows what it should', async () => {
    const { bench } = await testOf('tower', { tower: true });
    for (const part of ['red', 'yellow', 'green', 'blue', 'white'] as const) {
      await bench.staffTouch({ type: 'test-tower', part });
      await until(bench, { part, answer: 'taken' });
      expect(Object.entries(bench.tower.lamps).filter(([, lamp]) => lamp === 'on')).toEqual([[part, 'on']]);
      await bench.staffTouch({ type: 'tower-seen', part, seen: part !== 'blue' });
    }
    await until(bench, { seen: { red: true, blue: false } });
    await bench.staffTouch({ type: 'test-tower', part: 'buzzer' });
    await until(bench, { part: 'buzzer', answer: 'taken' });
    expect(bench.tower.calls).toBe(1);
    await bench.staffTouch({ type: 'back' });
    await bench.wait(0);
    expect(bench.tower.lamps).toMatchObject({ red: 'on', white: 'off' });
    expect(bench.tower.breaches).toEqual([]);
  });

  test('unplugged: not taken, and nobody can have seen it', async () => {
    const { bench } = await testOf('tower', { tower: true });
    bench.towerLine.faults.cut();
    await bench.wait(0);
    await bench.staffTouch({ type: 'test-tower', part: 'red' });
    await until(bench, { answer: 'disconnected', status: 'disconnected' });
    expect(bench.staff.accepts).not.toContain('tower-seen');
  });

  test('a machine without one does not offer its test', async () => {
    const { bench } = await board();
    await bench.staffTouch({ type: 'open-tests' });
    expect((await bench.seeStaff('device-tests')).tests).not.toContain('tower');
    await bench.staffTouch({ type: 'open-test', test: 'tower' });
    expect(bench.staff.body.id).toBe('device-tests');
  });
});

describe('the self-test', () => {
  test('runs every step, is kept on disk, printed, and the board knows it', async () => {
    const { bench } = await testOf('self-test', { tower: true });
    await bench.staffTouch({ type: 'run-self-test' });
    await until(bench, { id: 'self-test', phase: 'ready', last: { number: 1 } });
    const { body } = bench.staff;
    const steps = body.id === 'self-test' ? (body.last?.steps ?? []) : [];
    expect(steps.map(({ number, name, result }) => `${number} ${name} ${result}`)).toEqual([
      '1 sam pass',
      '2 journal pass',
      '3 disk pass',
      '4 center pass',
      '5 reader pass',
      '6 printer pass',
      '7 tower pass',
      '8 clock pass',
    ]);
    const kept = JSON.parse(readFileSync(`${bench.dataFolder}/self-tests.json`, 'utf8'));
    expect(kept.tests).toMatchObject([{ number: 1, by: 'A-1', on: '2023-04-10', steps }]);
    await bench.staffTouch({ type: 'print-self-test' });
    await until(bench, { phase: 'ready', printed: 'printed' });
    for (const words of ['自己診断', 'No.1', '取引記録', '時計']) expect(bench.paper).toContain(words);
    await bench.staffTouch({ type: 'back' });
    await bench.staffTouch({ type: 'back' });
    const { lines } = await bench.seeStaff('board');
    expect(lines.find(({ what }) => what.name === 'self-test')).toMatchObject({ state: 'good' });
  });

  test('the staff card lies there all the while, and the session goes on', async () => {
    const { bench } = await testOf('self-test');
    await bench.staffTouch({ type: 'run-self-test' });
    await until(bench, { id: 'self-test', phase: 'ready', last: { number: 1 } });
    await bench.wait(10_000);
    expect(bench.staff.body.id).toBe('self-test');
  });

  test('with the center away and no paper, those steps fail and no other', async () => {
    const { bench } = await testOf('self-test');
    bench.network = () => ({ kind: 'lose-request' });
    bench.printer.removePaper();
    await bench.staffTouch({ type: 'run-self-test' });
    await until(bench, { phase: 'ready', last: { number: 1 } });
    const { body } = bench.staff;
    const failed = body.id === 'self-test' ? body.last?.steps.filter(({ result }) => result === 'fail') : [];
    expect(failed?.map(({ name }) => name)).toEqual(['center', 'printer']);
  });
});

test.each(['touch', 'keys', 'sound'] as const)(
  'what the page tried (%s) is written down by who did it',
  async (name) => {
    const { bench } = await testOf(name);
    await bench.staffTouch({ type: 'page-tested', test: name, tried: 12, missed: 2 });
    await bench.seeStaff('device-tests');
  },
);
