/** Everything that a machine consists of, one line each: what is the case, how bad that is, and what to do about it. */
import { unreachable } from '../../../hardware/result.ts';
import type { ClockReading } from '../../clock-watch.ts';
import type { Advice, BoardLine, BoardStatus, SelfTestRecord } from '../../contract/staff-devices.ts';
import { timeOf } from '../../wall-clock.ts';
import { judgeDisk, roomOf } from './disk.ts';

type Status<Name extends BoardStatus['name']> = Extract<BoardStatus, { name: Name }>['status'];
type State = BoardLine['state'];

export interface BoardFacts {
  readonly reader: { readonly status: Status<'reader'>; readonly description: string };
  readonly printer: { readonly status: Status<'printer'>; readonly description: string };
  /** Null: this machine has none. */
  readonly tower: { readonly status: Status<'tower'>; readonly description: string } | null;
  /** Null: none. `good` null: not tried yet. */
  readonly sam: { readonly description: string; readonly good: boolean | null } | null;
  readonly center: {
    readonly reachable: boolean;
    readonly dateKnown: boolean;
    readonly refusal: 'journal-outdated' | 'unknown-station' | null;
    readonly url: string;
  };
  readonly journal: { readonly status: Status<'journal'>; readonly detail: string };
  /** `problem`: why nothing can be written; `after`: what was wrong with the log before this one. */
  readonly audit: { readonly problem: string | null; readonly after: string | null };
  /** Bytes that the journal's file system has left for us; null: it does not say. */
  readonly freeBytes: number | null;
  readonly clock: ClockReading;
  readonly hasHours: boolean;
  /** The error says why what was kept cannot be read. */
  readonly lastSelfTest: SelfTestRecord | null | { readonly unreadable: string };
  readonly software: string;
}

export function boardLines(facts: BoardFacts): readonly BoardLine[] {
  const { reader, printer, tower, sam, journal, software } = facts;
  return [
    line({ name: 'reader', status: reader.status }, reader.description),
    line({ name: 'printer', status: printer.status }, printer.description),
    line({ name: 'tower', status: tower?.status ?? 'none' }, tower?.description ?? ''),
    line({ name: 'sam', status: samStatus(sam) }, sam?.description ?? ''),
    line({ name: 'center', status: centerStatus(facts.center) }, facts.center.url),
    line({ name: 'journal', status: journal.status }, journal.detail),
    line({ name: 'audit', status: auditStatus(facts.audit) }, facts.audit.problem ?? facts.audit.after ?? ''),
    line({ name: 'disk', status: judgeDisk(facts.freeBytes) }, facts.freeBytes === null ? '' : roomOf(facts.freeBytes)),
    line({ name: 'clock', status: clockStatus(facts.clock, facts.hasHours) }, clockDetail(facts.clock)),
    line({ name: 'self-test', status: selfTestStatus(facts.lastSelfTest) }, selfTestDetail(facts.lastSelfTest)),
    line({ name: 'software', status: 'running' }, software),
  ];
}

function line(what: BoardStatus, detail: string): BoardLine {
  const [state, advice] = judge(what);
  return { what, state, advice, detail: detail.slice(0, 200) };
}

/** How bad it is and what helps. */
export function judge(what: BoardStatus): readonly [State, Advice] {
  switch (what.name) {
    case 'reader':
      return judgeReader(what.status);
    case 'printer':
      return judgePrinter(what.status);
    case 'tower':
      return judgeTower(what.status);
    case 'sam':
      return judgeSam(what.status);
    case 'center':
      return judgeCenter(what.status);
    case 'journal':
      return judgeJournal(what.status);
    case 'audit':
      return judgeAudit(what.status);
    case 'disk':
      return judgeDiskWord(what.status);
    case 'clock':
      return judgeClock(what.status);
    case 'self-test':
      return judgeSelfTest(what.status);
    case 'software':
      return ['good', 'nothing'];
    default:
      return unreachable(what);
  }
}

function judgeReader(status: Status<'reader'>): readonly [State, Advice] {
  switch (status) {
    case 'ready':
      return ['good', 'nothing'];
    case 'starting':
    case 'recovering':
      return ['care', 'wait'];
    case 'disconnected':
      return ['bad', 'check-cable'];
    case 'failed':
      return ['bad', 'power-cycle'];
    case 'stopped':
      return ['bad', 'call-engineer'];
    default:
      return unreachable(status);
  }
}

function judgePrinter(status: Status<'printer'>): readonly [State, Advice] {
  switch (status) {
    case 'ready':
      return ['good', 'nothing'];
    case 'paper-low':
      return ['care', 'paper-soon'];
    case 'starting':
      return ['care', 'wait'];
    case 'overheated':
      return ['care', 'let-cool'];
    case 'paper-out':
      return ['bad', 'load-paper'];
    case 'cover-open':
      return ['bad', 'close-cover'];
    case 'cutter-jam':
      return ['bad', 'clear-cutter'];
    case 'disconnected':
      return ['bad', 'check-cable'];
    case 'offline':
      return ['bad', 'power-cycle'];
    case 'unrecoverable':
    case 'stopped':
      return ['bad', 'call-engineer'];
    default:
      return unreachable(status);
  }
}

function judgeTower(status: Status<'tower'>): readonly [State, Advice] {
  switch (status) {
    case 'ready':
      return ['good', 'nothing'];
    // Nobody is served worse for it.
    case 'disconnected':
      return ['care', 'check-cable'];
    case 'stopped':
      return ['care', 'call-engineer'];
    case 'none':
      return ['none', 'nothing'];
    default:
      return unreachable(status);
  }
}

function judgeCenter(status: Status<'center'>): readonly [State, Advice] {
  switch (status) {
    case 'reachable':
      return ['good', 'nothing'];
    // Balance and history go on; the rest waits for the center.
    case 'unreachable':
    case 'date-forgotten':
      return ['bad', 'check-network'];
    case 'unknown-station':
      return ['bad', 'check-station-id'];
    case 'journal-outdated':
      return ['bad', 'journal-outdated'];
    default:
      return unreachable(status);
  }
}

function judgeJournal(status: Status<'journal'>): readonly [State, Advice] {
  switch (status) {
    case 'ready':
      return ['good', 'nothing'];
    case 'broken':
      return ['bad', 'journal-to-center'];
    case 'newer':
      return ['bad', 'update-software'];
    case 'storage':
      return ['bad', 'free-disk'];
    default:
      return unreachable(status);
  }
}

function judgeSam(status: Status<'sam'>): readonly [State, Advice] {
  switch (status) {
    case 'ready':
      return ['good', 'nothing'];
    case 'not-tried':
      return ['care', 'run-self-test'];
    case 'failed':
      return ['bad', 'call-engineer'];
    case 'none':
      return ['none', 'nothing'];
    default:
      return unreachable(status);
  }
}

/** Passengers are served all the same. */
function judgeAudit(status: Status<'audit'>): readonly [State, Advice] {
  switch (status) {
    case 'ready':
      return ['good', 'nothing'];
    case 'begun-anew':
      return ['care', 'tell-maintenance'];
    case 'not-written':
      return ['bad', 'tell-maintenance'];
    default:
      return unreachable(status);
  }
}

function judgeDiskWord(status: Status<'disk'>): readonly [State, Advice] {
  switch (status) {
    case 'enough':
      return ['good', 'nothing'];
    case 'little':
      return ['care', 'free-disk'];
    case 'full':
      return ['bad', 'free-disk'];
    case 'unknown':
      return ['care', 'call-engineer'];
    default:
      return unreachable(status);
  }
}

function judgeClock(status: Status<'clock'>): readonly [State, Advice] {
  switch (status) {
    case 'agrees':
      return ['good', 'nothing'];
    case 'not-compared':
      return ['care', 'check-network'];
    case 'differs':
    case 'stepped':
      return ['care', 'set-clock'];
    case 'closes-nothing':
      return ['bad', 'clock-hours'];
    default:
      return unreachable(status);
  }
}

function judgeSelfTest(status: Status<'self-test'>): readonly [State, Advice] {
  switch (status) {
    case 'passed':
      return ['good', 'nothing'];
    case 'failed':
      return ['bad', 'read-self-test'];
    case 'never':
    case 'unreadable':
      return ['care', 'run-self-test'];
    default:
      return unreachable(status);
  }
}

function samStatus(sam: BoardFacts['sam']): Status<'sam'> {
  if (!sam) return 'none';
  if (sam.good === null) return 'not-tried';
  return sam.good ? 'ready' : 'failed';
}

function auditStatus({ problem, after }: BoardFacts['audit']): Status<'audit'> {
  if (problem) return 'not-written';
  return after === null ? 'ready' : 'begun-anew';
}

function centerStatus({ reachable, dateKnown, refusal }: BoardFacts['center']): Status<'center'> {
  if (refusal) return refusal;
  if (reachable) return 'reachable';
  return dateKnown ? 'unreachable' : 'date-forgotten';
}

function clockStatus({ finding, steppedMs }: ClockReading, hasHours: boolean): Status<'clock'> {
  if (finding === 'differs') return hasHours ? 'closes-nothing' : 'differs';
  if (steppedMs !== 0) return 'stepped';
  return finding;
}

function clockDetail({ on, minute, comparedWith, steppedMs }: ClockReading): string {
  const moved = steppedMs === 0 ? '' : `, ${steppedMs > 0 ? '+' : ''}${Math.round(steppedMs / 1_000)} s`;
  return `${on} ${timeOf(minute)}${comparedWith === null ? '' : ` / ${comparedWith}`}${moved}`;
}

function selfTestStatus(last: BoardFacts['lastSelfTest']): Status<'self-test'> {
  if (last === null) return 'never';
  if ('unreadable' in last) return 'unreadable';
  return last.steps.some(({ result }) => result === 'fail') ? 'failed' : 'passed';
}

function selfTestDetail(last: BoardFacts['lastSelfTest']): string {
  if (last === null) return '';
  if ('unreadable' in last) return last.unreadable;
  const failed = last.steps.filter(({ result }) => result === 'fail').map(({ number }) => number);
  return `No. ${last.number}, ${last.on} ${last.time}${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`;
}
