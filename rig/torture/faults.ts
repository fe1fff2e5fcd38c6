/** Arms what a schedule says. */
import { unreachable } from '../../hardware/result.ts';
import type { TransferPoint } from '../../station/transfer/deps.ts';
import type { DiskFault } from './disk.ts';
import { hears } from './hears.ts';
import type { CardAnswer, EntryKind, Fault, PrinterFault } from './schedule.ts';
import type { TestStation } from './station.ts';
import type { World, WorldCard } from './world.ts';

/** Status flags, and whether the write was done (docs/facts/felica.md §3.4). */
const cardAnswers: Readonly<Record<CardAnswer, { sf1: number; sf2: number; written: boolean }>> = {
  no: { sf1: 0x01, sf2: 0xa5, written: false },
  'no-and-has-written': { sf1: 0x01, sf2: 0xa5, written: true },
  'limit-exceeded': { sf1: 0xff, sf2: 0x71, written: true },
};

/** Arms these faults for what the station does next. Those of the network, the reader and its line stay until repaired. */
export function arm(world: World, station: TestStation, card: WorldCard, faults: readonly Fault[]): void {
  disarm(station);
  for (const fault of faults) armOne(world, station, card, fault);
}

/** Takes back what belongs to one visit. */
export function disarm(station: TestStation): void {
  station.onPoint = () => {};
  station.disk = () => null;
  station.killAt = null;
  station.sleepAt = null;
}

function armOne(world: World, station: TestStation, { card }: WorldCard, fault: Fault): void {
  switch (fault.fault) {
    case 'field':
      station.simulator.arm(fault.strikes, { packet: hears[fault.at], nth: fault.nth });
      return;
    case 'card-answers':
      card.forceNextWrite(cardAnswers[fault.as]);
      return;
    case 'reader-hangs':
      atPoint(station, fault.point, () => station.simulator.hang(fault.until));
      return;
    case 'line-cut':
      atPoint(station, fault.point, () => station.line.faults.cut());
      return;
    case 'line-garbled':
      atPoint(station, fault.point, () => station.line.faults.garble('to-host', fault.after));
      return;
    case 'network': {
      const before = station.network;
      let left = fault.times;
      station.network = (name, request) => (name === fault.call && left-- > 0 ? fault.line : before(name, request));
      return;
    }
    case 'center-dies':
      atPoint(station, fault.point, () => world.killCenter());
      return;
    case 'killed':
      station.killAt = fault.point;
      if (fault.centerToo) atPoint(station, fault.point, () => world.killCenter());
      return;
    case 'power-loss':
      onDisk(station, fault.entry, 1, { kind: 'power-loss', part: fault.part });
      return;
    case 'disk-refuses':
      onDisk(station, fault.entry, fault.times, { kind: 'refuses' });
      return;
    case 'disk-stores-and-refuses':
      onDisk(station, fault.entry, 1, { kind: 'stores-and-refuses' });
      return;
    case 'asleep':
      station.sleepAt = fault.point;
      return;
    case 'date-moves':
      atPoint(station, fault.point, () => world.moveDate(fault.days));
      return;
    default:
      unreachable(fault);
  }
}

/** Once. */
function atPoint(station: TestStation, point: TransferPoint, act: () => void): void {
  const before = station.onPoint;
  let done = false;
  station.onPoint = (passed) => {
    before(passed);
    if (passed !== point || done) return;
    done = true;
    act();
  };
}

function onDisk(station: TestStation, entry: EntryKind, times: number | null, fault: DiskFault): void {
  const before = station.disk;
  let left = times ?? Number.POSITIVE_INFINITY;
  station.disk = (bodies) => {
    const began = times === null && left !== Number.POSITIVE_INFINITY;
    const strikes = began || bodies.some(({ kind }) => kind === entry);
    if (!strikes || left <= 0) return before(bodies);
    left = times === null ? 1 : left - 1;
    return fault;
  };
}

export function armPrinter(world: World, station: TestStation, faults: readonly PrinterFault[]): void {
  const { clock } = world;
  const { printer } = station;
  for (const fault of faults) {
    switch (fault.fault) {
      case 'paper-out':
        printer.faults.paperOutAfterLines(fault.lines);
        break;
      case 'cover-opened':
        printer.faults.coverOpenAfterBytes(fault.bytes);
        break;
      case 'cutter-jam':
        printer.faults.jamCutter();
        break;
      case 'overheated':
        printer.faults.overheat(30_000);
        break;
      case 'stalled':
        printer.faults.stall();
        break;
      case 'broken':
        printer.faults.breakDown();
        break;
      case 'power-cycle':
        clock.setTimeout(() => printer.faults.powerCycle(), fault.afterMs);
        break;
      case 'unplugged':
        clock.setTimeout(() => station.printerLine.faults.cut(), fault.afterMs);
        break;
      case 'answers-lost':
        printer.faults.loseAnswers(fault.count);
        break;
      case 'answers-late':
        printer.faults.delayAnswers(fault.ms);
        break;
      case 'station-killed':
        clock.setTimeout(() => void station.kill(), fault.afterMs);
        break;
      case 'disk-refuses':
        onDisk(station, fault.entry, 1, { kind: 'refuses' });
        break;
      case 'disk-stores-and-refuses':
        onDisk(station, fault.entry, 1, { kind: 'stores-and-refuses' });
        break;
      case 'power-loss':
        onDisk(station, fault.entry, 1, { kind: 'power-loss', part: fault.part });
        break;
      default:
        unreachable(fault);
    }
  }
}

export function repairReader(station: TestStation): void {
  station.line.faults.clear();
  station.simulator.disarm();
  station.simulator.powerOff();
  station.simulator.powerOn();
}

export function repairPrinter(station: TestStation): void {
  station.printerLine.faults.clear();
  const { faults } = station.printer;
  faults.delayAnswers(0);
  faults.loseAnswers(0);
  faults.resume();
  faults.clearJam();
  faults.powerCycle(0);
  station.printer.feedPaper();
}
