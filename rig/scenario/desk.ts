/** What a scenario needs of the devices in front of it; read from its text, before any of them is touched. */
import { unreachable } from '../../hardware/result.ts';
import type { RigFile } from '../devices/config.ts';
import { DeviceName } from '../wire/recording.ts';
import { printerWords, readerWords } from './hand-words.ts';
import type { ReadScenario } from './read.ts';
import type { Fault, Step } from './schema.ts';
import { asSeen } from './seen.ts';

/** What stands on the desk, as far as it decides what can be played there. */
export interface Desk {
  /** The others are simulated. */
  readonly real: ReadonlySet<DeviceName>;
  /** Why a machine with the rig's SAM must not stand in front of this reader; null: it may. */
  readonly noSam: string | null;
  /** Are the packets of its reader seen? A HID device speaks past the rig. */
  readonly seesPackets: boolean;
  /** Is somebody there who lays, lifts, pulls, and says what can be seen? */
  readonly hasPerson: boolean;
}

export function deskOf({ devices }: Pick<RigFile, 'devices'>, hasPerson: boolean): Desk {
  const { reader } = devices;
  const isNeo2 = reader?.is === 'real' && reader.kind === 'neo2';
  return {
    real: new Set(DeviceName.options.filter((device) => devices[device]?.is === 'real')),
    noSam: reader?.is === 'real' ? noSamBefore(reader) : null,
    seesPackets: !isNeo2,
    hasPerson,
  };
}

function noSamBefore({ kind, testCards }: { kind: string; testCards: boolean }): string | null {
  if (!testCards)
    return 'the cards of the real reader are not said to be test cards (testCards), and this machine charges';
  return kind === 'neo2' ? 'the real reader is a NEO 2, which does not carry what a SAM says to a card' : null;
}

/** A scenario that is not played here, and why. */
export interface Skip {
  /** Of the step that stands in the way. */
  readonly line: number;
  readonly what: string;
}

/** Null: it can be played on this desk. */
export function skipOn(desk: Desk, { scenario, lines, cards }: ReadScenario): Skip | null {
  const first = lines[0] ?? 1;
  if (scenario.page) return { line: first, what: 'it is touched on the page, which is played with simulated devices' };
  const hasReader = desk.real.has('reader');
  // Whatever its steps say: a SAM with made-up keys never stands in front of cards that are not its own.
  if (hasReader && desk.noSam && scenario.machine.sam === 'rig') return { line: first, what: desk.noSam };
  if (hasReader && scenario.second) {
    return { line: first, what: 'a second machine needs a second reader, and the desk has one real reader' };
  }
  for (const [index, step] of scenario.steps.entries()) {
    const what = obstacle(desk, needsOf(step, cards, scenario.steps[index - 1]), step);
    if (what) return { line: lines[index] ?? first, what };
  }
  return null;
}

function obstacle(desk: Desk, needs: readonly Need[], step: Step): string | null {
  // The second machine of a scenario has simulated devices always.
  if (step.on === 'second') return null;
  for (const { device, by, what } of needs) {
    if (!desk.real.has(device)) continue;
    if (by === 'simulator') return `${what}: the ${device} is real, and only a simulated one does that`;
    if (by === 'quick-hand') return `${what}: the ${device} is real, and no hand is that quick`;
    if (by === 'hand' && !desk.hasPerson) return `${what}: the ${device} is real, and nobody is there to do it`;
    if (by === 'packets' && !desk.seesPackets) return `${what}: the packets of this ${device} are not seen`;
  }
  return null;
}

interface Need {
  readonly device: DeviceName;
  readonly by: 'hand' | 'quick-hand' | 'simulator' | 'packets';
  readonly what: string;
}

/** Screens that are gone before a hand has moved. */
const fleeting: ReadonlySet<string | undefined> = new Set(['reading-card', 'checking', 'charging', 'registering']);

/** What a step needs of which device. Expectations need nothing: what cannot be seen is left out (real-expect.ts). */
function needsOf(step: Step, cards: ReadScenario['cards'], before: Step | undefined): Need[] {
  const { lay, lift, fault, repair, reader, printer, polls, use, staff } = step;
  const isFleeting = fleeting.has(before?.see === undefined ? undefined : asSeen(before.see).screen);
  // The first card of two is read before the second lies there.
  const isQuick = isFleeting || (before?.lay !== undefined && (lay !== undefined || lift !== undefined));
  // A machine knows its staff by the number of the card, and a rig's machine those of simulated cards.
  const isStaff = lay !== undefined && cards[lay]?.spec.kind === 'staff';
  const onReader = (by: Need['by'], what: string): Need => ({ device: 'reader', by, what });
  const byHand = isQuick ? 'quick-hand' : 'hand';
  const needs: (Need | null | false)[] = [
    lay !== undefined && onReader(isStaff ? 'simulator' : byHand, `lay ${lay}`),
    lift !== undefined && onReader(byHand, `lift ${lift}`),
    reader !== undefined && onReader(readerWords[reader] === null ? 'simulator' : byHand, `reader ${reader}`),
    printer !== undefined && {
      device: 'printer',
      by: printerWords[printer] === null ? 'simulator' : byHand,
      what: `printer ${printer}`,
    },
    polls !== undefined && onReader('packets', `polls ${polls}`),
    use !== undefined && onReader('simulator', `use ${use.card} (${use.how})`),
    staff?.comeIn !== undefined && onReader('simulator', `staff ${staff.comeIn} with a rig's card`),
    fault !== undefined && ofFault(fault),
    ...(repair === undefined ? [] : repaired(repair)).map(
      (device): Need => ({ device, by: 'hand', what: `repair ${repair}` }),
    ),
  ];
  return needs.filter((need) => need !== null && need !== false);
}

/** The devices that a repair is about. */
export function repaired(what: NonNullable<Step['repair']>): ('reader' | 'printer')[] {
  return (['reader', 'printer'] as const).filter((device) => what === device || what === 'everything');
}

function ofFault(fault: Fault): Need | null {
  const at = 'at' in fault ? ` at ${fault.at}` : '';
  const need = (device: DeviceName): Need => ({ device, by: 'simulator', what: `fault ${fault.strike}${at}` });
  switch (fault.strike) {
    case 'lift':
    case 'swap':
    case 'field-lost':
    case 'power-loss':
    case 'stuck':
    case 'reply-lost':
    case 'reply-garbled':
    case 'reply-falsified':
    case 'reply-slow':
    case 'reader-hangs':
    case 'line-cut':
    case 'line-garbled':
    case 'write-answered':
      return need('reader');
    case 'paper-out':
    case 'cover-opened':
    case 'cutter-jam':
    case 'overheated':
    case 'stalled':
    case 'broken':
    case 'answers-lost':
    case 'answers-late':
      return need('printer');
    // The station, the center and the network between them are the rig's own on every desk.
    case 'center-dies':
    case 'station-dies':
    case 'both-die':
    case 'date-moves':
    case 'request-lost':
    case 'answer-lost':
    case 'answer-late':
    case 'request-doubled':
    case 'answer-mixed-up':
    case 'answer-garbled':
      return null;
    default:
      return unreachable(fault);
  }
}
