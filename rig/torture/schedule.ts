/**
 * A schedule: what passengers do at two stations, and everything that goes wrong meanwhile. Plain data, made from a
 * seed before anything happens: it can be printed, played again, and made smaller while it still fails (shrink.ts).
 */
import type { CallName } from '../../center/contract/index.ts';
import type { FieldFault, StuckUntil } from '../../hardware/reader/simulator.ts';
import type { LineFault } from '../../station/center/in-process.ts';
import type { EntryBody } from '../../station/journal/index.ts';
import { type TransferPoint, transferPoints } from '../../station/transfer/deps.ts';
import { type Hears, hears } from './hears.ts';
import { seededRandom } from './random.ts';

export type EntryKind = EntryBody['kind'];

/** "No", and nothing was written; "no", and it was; 71, "limit exceeded", and it was. */
export type CardAnswer = 'no' | 'no-and-has-written' | 'limit-exceeded';

/** What goes wrong during one visit. */
export type Fault =
  | { readonly fault: 'field'; readonly strikes: FieldFault; readonly at: Hears; readonly nth: number }
  /** The next write on this card is answered so (docs/facts/felica.md §3.4). */
  | { readonly fault: 'card-answers'; readonly as: CardAnswer }
  | { readonly fault: 'reader-hangs'; readonly point: TransferPoint; readonly until: StuckUntil }
  | { readonly fault: 'line-cut'; readonly point: TransferPoint }
  | { readonly fault: 'line-garbled'; readonly point: TransferPoint; readonly after: number }
  | { readonly fault: 'network'; readonly call: CallName; readonly line: LineFault; readonly times: number }
  | { readonly fault: 'center-dies'; readonly point: TransferPoint }
  | { readonly fault: 'killed'; readonly point: TransferPoint; readonly centerToo: boolean }
  /** In the middle of the append of this entry; `part` of its bytes is on the disk. */
  | { readonly fault: 'power-loss'; readonly entry: EntryKind; readonly part: number }
  /** `times` null: the disk is read-only from here on, until the visit is over. */
  | { readonly fault: 'disk-refuses'; readonly entry: EntryKind; readonly times: number | null }
  | { readonly fault: 'disk-stores-and-refuses'; readonly entry: EntryKind }
  /** Gets no time any more, until it is woken. */
  | { readonly fault: 'asleep'; readonly point: TransferPoint }
  /** Midnight at the center, or its clock put right: the business date moves. */
  | { readonly fault: 'date-moves'; readonly point: TransferPoint; readonly days: number };

/** What goes wrong while a receipt is printed. */
export type PrinterFault =
  | { readonly fault: 'paper-out'; readonly lines: number }
  | { readonly fault: 'cover-opened'; readonly bytes: number }
  | { readonly fault: 'cutter-jam' }
  | { readonly fault: 'overheated' }
  | { readonly fault: 'stalled' }
  | { readonly fault: 'broken' }
  | { readonly fault: 'power-cycle'; readonly afterMs: number }
  | { readonly fault: 'unplugged'; readonly afterMs: number }
  | { readonly fault: 'answers-lost'; readonly count: number }
  | { readonly fault: 'answers-late'; readonly ms: number }
  | { readonly fault: 'station-killed'; readonly afterMs: number }
  | { readonly fault: 'disk-refuses'; readonly entry: EntryKind }
  | { readonly fault: 'disk-stores-and-refuses'; readonly entry: EntryKind }
  | { readonly fault: 'power-loss'; readonly entry: EntryKind; readonly part: number };

export interface ReceiptWish {
  readonly faults: readonly PrinterFault[];
}

export type Step =
  /** Reads the card, settles what is open, charges, prints where it was charged and wished for. */
  | {
      readonly do: 'visit';
      readonly station: number;
      readonly card: number;
      readonly points: number;
      readonly faults: readonly Fault[];
      readonly receipt: ReceiptWish | null;
    }
  /** The receipt of the last charge of this station once more. */
  | { readonly do: 'receipt'; readonly station: number; readonly wish: ReceiptWish }
  | { readonly do: 'register'; readonly station: number; readonly card: number; readonly faults: readonly Fault[] }
  | {
      readonly do: 'use';
      readonly card: number;
      readonly how: 'gate' | 'shop' | 'gate-and-shop';
      readonly times: number;
    }
  | { readonly do: 'reissue'; readonly card: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** Between visits: midnight, or the center's clock put right. */
  | { readonly do: 'date-moves'; readonly days: number }
  | { readonly do: 'wake'; readonly station: number }
  | { readonly do: 'kill'; readonly station: number }
  /** Its folder is put back as it was before its last so many visits, started, and the true one put back afterwards. */
  | {
      readonly do: 'restore';
      readonly station: number;
      readonly card: number;
      readonly visits: number;
      readonly centerAway: boolean;
      readonly starts: number;
    }
  /** Started while another process holds its journal. */
  | { readonly do: 'start-locked'; readonly station: number }
  | { readonly do: 'repair'; readonly what: 'reader' | 'network' | 'printer'; readonly station: number }
  | { readonly do: 'start-center' };

export interface ScheduledCard {
  readonly balanceYen: number;
  readonly points: number;
  readonly updateNumber: number;
  readonly registered: boolean;
  /** Records on it before; the card keeps twenty. */
  readonly records: number;
}

export interface Schedule {
  readonly seed: number;
  /** False: nothing goes wrong, and then nothing may be unknown. */
  readonly faulty: boolean;
  readonly cards: readonly ScheduledCard[];
  readonly steps: readonly Step[];
}

/** One in so many runs has no fault at all: a station that never knows anything would pass all the others. */
const FAULTLESS_EVERY = 10;

export function scheduleFrom(seed: number): Schedule {
  const dice = new Dice(seededRandom(seed));
  const faulty = seed % FAULTLESS_EVERY !== 0;
  const cards = Array.from(
    { length: 1 + dice.below(2) },
    (): ScheduledCard => ({
      balanceYen: dice.one([0, 1_200, 1_200, 15_000, 19_500]),
      points: dice.one([100, 5_000, 5_000, 30_000]),
      updateNumber: dice.one([16, 65_534, 65_535]),
      registered: !dice.oneIn(6),
      records: dice.one([0, 1, 1, 19, 20]),
    }),
  );
  const steps: Step[] = [];
  const visits = 3 + dice.below(4);
  for (let count = 0; count < visits; count++) {
    const station = dice.below(2);
    const card = dice.below(4);
    steps.push(visit(dice, station, card, faulty));
    steps.push(...afterwards(dice, station, card, faulty));
  }
  return { seed, faulty, cards, steps };
}

function visit(dice: Dice, station: number, card: number, faulty: boolean): Step {
  const faults = faulty ? Array.from({ length: dice.below(3) }, () => anyFault(dice)) : [];
  if (dice.oneIn(8)) {
    const one = faulty && dice.oneIn(2) ? [registrationFault(dice)] : faults;
    return { do: 'register', station, card, faults: one };
  }
  const points = 10 * (1 + dice.below(60));
  return { do: 'visit', station, card, points, faults, receipt: dice.oneIn(3) ? receiptWish(dice, faulty) : null };
}

function receiptWish(dice: Dice, faulty: boolean): ReceiptWish {
  return { faults: faulty && !dice.oneIn(3) ? [anyPrinterFault(dice)] : [] };
}

function anyFault(dice: Dice): Fault {
  const point = dice.one(dice.oneIn(2) ? transferPoints : aroundTheWrite);
  switch (dice.below(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return {
        fault: 'field',
        strikes: fieldFault(dice),
        at: dice.oneIn(2) ? 'write' : dice.one(hearsNames),
        nth: dice.one([1, 1, 1, 2]),
      };
    case 4:
    case 5:
      return {
        fault: 'network',
        call: dice.one(['hold', 'hold', 'hold', 'finish', 'finish', 'account', 'register', 'heartbeat']),
        line: networkFault(dice),
        times: 1 + dice.below(4),
      };
    case 6:
    case 7:
      return { fault: 'killed', point, centerToo: dice.oneIn(4) };
    case 8:
      return { fault: 'power-loss', entry: dice.one(entryKinds), part: dice.one(partsOnDisk) };
    case 9:
      return { fault: 'disk-refuses', entry: dice.one(entryKinds), times: dice.one([1, 2, null]) };
    case 10:
      return { fault: 'disk-stores-and-refuses', entry: dice.one(entryKinds) };
    case 11:
      return { fault: 'center-dies', point };
    case 12:
      return { fault: 'asleep', point };
    case 13:
      return dice.oneIn(2) ? { fault: 'line-cut', point } : { fault: 'line-garbled', point, after: dice.below(60) };
    case 14:
      return { fault: 'card-answers', as: dice.one(['no', 'no', 'no-and-has-written', 'limit-exceeded']) };
    default:
      return dice.oneIn(2)
        ? { fault: 'reader-hangs', point, until: dice.one(['abort', 'wake-up', 'power']) }
        : { fault: 'date-moves', point, days: dice.one([1, 1, -1]) };
  }
}

/** Where a registration is on its way. */
function registrationFault(dice: Dice): Fault {
  const point = dice.one(['registration-queued', 'message-sending', 'message-answered', 'message-journaled'] as const);
  return dice.one<Fault>([
    { fault: 'network', call: 'register', line: networkFault(dice), times: 1 + dice.below(4) },
    { fault: 'network', call: 'register', line: networkFault(dice), times: 1 + dice.below(4) },
    { fault: 'killed', point, centerToo: dice.oneIn(2) },
    { fault: 'asleep', point },
    { fault: 'date-moves', point, days: dice.one([1, -1]) },
    { fault: 'disk-refuses', entry: dice.one(['message-queued', 'message-answered']), times: 1 },
  ]);
}

function fieldFault(dice: Dice): FieldFault {
  const moment = dice.one(['before', 'inside', 'after'] as const);
  return dice.one<FieldFault>([
    { kind: 'lift', moment },
    { kind: 'lift', moment },
    { kind: 'field-lost', moment },
    { kind: 'power-loss', moment },
    { kind: 'stuck', moment },
    { kind: 'reply-lost' },
    { kind: 'reply-garbled' },
    { kind: 'reply-falsified', index: dice.below(30) },
    { kind: 'reply-slow', ms: dice.one([50, 5_000]) },
  ]);
}

function networkFault(dice: Dice): LineFault {
  return dice.one<LineFault>([
    { kind: 'lose-request' },
    { kind: 'lose-answer' },
    { kind: 'garble' },
    { kind: 'mix-up' },
    { kind: 'delay', ms: dice.one([1_000, 10_000, 100_000]) },
    { kind: 'delay', ms: dice.one([10_000, 100_000]) },
    { kind: 'duplicate', ms: dice.one([0, 10_000, 100_000]) },
  ]);
}

function anyPrinterFault(dice: Dice): PrinterFault {
  const afterMs = dice.one([5, 50, 200, 1_000]);
  return dice.one<PrinterFault>([
    { fault: 'paper-out', lines: dice.below(12) },
    { fault: 'cover-opened', bytes: dice.below(400) },
    { fault: 'cutter-jam' },
    { fault: 'overheated' },
    { fault: 'stalled' },
    { fault: 'broken' },
    { fault: 'power-cycle', afterMs },
    { fault: 'unplugged', afterMs },
    { fault: 'answers-lost', count: 1 + dice.below(4) },
    { fault: 'answers-late', ms: 2_000 },
    { fault: 'station-killed', afterMs },
    { fault: 'station-killed', afterMs },
    { fault: 'disk-refuses', entry: dice.one(receiptEntryKinds) },
    { fault: 'disk-stores-and-refuses', entry: dice.one(receiptEntryKinds) },
    { fault: 'power-loss', entry: dice.one(receiptEntryKinds), part: dice.one(partsOnDisk) },
  ]);
}

/** What happens before the next visit: repairs, time, restarts, and the card's own life. */
function afterwards(dice: Dice, station: number, card: number, faulty: boolean): Step[] {
  const steps: Step[] = [];
  const maybe = (oneIn: number, step: () => Step): void => {
    if (dice.oneIn(oneIn)) steps.push(step());
  };
  maybe(3, () => ({ do: 'wait', ms: dice.one([1_000, 30_000, 200_000]) }));
  maybe(3, () => ({
    do: 'use',
    card,
    how: dice.one(['gate', 'shop', 'gate-and-shop']),
    times: dice.one([1, 1, 2, 18, 19, 20, 25]),
  }));
  maybe(5, () => ({ do: 'kill', station: dice.below(2) }));
  maybe(6, () => ({ do: 'receipt', station, wish: receiptWish(dice, faulty) }));
  if (!faulty) return steps;
  for (const what of ['reader', 'network', 'printer'] as const) maybe(2, () => ({ do: 'repair', what, station }));
  maybe(2, () => ({ do: 'start-center' }));
  maybe(2, () => ({ do: 'wake', station: dice.below(2) }));
  maybe(15, () => ({ do: 'start-locked', station: dice.below(2) }));
  maybe(10, () => ({ do: 'reissue', card }));
  maybe(6, () => ({ do: 'date-moves', days: dice.one([1, 1, 1, -1]) }));
  maybe(8, () => ({
    do: 'restore',
    station,
    card,
    visits: 1 + dice.below(3),
    centerAway: dice.oneIn(2),
    starts: dice.one([1, 2, 8, 20]),
  }));
  return steps;
}

/** Where value is in flight: every other fault strikes here. */
const aroundTheWrite = ['hold-answered', 'reserved', 'writing', 'write-answered', 'written', 'read-back'] as const;

const hearsNames = Object.keys(hears) as Hears[];

const receiptEntryKinds = [
  'receipt-prepared',
  'receipt-sending',
  'receipt-ended',
] as const satisfies readonly EntryKind[];

/** Of what one append changes. */
const partsOnDisk = [0, 0.3, 0.7, 0.999, 1] as const;

/** The entries of a visit and of a start, but those of a receipt. */
const entryKinds = [
  'transfer-intended',
  'transfer-reserved',
  'transfer-writing',
  'transfer-written',
  'transfer-unknown',
  'transfer-voided',
  'transfer-found',
  'transfer-closed',
  'message-queued',
  'message-answered',
  'message-refused',
  'transfer-contradicted',
  'station-started',
] as const satisfies readonly EntryKind[];

class Dice {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  one<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }
}
