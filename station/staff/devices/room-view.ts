/** The screens of the room of devices: what the machine remembers of the tests, and what the devices say now. */
import type { SnapshotFrom } from 'xstate';
import type { PrinterRecovery } from '../../../hardware/printer/driver.ts';
import type { ReaderCounters } from '../../../hardware/reader/driver.ts';
import type { DeviceTest, PrinterSensor, Rung, SelfTestRecord } from '../../contract/staff-devices.ts';
import type { StationDeps } from '../../machine/deps.ts';
import type { StaffView } from '../rooms.ts';
import type { devicesMachine } from './room.ts';

type Snapshot = SnapshotFrom<ReturnType<typeof devicesMachine>>;

/** Null: between two states. */
export function devicesView(snapshot: Snapshot, deps: StationDeps): StaffView | null {
  const { devices } = deps.staff;
  if (snapshot.matches('board') || snapshot.matches('trying')) {
    const { board } = snapshot.context;
    if (!board) return null;
    const body: StaffView['body'] = { id: 'board', lines: [...board.lines], counters: board.counters };
    const accepts = snapshot.matches('trying') ? [] : (['open-tests', 'try-now', 'back', 'finish'] as const);
    return { body, accepts };
  }
  if (snapshot.matches('tests')) {
    const tests: DeviceTest[] = ['reader', 'printer', 'touch', 'keys', 'sound', 'self-test'];
    if (devices.tower) tests.splice(2, 0, 'tower');
    return { body: { id: 'device-tests', tests }, accepts: ['open-test', 'back', 'finish'] };
  }
  if (snapshot.matches('reader')) return readerView(snapshot, deps);
  if (snapshot.matches('printer')) return printerView(snapshot, deps);
  if (snapshot.matches('paper')) return paperView(snapshot, deps);
  if (snapshot.matches('tower')) return towerView(snapshot, deps);
  if (snapshot.matches('touch')) return { body: { id: 'touch-test' }, accepts: ['page-tested', 'back', 'finish'] };
  if (snapshot.matches('keys')) return { body: { id: 'key-test' }, accepts: ['page-tested', 'back', 'finish'] };
  if (snapshot.matches('sound')) return { body: { id: 'sound-test' }, accepts: ['page-tested', 'back', 'finish'] };
  if (snapshot.matches('selfTest')) return selfTestView(snapshot, deps);
  return null;
}

function readerView(snapshot: Snapshot, { staff }: StationDeps): StaffView {
  const { reader } = staff.devices;
  const isReady = snapshot.matches({ reader: 'ready' });
  const phase = isReady
    ? 'ready'
    : snapshot.matches({ reader: 'trying' })
      ? 'trying'
      : snapshot.matches({ reader: 'testing' })
        ? 'testing'
        : snapshot.matches({ reader: 'emptying' })
          ? 'emptying'
          : 'waiting';
  const body = {
    id: 'reader-test',
    status: reader.status,
    description: reader.description,
    rungs: readerRungs(reader.counters),
    phase,
    result: snapshot.context.reader,
  } as const;
  return { body, accepts: isReady ? ['test-reader', 'try-now', 'back', 'finish'] : ['back', 'finish'] };
}

function readerRungs(counters: Readonly<ReaderCounters>): Rung[] {
  return [
    { rung: 'damaged-frames', count: counters.damagedFrames },
    { rung: 'resynchronised', count: counters.resynchronised },
    { rung: 'soft-resets', count: counters.softResets },
    { rung: 'reopened', count: counters.reopened },
    { rung: 'failures', count: counters.failures },
    { rung: 'disconnections', count: counters.disconnections },
  ];
}

function printerView(snapshot: Snapshot, { staff }: StationDeps): StaffView {
  const { printer, roll } = staff.devices;
  const isReady = snapshot.matches({ printer: 'ready' });
  const body = {
    id: 'printer-test',
    status: printer.status,
    description: printer.description,
    rungs: printerRungs(printer.recovery),
    sensors: printer.sensors && sensorsOn(printer.sensors),
    roll: roll.roll,
    phase: isReady ? 'ready' : snapshot.matches({ printer: 'trying' }) ? 'trying' : 'printing',
    last: snapshot.context.printed,
  } as const;
  const accepts = isReady ? (['print-test-page', 'change-paper', 'try-now', 'back', 'finish'] as const) : [];
  return { body, accepts };
}

function printerRungs(recovery: PrinterRecovery): Rung[] {
  return [
    { rung: 'repeated-questions', count: recovery.repeatedQuestions },
    { rung: 'cleared', count: recovery.cleared },
    { rung: 'reopened', count: recovery.reopened },
    { rung: 'abandoned', count: recovery.abandoned },
    { rung: 'garbage', count: recovery.garbage },
  ];
}

const SENSORS = {
  coverOpen: 'cover-open',
  paperEnd: 'paper-end',
  paperNearEnd: 'paper-near-end',
  cutterError: 'cutter-error',
  unrecoverable: 'unrecoverable',
  autoRecoverable: 'auto-recoverable',
  otherError: 'other-error',
  offline: 'offline',
} as const;

/** Those that say something is the case. */
function sensorsOn(sensors: Readonly<Record<keyof typeof SENSORS, boolean>>): PrinterSensor[] {
  return (Object.keys(SENSORS) as (keyof typeof SENSORS)[]).filter((key) => sensors[key]).map((key) => SENSORS[key]);
}

function paperView(snapshot: Snapshot, { staff }: StationDeps): StaffView | null {
  const { printed, oldRoll } = snapshot.context;
  const step = snapshot.matches({ paper: 'openCover' })
    ? 'open-cover'
    : snapshot.matches({ paper: 'putPaper' })
      ? 'put-paper'
      : snapshot.matches({ paper: 'done' })
        ? 'done'
        : 'print';
  const body = {
    id: 'paper-change',
    step,
    status: staff.devices.printer.status,
    roll: oldRoll,
    last: printed,
  } as const;
  if (snapshot.matches({ paper: 'done' })) return { body, accepts: ['confirm', 'finish'] };
  if (snapshot.matches({ paper: 'notPrinted' })) return { body, accepts: ['print-test-page', 'back', 'finish'] };
  if (snapshot.matches({ paper: 'print' })) return { body, accepts: [] };
  return snapshot.matches({ paper: 'asked' }) ? null : { body, accepts: ['back', 'finish'] };
}

function towerView(snapshot: Snapshot, { staff }: StationDeps): StaffView {
  const { tower } = staff.devices;
  const { part, answer, seen } = snapshot.context;
  const isReady = snapshot.matches({ tower: 'ready' });
  const body = {
    id: 'tower-test',
    status: tower?.status ?? 'none',
    description: tower?.description ?? '',
    part,
    answer,
    seen,
    phase: snapshot.matches({ tower: 'trying' }) ? 'trying' : 'ready',
  } as const;
  // What nobody can have seen cannot be said to have been seen.
  const isLit = answer === 'taken' && part !== null;
  const accepts = isReady
    ? (['test-tower', ...(isLit ? (['tower-seen'] as const) : []), 'try-now', 'back', 'finish'] as const)
    : [];
  return { body, accepts };
}

function selfTestView(snapshot: Snapshot, { staff }: StationDeps): StaffView {
  const { running, selfTest, stored, printed } = snapshot.context;
  const kept = staff.devices.selfTests.all();
  const isReady = snapshot.matches({ selfTest: 'ready' });
  const body = {
    id: 'self-test',
    phase: isReady ? 'ready' : snapshot.matches({ selfTest: 'running' }) ? 'running' : 'printing',
    running,
    last: selfTest,
    kept: kept.ok ? kept.value.length : 0,
    stored,
    printed,
  } as const;
  return { body, accepts: isReady ? selfTestIntents(selfTest) : [] };
}

function selfTestIntents(selfTest: SelfTestRecord | null): StaffView['accepts'] {
  return selfTest ? ['run-self-test', 'print-self-test', 'back', 'finish'] : ['run-self-test', 'back', 'finish'];
}
