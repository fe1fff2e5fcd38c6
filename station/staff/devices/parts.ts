/** Everything that the room of devices acts through. */
import { join } from 'node:path';
import type { CardAccess } from '../../../hardware/card/port.ts';
import type { Clock } from '../../../hardware/clock.ts';
import type { EscPosPrinter } from '../../../hardware/printer/driver.ts';
import type { LineReader } from '../../../hardware/reader/driver.ts';
import { fail, type Result } from '../../../hardware/result.ts';
import type { Sam } from '../../../hardware/sam/port.ts';
import type { SignalTower } from '../../../hardware/tower/port.ts';
import type { BusinessDay } from '../../center/day.ts';
import type { ClockWatch } from '../../clock-watch.ts';
import type { BoardCounters, BoardLine } from '../../contract/staff-devices.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log.ts';
import type { OutOfServiceReason } from '../../machine/deps.ts';
import { type BoardFacts, boardLines } from './board.ts';
import { freeBytesAt } from './disk.ts';
import { createRollKeeper, type RollKeeper } from './paper-roll.ts';
import type { SelfTestParts } from './self-test.ts';
import { createSelfTestFile, type SelfTestFile } from './self-test-file.ts';

/** Names of the files beside the journal. */
const files = { roll: 'paper-roll.json', selfTests: 'self-tests.json' } as const;

export interface DeviceParts {
  readonly reader: LineReader;
  readonly printer: EscPosPrinter;
  readonly tower: SignalTower | null;
  readonly roll: RollKeeper;
  readonly selfTests: SelfTestFile;
  readonly selfTestParts: SelfTestParts;
  readonly watch: ClockWatch;
  /** `0.1.0 (1a2b3c4d)`. */
  readonly software: string;
  /** The tower has come or gone; reader and printer are listened to elsewhere. Returns how to stop listening. */
  onChange(listener: () => void): () => void;
  board(): readonly BoardLine[];
  /** `pageRefused`: messages of pages that were refused since the start. */
  counters(pageRefused: number): BoardCounters;
}

export interface DevicesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the journal. */
  readonly folder: string;
  readonly reader: LineReader;
  readonly printer: EscPosPrinter;
  readonly tower: SignalTower | null;
  readonly sam: Sam | null;
  readonly card: CardAccess;
  readonly day: BusinessDay;
  readonly centerUrl: string;
  readonly watch: ClockWatch;
  readonly hasHours: () => boolean;
  readonly journal: Result<Journal, OutOfServiceReason>;
  readonly audit: () => BoardFacts['audit'];
  /** Transfers that were written since the start. */
  readonly transfers: () => number;
  readonly software: string;
}

export function assembleDevices(options: DevicesOptions): DeviceParts {
  const { clock, log, folder, reader, printer, tower, sam, card, day, watch, journal, software } = options;
  const selfTests = createSelfTestFile(join(folder, files.selfTests));
  const selfTestParts: SelfTestParts = {
    clock,
    sam,
    journal: journal.ok ? journal : fail(journal.error),
    folder,
    askCenter: async () => {
      await day.askNow();
      return day.refusal ?? (day.reachable ? 'reachable' : 'unreachable');
    },
    reader,
    card,
    printer,
    tower,
    readClock: () => watch.read(),
  };
  return {
    reader,
    printer,
    tower,
    roll: createRollKeeper(join(folder, files.roll), log),
    selfTests,
    selfTestParts,
    watch,
    software,
    onChange: (listener) => tower?.onStatus(() => listener()) ?? (() => {}),
    board: () => boardLines(factsOf(options, selfTests)),
    counters: (pageRefused) => ({
      transfers: options.transfers(),
      receipts: journal.ok ? journal.value.state.lastReceiptNumber : 0,
      recoveries: readerRecoveries(reader) + printerRecoveries(printer),
      refused: pageRefused + (journal.ok ? journal.value.state.refused.length : 0),
    }),
  };
}

/**
 * How often each driver had to bring its device back since the start. The first rung of a ladder, asking once more, is no
 * recovery: the device was well, and an answer was late or lost. The tests of the device tell it with the others.
 */
export function readerRecoveries({ counters }: LineReader): number {
  return counters.softResets + counters.reopened;
}

export function printerRecoveries({ recovery }: EscPosPrinter): number {
  return recovery.cleared + recovery.reopened;
}

function factsOf(options: DevicesOptions, selfTests: SelfTestFile): BoardFacts {
  const { reader, printer, tower, sam, day, journal, watch, folder, software } = options;
  const kept = selfTests.all();
  const last = kept.ok ? (kept.value.at(-1) ?? null) : { unreadable: kept.error };
  return {
    reader: { status: reader.status, description: reader.description },
    printer: { status: printer.status, description: printer.description },
    tower: tower && { status: tower.status, description: tower.description },
    sam: sam && { description: sam.description, good: samIn(last) },
    center: { reachable: day.reachable, dateKnown: day.today !== null, refusal: day.refusal, url: options.centerUrl },
    journal: journalFact(journal),
    audit: options.audit(),
    freeBytes: freeBytesAt(folder),
    clock: watch.read(),
    hasHours: options.hasHours(),
    lastSelfTest: last,
    software,
  };
}

/** What the last self-test said of it; null: never asked. */
function samIn(last: BoardFacts['lastSelfTest']): boolean | null {
  const step = last && 'steps' in last ? last.steps.find(({ name }) => name === 'sam') : undefined;
  return step && step.result !== 'not-run' ? step.result === 'pass' : null;
}

function journalFact(journal: Result<Journal, OutOfServiceReason>): BoardFacts['journal'] {
  if (journal.ok) {
    const { entry } = journal.value.head();
    return { status: 'ready', detail: `${entry}` };
  }
  if (journal.error === 'journal-broken') return { status: 'broken', detail: '' };
  if (journal.error === 'journal-newer') return { status: 'newer', detail: '' };
  return { status: 'storage', detail: '' };
}
