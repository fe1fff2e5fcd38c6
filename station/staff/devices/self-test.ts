/**
 * The numbered self-test: every part is asked, and what it answered is written down. The numbers do not change; a machine
 * without a part says "not run" and why.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CardAccess } from '../../../hardware/card/port.ts';
import type { Clock } from '../../../hardware/clock.ts';
import { canPrint, type ReceiptPrinter } from '../../../hardware/printer/port.ts';
import type { CardReader } from '../../../hardware/reader/port.ts';
import { fail, ok, type Result, unreachable } from '../../../hardware/result.ts';
import type { Sam } from '../../../hardware/sam/port.ts';
import type { SignalTower } from '../../../hardware/tower/port.ts';
import type { ClockReading } from '../../clock-watch.ts';
import type { SelfTestName, SelfTestStep } from '../../contract/staff-devices.ts';
import { type Journal, verifyJournal } from '../../journal/index.ts';
import { readIfThere, replaceFile } from '../../replace-file.ts';
import { timeOf } from '../../wall-clock.ts';
import { freeBytesAt, judgeDisk, roomOf } from './disk.ts';

export interface SelfTestParts {
  readonly clock: Clock;
  readonly sam: Sam | null;
  /** Null: it could not be opened, and why. */
  readonly journal: Result<Journal, string>;
  /** Folder of the journal. */
  readonly folder: string;
  /** Asks the center now: did it answer, and did it take this machine? */
  readonly askCenter: () => Promise<'reachable' | 'unreachable' | 'unknown-station' | 'journal-outdated'>;
  readonly reader: Pick<CardReader, 'status' | 'description'>;
  readonly card: Pick<CardAccess, 'look'>;
  readonly printer: Pick<ReceiptPrinter, 'check' | 'description'>;
  readonly tower: Pick<SignalTower, 'test' | 'description'> | null;
  readonly readClock: () => ClockReading;
}

/** What a part answered. */
interface Answer {
  readonly result: SelfTestStep['result'];
  readonly detail: string;
}
const pass = (detail: string): Answer => ({ result: 'pass', detail });
const failed = (detail: string): Answer => ({ result: 'fail', detail });
const notRun = (detail: string): Answer => ({ result: 'not-run', detail });

/** In the order of their numbers, from 1. A new step goes to the end: staff know these by number. */
export const SELF_TEST_STEPS: readonly SelfTestName[] = [
  'sam',
  'journal',
  'disk',
  'center',
  'reader',
  'printer',
  'tower',
  'clock',
];

/** `onStep`: called before each step. No step throws: a defect is a failure like any other, in its own words. */
export async function runSelfTest(
  parts: SelfTestParts,
  onStep: (name: SelfTestName) => void = () => {},
): Promise<readonly SelfTestStep[]> {
  const steps: SelfTestStep[] = [];
  for (const [index, name] of SELF_TEST_STEPS.entries()) {
    onStep(name);
    const asked = parts.clock.now();
    const { result, detail } = await ask(name, parts).catch((error: unknown) => failed(String(error)));
    const ms = Math.max(0, Math.round(parts.clock.now() - asked));
    steps.push({ number: index + 1, name, result, ms, detail: detail.slice(0, 200) });
  }
  return steps;
}

async function ask(name: SelfTestName, parts: SelfTestParts): Promise<Answer> {
  switch (name) {
    case 'sam':
      return askSam(parts);
    case 'journal':
      return askJournal(parts);
    case 'disk':
      return askDisk(parts);
    case 'center': {
      const answer = await parts.askCenter();
      return answer === 'reachable' ? pass(answer) : failed(answer);
    }
    case 'reader':
      return askReader(parts);
    case 'printer': {
      const status = await parts.printer.check();
      const detail = `${parts.printer.description}: ${status}`;
      return canPrint(status) ? pass(detail) : failed(detail);
    }
    case 'tower':
      return askTower(parts);
    case 'clock':
      return askClock(parts);
    default:
      return unreachable(name);
  }
}

async function askSam({ sam }: SelfTestParts): Promise<Answer> {
  if (!sam) return notRun('no SAM: balance and history only');
  const tried = await sam.selfTest();
  if (tried.ok) return pass(sam.description);
  return failed(tried.error.kind === 'sam-unavailable' ? tried.error.detail : tried.error.kind);
}

/** A copy of one piece is checked from its first entry, while the journal itself stays in use. */
async function askJournal({ journal, folder }: SelfTestParts): Promise<Answer> {
  if (!journal.ok) return failed(journal.error);
  const own = mkdtempSync(join(folder, 'self-test-'));
  try {
    const copy = join(own, 'journal.sqlite');
    const exported = journal.value.export(copy);
    if (!exported.ok) return failed(exported.error.detail);
    const verified = verifyJournal(copy);
    if (!verified.ok) return failed('detail' in verified.error ? verified.error.detail : verified.error.kind);
    const { head, openTransfers } = verified.value;
    const isWhole = head.entry === journal.value.head().entry && head.hash === journal.value.head().hash;
    return isWhole ? pass(`${head.entry} entries, ${openTransfers} open`) : failed('the copy ends before the journal');
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Written, on the disk, read back; and the room that is left. */
async function askDisk({ folder, clock }: SelfTestParts): Promise<Answer> {
  const file = join(folder, 'self-test.tmp');
  const text = `${clock.now()}\n`.repeat(512);
  try {
    const written = replaceFile(file, text);
    if (!written.ok) return failed(written.error);
    const back = readIfThere(file);
    if (!back.ok) return failed(back.error);
    if (back.value !== text) return failed('what was read back is not what was written');
  } finally {
    rmSync(file, { force: true });
  }
  const free = freeBytesAt(folder);
  const detail = `written and read back; ${free === null ? 'free room unknown' : `${roomOf(free)} free`}`;
  return judgeDisk(free) === 'full' ? failed(detail) : pass(detail);
}

async function askReader({ reader, card }: SelfTestParts): Promise<Answer> {
  const looked = await card.look();
  if (looked.ok) return pass(`${reader.description}: ${looked.value.on}`);
  return failed(
    `${reader.description}: ${looked.error.kind === 'reader-failed' ? looked.error.detail : reader.status}`,
  );
}

/** It takes reports and says nothing back: whether its lamps shine, eyes have to tell (the test of the tower). */
async function askTower({ tower }: SelfTestParts): Promise<Answer> {
  if (!tower) return notRun('no tower on this machine');
  const tried = await everyLamp(tower);
  return tried.ok
    ? pass(`${tower.description}: took a report for each lamp`)
    : failed(`${tower.description}: disconnected`);
}

async function everyLamp(tower: Pick<SignalTower, 'test'>): Promise<Result<void, 'disconnected'>> {
  for (const part of ['red', 'yellow', 'green', 'blue', 'white', null] as const) {
    const taken = await tower.test(part);
    if (!taken.ok) return fail('disconnected');
  }
  return ok(undefined);
}

async function askClock({ readClock }: SelfTestParts): Promise<Answer> {
  const { finding, on, minute, comparedWith, steppedMs } = readClock();
  const detail = `${on} ${timeOf(minute)}, the center ${comparedWith ?? 'not heard'}`;
  if (finding === 'not-compared') return notRun(detail);
  if (steppedMs !== 0) return failed(`${detail}, moved by ${Math.round(steppedMs / 1_000)} s since the start`);
  return finding === 'agrees' ? pass(detail) : failed(detail);
}
