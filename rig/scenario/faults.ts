/** Arms what a scenario says, at the moment that it names. */
import type { FieldFault } from '../../hardware/reader/simulator.ts';
import { unreachable } from '../../hardware/result.ts';
import type { LineFault } from '../../station/center/in-process.ts';
import type { TransferPoint } from '../../station/transfer/deps.ts';
import { hears } from '../torture/hears.ts';
import type { PlayedCard } from './cards.ts';
import type { RigMachine } from './machine.ts';
import type { Fault } from './schema.ts';

export function arm(machine: RigMachine, fault: Fault, card: (name: string) => PlayedCard): void {
  const { printer, readerLine, reader, world } = machine;
  switch (fault.strike) {
    case 'lift':
    case 'field-lost':
    case 'power-loss':
    case 'stuck':
      onExchange(machine, fault, { kind: fault.strike, moment: fault.moment });
      return;
    case 'swap':
      onExchange(machine, fault, { kind: 'swap', moment: fault.moment, card: card(fault.card).card });
      return;
    case 'reply-lost':
    case 'reply-garbled':
      onExchange(machine, fault, { kind: fault.strike });
      return;
    case 'reply-falsified':
      onExchange(machine, fault, { kind: 'reply-falsified', index: fault.index });
      return;
    case 'reply-slow':
      onExchange(machine, fault, { kind: 'reply-slow', ms: fault.ms });
      return;
    case 'write-answered': {
      const { sf1, sf2, written } = fault;
      card(fault.card).value?.forceNextWrite({ sf1, sf2, written });
      return;
    }

    case 'reader-hangs':
      onPoint(machine, fault.at, () => reader.hang(fault.until));
      return;
    case 'line-cut':
      onPoint(machine, fault.at, () => readerLine.faults.cut());
      return;
    case 'line-garbled':
      onPoint(machine, fault.at, () => readerLine.faults.garble('to-host', fault.after));
      return;
    case 'center-dies':
      onPoint(machine, fault.at, () => world.killCenter());
      return;
    case 'station-dies':
      onPoint(machine, fault.at, () => machine.kill());
      return;
    case 'both-die':
      onPoint(machine, fault.at, () => {
        world.killCenter();
        machine.kill();
      });
      return;
    case 'date-moves':
      onPoint(machine, fault.at, () => {
        world.today = fault.to;
      });
      return;

    case 'request-lost':
      onCall(machine, fault, { kind: 'lose-request' });
      return;
    case 'answer-lost':
      onCall(machine, fault, { kind: 'lose-answer' });
      return;
    case 'answer-late':
      onCall(machine, fault, { kind: 'delay', ms: fault.ms });
      return;
    case 'request-doubled':
      onCall(machine, fault, { kind: 'duplicate', ms: fault.ms });
      return;
    case 'answer-mixed-up':
      onCall(machine, fault, { kind: 'mix-up' });
      return;
    case 'answer-garbled':
      onCall(machine, fault, { kind: 'garble' });
      return;

    case 'paper-out':
      printer.faults.paperOutAfterLines(fault.lines);
      return;
    case 'cover-opened':
      printer.faults.coverOpenAfterBytes(fault.bytes);
      return;
    case 'cutter-jam':
      printer.faults.jamCutter();
      return;
    case 'overheated':
      printer.faults.overheat(fault.ms);
      return;
    case 'stalled':
      printer.faults.stall();
      return;
    case 'broken':
      printer.faults.breakDown();
      return;
    case 'answers-lost':
      printer.faults.loseAnswers(fault.count);
      return;
    case 'answers-late':
      printer.faults.delayAnswers(fault.ms);
      return;
    default:
      unreachable(fault);
  }
}

function onExchange(
  machine: RigMachine,
  { at, nth }: { at: keyof typeof hears; nth: number },
  fault: FieldFault,
): void {
  machine.reader.arm(fault, { packet: hears[at], nth });
}

/** Once. */
function onPoint(machine: RigMachine, point: TransferPoint, act: () => void): void {
  const before = machine.at;
  let done = false;
  machine.at = (passed) => {
    before(passed);
    if (passed !== point || done) return;
    done = true;
    act();
  };
}

function onCall(machine: RigMachine, { at, times }: { at: string; times: number }, fault: LineFault): void {
  const before = machine.network;
  let left = times;
  machine.network = (call) => (call === at && left-- > 0 ? fault : before(call));
}

/** What is broken is whole again, and what was armed and has not struck is taken back. */
export function repair(machine: RigMachine, what: 'reader' | 'printer' | 'network' | 'everything'): void {
  const is = (part: typeof what): boolean => what === part || what === 'everything';
  if (is('reader')) {
    machine.readerLine.faults.clear();
    machine.reader.disarm();
    if (!machine.reader.isPowered) machine.reader.powerOn();
  }
  if (is('printer')) {
    machine.printerLine.faults.clear();
    const { faults } = machine.printer;
    faults.delayAnswers(0);
    faults.loseAnswers(0);
    faults.resume();
    faults.clearJam();
    machine.printer.feedPaper();
  }
  if (is('network')) machine.network = () => ({ kind: 'none' });
  machine.at = () => {};
}
